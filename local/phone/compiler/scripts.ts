import path from 'node:path';
import { type BuildContext, type BuildFailure, context, type Message, type Plugin } from 'esbuild';
import type { Places, Project } from './graph';
import { wechatModules } from './npm';
import type { Problem } from './problems';
import type { Sources } from './sources';

/** Scripts of one package: entry first, then the chunks it shares with others. */
export interface PackageScripts {
  readonly entry: string;
  readonly chunks: readonly string[];
}

export interface Scripts {
  /** File name → text, source maps included. */
  readonly files: ReadonlyMap<string, string>;
  readonly packages: ReadonlyMap<string, PackageScripts>;
  readonly problems: readonly Problem[];
  /** Source files that went into the bundles. */
  readonly inputs: readonly string[];
}

/**
 * TypeScript and JavaScript of all packages by one incremental esbuild context. Modules used by
 * several packages go to shared chunks, so that each exists once in the phone; a component's
 * module runs only when the component is first needed, as on a phone.
 */
export class ScriptCompiler {
  #context: { readonly key: string; readonly build: BuildContext } | null = null;
  #project: Project | null = null;

  constructor(
    private readonly places: Places,
    private readonly sources: Sources,
    private readonly outDir: string,
  ) {}

  async compile(project: Project): Promise<Scripts> {
    this.#project = project;
    const build = await this.#contextFor(project);
    try {
      const result = await build.rebuild();
      const outputs = result.metafile?.outputs ?? {};
      const files = new Map(
        (result.outputFiles ?? []).map(({ path: file, text }) => [path.basename(file), text]),
      );
      const packages = new Map<string, PackageScripts>();
      for (const [file, { entryPoint, imports }] of Object.entries(outputs)) {
        if (entryPoint === undefined) continue;
        packages.set(entryPoint.replace(/^package:/, ''), {
          entry: path.basename(file),
          chunks: imports.map((chunk) => path.basename(chunk.path)),
        });
      }
      const inputs = Object.keys(result.metafile?.inputs ?? {})
        .filter((file) => !file.startsWith('package:'))
        .map((file) => path.resolve(this.places.projectRoot, file));
      const problems = result.warnings.map((message) => this.#problem(message, 'warning'));
      return { files, packages, problems, inputs };
    } catch (error) {
      if (!isBuildFailure(error)) throw error;
      const problems = error.errors.map((message) => this.#problem(message, 'error'));
      return { files: new Map(), packages: new Map(), problems, inputs: [] };
    }
  }

  async stop(): Promise<void> {
    await this.#context?.build.dispose();
    this.#context = null;
  }

  /** The context lives as long as the packages' names stay the same. */
  async #contextFor(project: Project): Promise<BuildContext> {
    const key = project.packages.map(({ name }) => name).join(' ');
    if (this.#context?.key === key) return this.#context.build;
    await this.stop();
    const build = await context({
      absWorkingDir: this.places.projectRoot,
      entryPoints: project.packages.map(({ name }) => ({
        in: `package:${name}`,
        out: name.replaceAll('/', '-'),
      })),
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
      outdir: this.outDir,
      write: false,
      metafile: true,
      sourcemap: 'linked',
      chunkNames: 'chunk-[hash]',
      logLevel: 'silent',
      mainFields: ['main', 'module'],
      define: { 'process.env.NODE_ENV': '"development"' },
      plugins: [this.#entries(), wechatModules(this.places, this.sources)],
    });
    this.#context = { key, build };
    return build;
  }

  #entries(): Plugin {
    return {
      name: 'package-entries',
      setup: (build) => {
        build.onResolve({ filter: /^package:/ }, ({ path: at }) => ({
          path: at.replace(/^package:/, ''),
          namespace: 'package',
        }));
        build.onLoad({ filter: /.*/, namespace: 'package' }, ({ path: name }) => ({
          contents: this.#entry(name),
          resolveDir: this.places.miniprogramRoot,
          loader: 'js',
        }));
      },
    };
  }

  #entry(name: string): string {
    const pack = this.#project?.packages.find((candidate) => candidate.name === name);
    const modules = (pack?.components ?? []).flatMap(({ path: at, script }) =>
      script === null ? [] : [`${JSON.stringify(at)}: () => require(${JSON.stringify(script)})`],
    );
    const app = this.#project?.appScript;
    const start = name === 'main' && app ? `() => require(${JSON.stringify(app)})` : 'null';
    return `export const modules = {\n${modules.join(',\n')}\n};\nexport const app = ${start};\n`;
  }

  #problem({ text, location }: Message, level: Problem['level']): Problem {
    if (!location) return { level, file: this.places.miniprogramRoot, text };
    const file = path.resolve(this.places.projectRoot, location.file);
    return { level, file, line: location.line, column: location.column + 1, text };
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
