import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let built: Promise<string> | null = null;

/**
 * The worker's program as one CommonJS text, built once a process. Started from text, a worker
 * needs no TypeScript loader, whatever way this process was started.
 */
export function workerProgram(): Promise<string> {
  built ??= build({
    entryPoints: [fileURLToPath(new URL('./worker/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  }).then((result) => result.outputFiles[0]?.text ?? '');
  return built;
}
