import { expect } from 'vitest';

/**
 * The requests at which a function is killed, out of `most` that an action makes. `npm test` takes
 * every sixth; `npm run storm` sets EVERY_STEP and takes them all.
 */
export function stepsOf(most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return process.env.EVERY_STEP === 'true' ? all : all.filter((step) => step % 6 === 2);
}

/** Who is told that too many are at it tries again, as the words say. */
export async function insist(work: () => unknown): Promise<void> {
  await expect
    .poll(
      () =>
        Promise.resolve(work()).then(
          () => 'ok',
          ({ code }) => code,
        ),
      { timeout: 30_000 },
    )
    .not.toBe('BUSY');
}
