import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { writeInto } from './files';
import { BuildError, projectRoot } from './project';
import { unlessBuilt } from './stamp';

export interface FunctionsBuild {
  /** Folder with one folder a function, `shared` beside it for `@shared/…`, and where to write. */
  readonly source?: string;
  readonly shared?: string;
  readonly out?: string;
}

export interface BuiltFunction {
  readonly name: string;
  /** Size of index.js, the SDKs not included. */
  readonly bytes: number;
}

/**
 * Installed, not bundled: the SDKs load parts of themselves by name, and WeChat Pay's library would
 * bring 460 KB (axios and its tables of MIME types, an XML parser).
 */
const sdks = ['@cloudbase/node-sdk', 'wx-server-sdk', 'wechatpay-axios-plugin', 'alipay-sdk'];

interface ManifestFunction {
  readonly openapi?: readonly string[];
  readonly timers?: readonly { readonly name: string; readonly cron: string }[];
}

/**
 * Bundles every `<source>/<name>/index.ts` to `<out>/<name>/index.js` with its package.json and
 * config.json, and copies the manifest. Does nothing when the sources have not changed.
 */
export async function buildFunctions(options: FunctionsBuild = {}): Promise<BuiltFunction[]> {
  const source = options.source ?? join(projectRoot, 'cloudfunctions');
  const shared = options.shared ?? join(projectRoot, 'shared');
  const out = options.out ?? join(projectRoot, 'dist/cloudfunctions');
  return unlessBuilt(out, [source, shared], async () => {
    const manifest = await readManifest(join(source, 'manifest.json'));
    const names = await functionNames(source);
    compareWithManifest(names, Object.keys(manifest.functions));
    // Built aside: a mistake in a source leaves the functions of before as they were.
    const aside = `${out}.${process.pid}`;
    try {
      const built = await Promise.all(
        names.map((name) =>
          buildOne({ name, source, shared, out: aside, declared: manifest.functions[name] ?? {} }),
        ),
      );
      await writeInto(join(aside, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
      await rm(out, { recursive: true, force: true });
      await rename(aside, out);
      return built;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  });
}

async function readManifest(path: string) {
  if (!existsSync(path)) throw new BuildError(`${path} is missing`);
  return JSON.parse(await readFile(path, 'utf8')) as {
    readonly functions: Readonly<Record<string, ManifestFunction>>;
  };
}

/** Folders that are functions: `_kit` and other folders with an underscore are their building blocks. */
async function functionNames(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^[a-z]\w*$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => existsSync(join(source, name, 'index.ts')))
    .sort();
}

function compareWithManifest(folders: readonly string[], declared: readonly string[]): void {
  const undeclared = folders.filter((name) => !declared.includes(name));
  const missing = declared.filter((name) => !folders.includes(name));
  if (undeclared.length > 0) {
    throw new BuildError(`not in cloudfunctions/manifest.json: ${undeclared.join(', ')}`);
  }
  if (missing.length > 0) {
    throw new BuildError(`in cloudfunctions/manifest.json without index.ts: ${missing.join(', ')}`);
  }
}

interface OneFunction {
  readonly name: string;
  readonly source: string;
  readonly shared: string;
  readonly out: string;
  readonly declared: ManifestFunction;
}

async function buildOne({ name, source, shared, out, declared }: OneFunction) {
  const outfile = join(out, name, 'index.js');
  const { metafile } = await build({
    entryPoints: [join(source, name, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    alias: { '@shared': shared },
    external: [...sdks],
    nodePaths: [join(projectRoot, 'node_modules')],
    sourcemap: 'linked',
    metafile: true,
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  const description = {
    name,
    version: '1.0.0',
    main: 'index.js',
    dependencies: Object.fromEntries(usedSdks(metafile).map((sdk) => [sdk, installedVersion(sdk)])),
  };
  const config = {
    permissions: { openapi: declared.openapi ?? [] },
    triggers: (declared.timers ?? []).map((timer) => ({
      name: timer.name,
      type: 'timer',
      config: timer.cron,
    })),
  };
  await writeInto(join(out, name, 'package.json'), `${JSON.stringify(description, null, 2)}\n`);
  await writeInto(join(out, name, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
  const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith('index.js'));
  return { name, bytes: output?.[1].bytes ?? 0 };
}

function usedSdks(metafile: Metafile): string[] {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return sdks.filter((sdk) => imports.some((used) => used.external && used.path === sdk));
}

function installedVersion(name: string): string {
  const require = createRequire(join(projectRoot, 'package.json'));
  const path = join(projectRoot, 'node_modules', name, 'package.json');
  return (require(path) as { version: string }).version;
}
