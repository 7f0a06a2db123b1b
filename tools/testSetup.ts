import { buildFunctions } from './builder/functions';

/** vitest's globalSetup of the suites that run functions: builds them once, if they changed. */
export async function setup(): Promise<void> {
  await buildFunctions();
}
