import { type FSWatcher, watch } from 'node:fs';
import { type BuildOutput, PhoneCompiler } from './compiler/builder';
import type { BuildReport } from './compiler/problems';

export interface PhoneBuilderOptions {
  /** Folder with app.json. */
  readonly miniprogramRoot: string;
  /** Folder with node_modules. */
  readonly projectRoot: string;
  /** Where built files are written, for a look at them; they are served from memory. */
  readonly outDir: string;
}

export interface PhoneBuilder {
  readonly options: PhoneBuilderOptions;
  /** Compiles what changed since the last build. Never rejects for a mistake in a source file. */
  build(): Promise<BuildReport>;
  /** Builds after every change of a source file; returns the way to stop. */
  watch(onRebuilt: (report: BuildReport) => void): () => void;
  /** The latest build; builds first when there is none. */
  output(): Promise<BuildOutput>;
  /** The mask of a TDesign icon; null when there is none of that name. */
  icon(name: string): string | null;
  /** Ends the compiler's own processes. */
  stop(): Promise<void>;
}

/** ms of silence after a change before a build starts: editors write a file in several steps. */
const SETTLE = 25;

/** Compiles a mini-program for the browser, again and again. */
export function createPhoneBuilder(options: PhoneBuilderOptions): PhoneBuilder {
  const compiler = new PhoneCompiler(options, options.outDir);
  let latest: Promise<BuildOutput> | null = null;
  const build = () => {
    const previous = latest;
    latest = (async () => {
      await previous?.catch(() => undefined);
      return compiler.build();
    })();
    return latest;
  };
  return {
    options,
    build: async () => (await build()).report,
    output: () => latest ?? build(),
    watch: (onRebuilt) => watchFolders(compiler, async () => onRebuilt((await build()).report)),
    icon: (name) => compiler.icons.svg(name),
    stop: () => compiler.stop(),
  };
}

function watchFolders(compiler: PhoneCompiler, rebuild: () => Promise<void>): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const refresh = () => {
    for (const folder of compiler.watchedFolders()) {
      if (stopped || watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, () => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            // What a source has wrong is in the report; anything else must not end the server.
            void rebuild()
              .catch((error: unknown) => console.error('The phone was not rebuilt:', error))
              .then(refresh);
          }, SETTLE);
        });
        watcher.on('error', () => watcher.close());
        watchers.set(folder, watcher);
      } catch {
        // A folder that a file is expected in but that does not exist yet: its parent is watched.
      }
    }
  };
  refresh();
  return () => {
    stopped = true;
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}
