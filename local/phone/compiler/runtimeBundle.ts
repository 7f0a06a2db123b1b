import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Asset, asset, CSS, JAVASCRIPT, JSON_TYPE } from './assets';
import type { Sources } from './sources';

const FOLDER = fileURLToPath(new URL('../runtime', import.meta.url));
const SHEETS = ['phone.css', 'builtins/builtins.css', 'wx/sheets.css'];

/** The phone itself: the same for every mini-program, built again when its sources change. */
export class RuntimeBundle {
  #inputs = new Map<string, string | null>();
  #assets = new Map<string, Asset>();

  constructor(private readonly sources: Sources) {}

  async build(): Promise<ReadonlyMap<string, Asset>> {
    const fresh = [...this.#inputs].every(([file, stamp]) => this.sources.stamp(file) === stamp);
    if (fresh && this.#assets.size > 0) return this.#assets;
    const result = await build({
      entryPoints: [path.join(FOLDER, 'boot.ts')],
      absWorkingDir: FOLDER,
      bundle: true,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      outfile: 'runtime.js',
      write: false,
      metafile: true,
      minifySyntax: true,
      minifyWhitespace: true,
      sourcemap: 'linked',
      logLevel: 'silent',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    const assets = new Map<string, Asset>();
    for (const { path: file, text } of result.outputFiles) {
      const type = file.endsWith('.map') ? JSON_TYPE : JAVASCRIPT;
      assets.set(path.basename(file), asset(text, type));
    }
    const sheets = SHEETS.map((name) => path.join(FOLDER, name));
    const css = sheets
      .filter((file) => this.sources.exists(file))
      .map((file) => readFileSync(file, 'utf8'));
    assets.set('phone.css', asset(css.join('\n'), CSS));
    const modules = Object.keys(result.metafile.inputs).map((file) => path.join(FOLDER, file));
    this.#inputs = new Map([...modules, ...sheets].map((file) => [file, this.sources.stamp(file)]));
    this.#assets = assets;
    return assets;
  }
}
