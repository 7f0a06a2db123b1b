import { Refusal } from '@shared/refusals';
import type { Club } from './club';

/**
 * The requests at which a function is killed, out of `most` that an action makes. `npm test` takes
 * every twelfth; `npm run storm` sets EVERY_STEP and takes them all.
 */
export function stepsOf(most: number): number[] {
  const all = Array.from({ length: most }, (_, index) => index + 1);
  return process.env.EVERY_STEP === 'true' ? all : all.filter((step) => step % 12 === 2);
}

/** Every third of what the storm takes whole. */
export const someOf = <Step>(steps: readonly Step[]): Step[] =>
  steps.filter((_, index) => process.env.EVERY_STEP === 'true' || index % 3 === 0);

type Kill = readonly [n: number, when: 'before' | 'after'];

/** The same, and on which side of the request: `npm test` takes them by turns, the storm both. */
export const killsOf = (most: number): Kill[] =>
  stepsOf(most).flatMap((n, index): Kill[] => {
    const both: Kill[] = [
      [n, 'before'],
      [n, 'after'],
    ];
    return process.env.EVERY_STEP === 'true' ? both : both.slice(index % 2).slice(0, 1);
  });

/** Whether a call ended without any answer: a kill that did not strike proves nothing. */
export const dies = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => false,
    (error) => !(error instanceof Refusal),
  );

/** How many of the faults that were ordered did not strike yet. */
export async function faultsWaiting({ cloud }: Pick<Club, 'cloud'>): Promise<number> {
  const response = await fetch(`${cloud.url}/__dev/faults`);
  const { waiting } = (await response.json()) as { waiting: unknown[] };
  return waiting.length;
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
