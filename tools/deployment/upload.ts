import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError, projectRoot } from '../builder/project';

/** The part of `miniprogram-ci` 2 that is used; see WeChat's documentation of CI. */
interface MiniprogramCi {
  readonly Project: new (options: {
    readonly appid: string;
    readonly type: 'miniProgram';
    readonly projectPath: string;
    readonly privateKeyPath: string;
    readonly ignores: readonly string[];
  }) => unknown;
  upload(options: {
    readonly project: unknown;
    readonly version: string;
    readonly desc: string;
    readonly robot: number;
    readonly setting: { readonly useProjectConfig: boolean };
    readonly onProgressUpdate: () => void;
  }): Promise<unknown>;
  readonly cloud: {
    uploadFunction(options: {
      readonly project: unknown;
      readonly env: string;
      readonly name: string;
      readonly path: string;
      readonly remoteNpmInstall: boolean;
    }): Promise<unknown>;
  };
}

export interface Upload {
  readonly appid: string;
  /** File with the upload key from WeChat's back-end. */
  readonly privateKeyPath: string;
  readonly version: string;
  readonly description: string;
  readonly envId: string;
  /**
   * Functions that call `openapi`: WeChat grants that by their config.json, which only its own
   * upload reads.
   */
  readonly openapiFunctions: readonly string[];
}

/** Uploads dist/miniprogram as a development version, and the functions that need WeChat's grant. */
export async function uploadMiniprogram(
  upload: Upload,
  ci: MiniprogramCi | null = null,
): Promise<void> {
  const { Project, upload: send, cloud } = ci ?? (await loadMiniprogramCi());
  const project = new Project({
    appid: upload.appid,
    type: 'miniProgram',
    projectPath: projectRoot,
    privateKeyPath: upload.privateKeyPath,
    ignores: ['node_modules/**/*'],
  });
  await nameEnvironment(upload.envId);
  try {
    for (const name of upload.openapiFunctions) {
      const path = join(projectRoot, 'dist/cloudfunctions', name);
      const where = { project, env: upload.envId, name, path };
      await cloud.uploadFunction({ ...where, remoteNpmInstall: true });
    }
    await send({
      project,
      version: upload.version,
      desc: upload.description,
      robot: 1,
      setting: { useProjectConfig: true },
      onProgressUpdate: () => undefined,
    });
  } finally {
    await nameEnvironment('');
  }
}

/** Says in the built mini-program which environment it talks to; empty is the account's default. */
async function nameEnvironment(envId: string): Promise<void> {
  const file = join(projectRoot, 'dist/miniprogram/environment.js');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `exports.ENVIRONMENT = ${JSON.stringify(envId)};\n`);
}

/** 276 MB that only a deployment needs, so it is not among the dependencies. */
async function loadMiniprogramCi(): Promise<MiniprogramCi> {
  try {
    const path = createRequire(join(projectRoot, 'package.json')).resolve('miniprogram-ci');
    const module = (await import(pathToFileURL(path).href)) as { default: MiniprogramCi };
    return module.default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new BuildError(
      'Uploading the mini-program needs miniprogram-ci, which is not installed by default:\n' +
        '  npm install --no-save miniprogram-ci@2.1.42',
    );
  }
}
