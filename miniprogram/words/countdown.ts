import { type Instant, SECOND } from '@shared/base/time';

/** `14:32` until an instant; empty when it is over. */
export function countdown(until: Instant, now: Instant): string {
  const seconds = Math.ceil((until - now) / SECOND);
  if (seconds <= 0) return '';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
