import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newClaim } from '../../tools/deployment/claim';
import { deploy } from '../../tools/deployment/deploy';
import { readDeployOptions } from '../../tools/deployment/options';
import { type Upload, uploadMiniprogram } from '../../tools/deployment/upload';
import { deployed, manifest, run } from './deploy-run';

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
    const named: string[] = [];
    class Project {
      constructor(readonly options: object) {}
    }
    await uploadMiniprogram(upload, {
      Project,
      upload: async ({ onProgressUpdate: _, ...rest }) => {
        asked.push(rest);
        named.push(await readFile('dist/miniprogram/environment.js', 'utf8'));
      },
      cloud: { uploadFunction: async (options) => void asked.push(options) },
    });
    expect(asked[0]).toMatchObject({ env: 'club-1', name: 'club', remoteNpmInstall: true });
    expect((asked[0] as { path: string }).path).toMatch(join('dist/cloudfunctions', 'club'));
    expect(asked[1]).toMatchObject({ version: '1.0.0', desc: 'first', robot: 1 });
    named.push(await readFile('dist/miniprogram/environment.js', 'utf8'));
    expect(named).toEqual([`exports.ENVIRONMENT = "club-1";\n`, `exports.ENVIRONMENT = "";\n`]);
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
