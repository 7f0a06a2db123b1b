import { fileURLToPath } from 'node:url';

/** The folder of package.json; everything below is relative to it. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** What a person did wrong in the sources, said with file and line; printed without a stack. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}
