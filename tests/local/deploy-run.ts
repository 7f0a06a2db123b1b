import { rm } from 'node:fs/promises';
import { afterEach } from 'vitest';
import type { Manifest } from '../../local/cloudbase/manifestTypes';
import { deploy } from '../../tools/deployment/deploy';
import { ManagerCloud } from '../../tools/deployment/managerCloud';
import { readDeployOptions } from '../../tools/deployment/options';
import type { Upload } from '../../tools/deployment/upload';
import { writeTree } from './build-fixture';
import { recordTencent } from './deploy-cloud';

export const manifest: Manifest = {
  functions: {
    visit: {
      timeoutSeconds: 10,
      memoryMb: 256,
      clients: true,
      openapi: [],
      timers: [],
      settings: ['WXPAY', 'ALIPAY', 'WALLET'],
    },
    timer: {
      timeoutSeconds: 60,
      memoryMb: 512,
      clients: false,
      openapi: ['wxacode.getUnlimited'],
      timers: [{ name: 'minute', cron: '0 * * * * * *' }],
      env: { TZ: 'Asia/Shanghai' },
      settings: ['WXPAY', 'ALIPAY'],
    },
  },
  routes: [{ path: '/metrics', function: 'timer' }],
  collections: {
    installation: { rules: { read: false, write: false }, indexes: [] },
    visits: {
      rules: { read: false, write: false },
      indexes: [
        {
          name: 'member_time',
          fields: [
            ['memberId', 1],
            ['at', -1],
          ],
          unique: false,
        },
        { name: 'key', fields: [['key', 1]], unique: true },
      ],
    },
  },
  storage: { rules: { read: true, write: 'resource.openid == auth.openid' } },
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Deploys to a recorded environment, with settings; what was said, asked and changed. */
export async function run(
  args: readonly string[],
  answers: Parameters<typeof recordTencent>[0] = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const folder = (name: string) => ({
    [`${name}/index.js`]: 'exports.main = () => 1;',
    [`${name}/index.js.map`]: '{}',
    [`${name}/package.json`]: {},
  });
  const functionsRoot = await writeTree({ ...folder('visit'), ...folder('timer') });
  const { recorded, restore } = recordTencent(answers);
  closing.push(restore, () => rm(functionsRoot, { recursive: true, force: true }));
  const said: string[] = [];
  const uploads: Upload[] = [];
  const options = readDeployOptions(['--env', 'club-1', ...args], {
    TENCENTCLOUD_SECRETID: 'id',
    TENCENTCLOUD_SECRETKEY: 'key',
    ...settings,
  });
  await deploy({
    options,
    wanted: { manifest, functionsRoot },
    cloud: new ManagerCloud({ secretId: 'id', secretKey: 'key', envId: options.envId }),
    say: (line) => said.push(line),
    upload: async (upload) => void uploads.push(upload),
  });
  const changes = recorded.filter(({ action }) => !/^(Describe|List|Get)/.test(action));
  const of = (action: string) => recorded.filter((one) => one.action === action);
  return { said: said.join('\n'), changes, of, uploads };
}

/** An environment that is already as the manifest says. */
export const deployed: Parameters<typeof recordTencent>[0] = {
  ListTables: () => ({
    Tables: [{ TableName: 'installation' }, { TableName: 'visits' }, { TableName: 'elsewhere' }],
    Pager: { Offset: 0, Limit: 100, Total: 3 },
  }),
  DescribeTable: ({ TableName }) => ({
    Indexes: [
      { Name: '_id_', Keys: [{ Name: '_id', Direction: '1' }], Unique: true },
      ...(TableName === 'visits'
        ? [
            {
              Name: 'member_time',
              Keys: [
                { Name: 'memberId', Direction: '1' },
                { Name: 'at', Direction: '-1' },
              ],
              Unique: false,
            },
            { Name: 'key', Keys: [{ Name: 'key', Direction: '1' }], Unique: true },
          ]
        : []),
    ],
  }),
  DescribeSafeRule: () => ({ AclTag: 'CUSTOM', Rule: '{"write": false, "read": false}' }),
  ListFunctions: () => ({
    Functions: [{ FunctionName: 'visit' }, { FunctionName: 'timer' }],
    TotalCount: 2,
  }),
  GetFunction: ({ FunctionName }) => ({
    Status: 'Active',
    Triggers:
      FunctionName === 'timer'
        ? [{ TriggerName: 'minute', TriggerDesc: '{"cron":"0 * * * * * *"}' }]
        : [],
  }),
  DescribeSecurityRule: () => ({
    AclTag: 'CUSTOM',
    Rule: '{"*":{"invoke":false},"visit":{"invoke":"auth != null"},"timer":{"invoke":false}}',
  }),
  DescribeCloudBaseGWAPI: () => ({ APISet: [{ Path: '/metrics', Name: 'timer' }] }),
  DescribeStorageSafeRule: () => ({
    AclTag: 'CUSTOM',
    Rule: '{"read":true,"write":"resource.openid == auth.openid"}',
  }),
  RunCommands: () => ({ Data: ['[{"_id":"superAdmins","memberIds":["m1"]}]'] }),
};
