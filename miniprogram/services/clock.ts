import type { Instant } from '@shared/base/time';

/** How far the club's clock is ahead of this phone's, in ms. Phones are often set wrong. */
let ahead = 0;

/** The club's time now. The only place of the mini-program that reads the phone's clock. */
export const now = () => (Date.now() + ahead) as Instant;

/**
 * Takes over the server's time from a reply that has just arrived. Small differences are the
 * network's and are left alone, so that a countdown does not jump with every call.
 */
export function agreeOnTime(serverNow: Instant): void {
  const difference = serverNow - Date.now();
  if (Math.abs(difference - ahead) > 2_000) ahead = difference;
}

/** Calls `tick` every `ms` until the returned function is called. */
export function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
}

/** Calls `work` once after `ms` unless the returned function is called before. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
