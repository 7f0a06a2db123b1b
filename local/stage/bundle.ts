import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface StageAsset {
  readonly type: string;
  readonly body: string;
}

const web = (name: string): string => fileURLToPath(new URL(`./web/${name}`, import.meta.url));

async function bundled(): Promise<ReadonlyMap<string, StageAsset>> {
  const [{ outputFiles }, style] = await Promise.all([
    build({
      entryPoints: [web('main.ts')],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      charset: 'utf8',
      minifySyntax: true,
      minifyWhitespace: true,
      write: false,
      logLevel: 'silent',
    }),
    readFile(web('stage.css'), 'utf8'),
  ]);
  return new Map([
    ['stage.js', { type: 'text/javascript', body: outputFiles[0]?.text ?? '' }],
    ['stage.css', { type: 'text/css', body: style }],
  ]);
}

/** The stage's script and style, made at the first call and kept. */
export function createStageBundle(): () => Promise<ReadonlyMap<string, StageAsset>> {
  let made: Promise<ReadonlyMap<string, StageAsset>> | null = null;
  return () => {
    made ??= bundled().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
