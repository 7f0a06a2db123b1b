import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deployed, run } from './deploy-run';

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
