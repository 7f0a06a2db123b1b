/**
 * Whether there is time left of so many milliseconds, counted from now on the process's own clock:
 * the club's does not say how long this function has run.
 */
export function budgetOf(ms: number): () => boolean {
  const started = performance.now();
  return () => performance.now() - started < ms;
}
