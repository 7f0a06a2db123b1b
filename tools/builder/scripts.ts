import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BuildError } from './project';

/** What one module imports: the specifier as written → the file, or an npm package's name. */
export type Imports = ReadonlyMap<string, { readonly file: string } | { readonly npm: string }>;
export type ScriptGraph = ReadonlyMap<string, Imports>;

export interface ScriptSources {
  readonly source: string;
  readonly shared: string;
  readonly nodeModules: string;
}

/** Folder of the npm packages that are mini-program components themselves. */
const componentLibrary = /^(tdesign-miniprogram)(\/.+)?$/;

/** Follows the imports of scripts; type-only imports are none. All paths are absolute. */
export async function readScripts(
  entries: readonly string[],
  sources: ScriptSources,
): Promise<ScriptGraph> {
  if (entries.length === 0) return new Map();
  const { metafile } = await build({
    entryPoints: [...new Set(entries)],
    outdir: join(sources.source, '.never-written'),
    absWorkingDir: sources.source,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    format: 'cjs',
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [resolver(sources)],
  }).catch((error: Error) => {
    throw new BuildError(error.message);
  });
  const graph = new Map<string, Map<string, { file: string } | { npm: string }>>();
  for (const [path, input] of Object.entries(metafile.inputs)) {
    const imports = new Map<string, { file: string } | { npm: string }>();
    for (const used of input.imports) {
      const specifier = used.original ?? used.path;
      imports.set(
        specifier,
        used.external ? { npm: used.path } : { file: join(sources.source, used.path) },
      );
    }
    graph.set(join(sources.source, path), imports);
  }
  return graph;
}

/** `@shared/…`, component libraries and their private packages; every other package stays a name. */
function resolver({ shared, nodeModules }: ScriptSources): Plugin {
  return {
    name: 'mini-program',
    setup(plugins) {
      plugins.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (path.startsWith('@shared/')) {
          return plugins.resolve(`./${path.slice('@shared/'.length)}`, {
            resolveDir: shared,
            kind,
          });
        }
        if (path === 'zod') {
          const text = `${importer}: zod does not ship to the phone; import types only`;
          return { errors: [{ text }] };
        }
        const library = componentLibrary.exec(path);
        const home = library
          ? join(nodeModules, library[1] ?? '', 'miniprogram_dist')
          : libraryHome(importer, nodeModules);
        if (!home) return { path, external: true };
        const within = library ? (library[2] ?? '/index') : `/miniprogram_npm/${path}`;
        return plugins.resolve(`.${within}`, { resolveDir: home, kind });
      });
    },
  };
}

function libraryHome(importer: string, nodeModules: string): string | null {
  const [name = '', folder] = relative(nodeModules, importer).split(sep);
  return folder === 'miniprogram_dist' ? join(nodeModules, name, folder) : null;
}

/** Every file that a script needs, itself included. */
export function scriptClosure(entry: string, graph: ScriptGraph): Set<string> {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const used of graph.get(file)?.values() ?? []) if ('file' in used) visit(used.file);
  };
  visit(entry);
  return seen;
}

export interface Emission {
  readonly out: string;
  /** Source file → path below `out`, with `.js`. */
  readonly targets: ReadonlyMap<string, string>;
  /** Where an import leads, as a path below `out`. */
  readonly resolve: (importer: string, specifier: string) => string;
  readonly minify: boolean;
}

/**
 * Translates each file on its own and rewrites what it requires to relative paths. Not bundled:
 * a module with state (services/api) must exist once, however many pages import it.
 */
export async function emitScripts(emission: Emission): Promise<void> {
  const { out, targets, resolve, minify } = emission;
  if (targets.size === 0) return;
  const keepApart: Plugin = {
    name: 'file-by-file',
    setup(plugins) {
      plugins.onResolve({ filter: /./ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined;
        const from = join(out, targets.get(importer) ?? '', '..');
        const way = relative(from, join(out, resolve(importer, path)))
          .split(sep)
          .join('/');
        return { path: way.startsWith('.') ? way : `./${way}`, external: true };
      });
    },
  };
  await build({
    entryPoints: [...targets].map(([input, target]) => ({
      in: input,
      out: target.replace(/\.js$/, ''),
    })),
    outdir: out,
    bundle: true,
    platform: 'neutral',
    format: 'cjs',
    target: 'es2018',
    charset: 'utf8',
    legalComments: 'none',
    minifyWhitespace: minify,
    minifySyntax: minify,
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [keepApart],
  });
}

/** An npm package that the phone needs, as one file. */
export async function emitPackage(name: string, file: string, sources: ScriptSources) {
  await build({
    stdin: {
      contents: `module.exports = require(${JSON.stringify(name)});`,
      resolveDir: join(sources.nodeModules, '..'),
    },
    outfile: file,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    target: 'es2018',
    charset: 'utf8',
    legalComments: 'none',
    minify: true,
    logLevel: 'silent',
    tsconfigRaw: {},
  });
}
