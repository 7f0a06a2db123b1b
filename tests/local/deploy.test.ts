import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../local/cloudbase/types';
import { newClaim } from '../../tools/deployment/claim';
import { deploy } from '../../tools/deployment/deploy';
import { ManagerCloud } from '../../tools/deployment/managerCloud';
import { readDeployOptions } from '../../tools/deployment/options';
import { type Upload, uploadMiniprogram } from '../../tools/deployment/upload';
import { writeTree } from './build-fixture';
import { recordTencent } from './deploy-cloud';

const manifest: Manifest = {
  functions: {
    visit: { timeoutSeconds: 10, memoryMb: 256, clients: true, openapi: [], timers: [] },
    timer: {
      timeoutSeconds: 60,
      memoryMb: 512,
      clients: false,
      openapi: ['wxacode.getUnlimited'],
      timers: [{ name: 'minute', cron: '0 * * * * * *' }],
      env: { TZ: 'Asia/Shanghai' },
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

async function run(args: readonly string[], answers: Parameters<typeof recordTencent>[0] = {}) {
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
const deployed: Parameters<typeof recordTencent>[0] = {
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

describe('a dry run', () => {
  test('it prints the whole plan and changes nothing', async () => {
    const { said, changes } = await run([]);
    expect(changes).toEqual([]);
    expect(said).toContain('create collection   visits');
    expect(said).toContain('create member_time (memberId 1, at -1); create key (key 1) unique');
    expect(said).toContain('security rule       visits: CUSTOM {"read":false,"write":false}');
    expect(said).toContain('timer: 60 s, 512 MB, timer minute “0 * * * * * *”, TZ');
    expect(said).toContain('HTTP route          /metrics → timer');
    expect(said).toContain('Nothing was changed.');
    expect(said).not.toMatch(/claims this installation/);
  });

  test('an environment that is as it should be gets new code and nothing else', async () => {
    const { said } = await run([], deployed);
    const planned = said.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(planned.map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'update function',
      'update function',
      'left alone',
      'openapi',
    ]);
    expect(said).toContain('collection elsewhere, not in the manifest');
  });

  test('without credentials the plan is that of an empty environment', async () => {
    const said: string[] = [];
    await deploy({
      options: readDeployOptions(['--env', 'club-1'], {}),
      wanted: { manifest, functionsRoot: '/nowhere' },
      cloud: null,
      say: (line) => said.push(line),
    });
    expect(said[0]).toBe('Plan for club-1 (no credentials: as if it were empty)');
  });
});

describe('--apply', () => {
  test('an empty environment becomes the manifest, in the shapes that Tencent’s API takes', async () => {
    const { changes, of, said } = await run(['--apply']);
    const envId = 'club-1';
    expect(changes.map(({ action }) => action)).toEqual([
      'CreateTable',
      'ModifySafeRule',
      'CreateTable',
      'UpdateTable',
      'ModifySafeRule',
      'CreateFunction',
      'CreateFunction',
      'BatchCreateTrigger',
      'ModifySecurityRule',
      'CreateCloudBaseGWAPI',
      'ModifyStorageSafeRule',
      'RunCommands',
    ]);
    expect(of('UpdateTable')[0]?.data).toMatchObject({
      EnvId: envId,
      TableName: 'visits',
      CreateIndexes: [
        {
          IndexName: 'member_time',
          MgoKeySchema: {
            MgoIndexKeys: [
              { Name: 'memberId', Direction: '1' },
              { Name: 'at', Direction: '-1' },
            ],
            MgoIsUnique: false,
          },
        },
        { IndexName: 'key', MgoKeySchema: { MgoIsUnique: true } },
      ],
    });
    expect(of('ModifySafeRule')[1]).toEqual({
      service: 'tcb',
      action: 'ModifySafeRule',
      data: {
        EnvId: envId,
        CollectionName: 'visits',
        AclTag: 'CUSTOM',
        Rule: '{"read":false,"write":false}',
      },
    });
    expect(of('CreateFunction')[1]?.data).toMatchObject({
      FunctionName: 'timer',
      Namespace: envId,
      Runtime: 'Nodejs18.15',
      Handler: 'index.main',
      Timeout: 60,
      MemorySize: 512,
      InstallDependency: 'TRUE',
      Environment: { Variables: [{ Key: 'TZ', Value: 'Asia/Shanghai' }] },
      Code: { ZipFile: expect.stringMatching(/^UEs/) },
    });
    expect(of('BatchCreateTrigger')[0]?.data).toMatchObject({
      FunctionName: 'timer',
      Triggers: '[{"TriggerName":"minute","Type":"timer","TriggerDesc":"0 * * * * * *"}]',
    });
    expect(of('ModifySecurityRule')[0]?.data).toMatchObject({
      ResourceType: 'FUNCTION',
      AclTag: 'CUSTOM',
      Rule: '{"*":{"invoke":false},"visit":{"invoke":"auth != null"},"timer":{"invoke":false}}',
    });
    expect(of('CreateCloudBaseGWAPI')[0]?.data).toMatchObject({ Path: '/metrics', Name: 'timer' });
    expect(of('ModifyStorageSafeRule')[0]?.data).toMatchObject({ AclTag: 'CUSTOM' });
    expect(said).toMatch(
      /claims this installation in the app with {2}[2-9A-Z]{5}(-[2-9A-Z]{5}){3}/,
    );
  });

  test('the claim that is written is the hash of the code that is printed', async () => {
    const { of, said } = await run(['--apply']);
    const code = /with {2}(\S+)/.exec(said)?.[1] ?? '';
    const commands = of('RunCommands').flatMap(
      ({ data }) => data.MgoCommands as { Command: string }[],
    );
    const command = commands[0];
    const { updates } = JSON.parse(command?.Command ?? '{}') as {
      updates: { q: object; u: { codeHash: string; expiresAt: number }; upsert: boolean }[];
    };
    expect(updates[0]).toMatchObject({ q: { _id: 'claim' }, upsert: true });
    expect(updates[0]?.u.codeHash).toBe(createHash('sha256').update(code).digest('hex'));
    expect(updates[0]?.u.expiresAt).toBeGreaterThan(Date.now());
    expect(JSON.stringify(updates)).not.toContain(code);
  });

  test('a claimed installation gets no new code', async () => {
    const { changes, said } = await run(['--apply'], deployed);
    const commands = changes.filter(({ action }) => action === 'RunCommands');
    expect(commands.map(({ data }) => JSON.stringify(data.MgoCommands))).toEqual([
      expect.stringContaining('QUERY'),
    ]);
    expect(said).not.toContain('claims this installation');
  });

  test('an index that changed is dropped before it is created anew', async () => {
    const { of } = await run(['--apply'], {
      ...deployed,
      DescribeTable: ({ TableName }) => ({
        Indexes:
          TableName === 'visits'
            ? [{ Name: 'key', Keys: [{ Name: 'key', Direction: '-1' }], Unique: true }]
            : [],
      }),
    });
    const [drop, create] = of('UpdateTable').map(({ data }) => data);
    expect(drop?.DropIndexes).toEqual([{ IndexName: 'key' }]);
    expect(create?.CreateIndexes).toHaveLength(2);
  });

  test('a timer that changed is deleted and made again', async () => {
    const { of } = await run(['--apply'], {
      ...deployed,
      GetFunction: ({ FunctionName }) => ({
        Status: 'Active',
        Triggers:
          FunctionName === 'timer' ? [{ TriggerName: 'minute', TriggerDesc: '0 0 * * * * *' }] : [],
      }),
    });
    expect(of('DeleteTrigger')[0]?.data).toMatchObject({
      FunctionName: 'timer',
      TriggerName: 'minute',
    });
    expect(of('BatchCreateTrigger')).toHaveLength(1);
  });

  test('the zip of a function carries its code and description, not its source map', async () => {
    const { of } = await run(['--apply']);
    const code = of('CreateFunction')[0]?.data.Code as { ZipFile: string } | undefined;
    const names = Buffer.from(code?.ZipFile ?? '', 'base64').toString('latin1');
    expect(names).toContain('index.js');
    expect(names).toContain('package.json');
    expect(names).not.toContain('index.js.map');
  });

  test('the mini-program and the functions that need WeChat’s grant go up through WeChat', async () => {
    const args = ['--apply', '--appid', 'wx1', '--key', '/k.pem', '--version', '1.2.3'];
    const { uploads } = await run(args);
    expect(uploads).toEqual([
      {
        appid: 'wx1',
        privateKeyPath: '/k.pem',
        version: '1.2.3',
        description: 'npm run deploy',
        envId: 'club-1',
        openapiFunctions: ['timer'],
      },
    ]);
  });
});

describe('what is refused before anything happens', () => {
  test('an environment must be named, and --apply needs secrets from the environment', () => {
    expect(() => readDeployOptions(['--apply'], {})).toThrow('--env is missing');
    expect(() => readDeployOptions(['--env', 'a', '--apply'], {})).toThrow('TENCENTCLOUD_SECRETID');
    expect(() => readDeployOptions(['--env', 'a', '--secret', 's'], {})).toThrow('--secret');
    expect(() => readDeployOptions(['--env', 'a', '--appid', 'wx1'], {})).toThrow('--key');
  });

  test('a route that leads elsewhere is not taken away from its function', async () => {
    const taken = { DescribeCloudBaseGWAPI: () => ({ APISet: [{ Path: '/metrics', Name: 'x' }] }) };
    await expect(run(['--apply'], taken)).rejects.toThrow('/metrics leads to x');
  });
});

describe('the upload', () => {
  const upload: Upload = {
    appid: 'wx1',
    privateKeyPath: '/k.pem',
    version: '1.0.0',
    description: 'first',
    envId: 'club-1',
    openapiFunctions: ['club'],
  };

  test('WeChat’s tool gets the project, the version and the folder of each such function', async () => {
    const asked: unknown[] = [];
    class Project {
      constructor(readonly options: object) {}
    }
    await uploadMiniprogram(upload, {
      Project,
      upload: async ({ onProgressUpdate: _, ...rest }) => void asked.push(rest),
      cloud: { uploadFunction: async (options) => void asked.push(options) },
    });
    expect(asked[0]).toMatchObject({ env: 'club-1', name: 'club', remoteNpmInstall: true });
    expect((asked[0] as { path: string }).path).toMatch(join('dist/cloudfunctions', 'club'));
    expect(asked[1]).toMatchObject({ version: '1.0.0', desc: 'first', robot: 1 });
  });

  test('without the tool it says how to install it', async () => {
    await expect(uploadMiniprogram(upload)).rejects.toThrow('npm install --no-save miniprogram-ci');
  });
});

test('two claims are never alike, and each is easy to read aloud', () => {
  const codes = new Set(Array.from({ length: 200 }, () => newClaim(0).code));
  expect(codes.size).toBe(200);
  for (const code of codes) expect(code).not.toMatch(/[01OIL]/);
});
