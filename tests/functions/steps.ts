import { Refusal } from '@shared/refusals';

/**
 * The requests at which a function is killed, out of `most` that an action makes. `npm test` takes
 * every sixth; `npm run storm` sets EVERY_STEP and takes them all.
 */
export function stepsOf(most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return process.env.EVERY_STEP === 'true' ? all : all.filter((step) => step % 6 === 2);
}

const INSISTS_FOR = 30_000;
const PAUSE = 200;

/** Who is told that too many are at it tries again, as the words say: a dead function keeps its locks. */
export async function insist<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + INSISTS_FOR;
  for (;;) {
    try {
      return await work();
    } catch (refused) {
      const busy = refused instanceof Refusal && refused.code === 'BUSY';
      if (!busy || performance.now() > until) throw refused;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
