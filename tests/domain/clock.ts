import type { ClubDate, Instant } from '@shared/base/time';

/** A moment as the club's clock shows it: `2026-03-14 10:00`, with seconds and milliseconds if given. */
export function at(text: string): Instant {
  const [day = '', time = '00:00'] = text.split(' ');
  const parsed = Date.parse(`${day}T${time}+08:00`);
  if (Number.isNaN(parsed)) throw new Error(`not a moment: ${text}`);
  return parsed as Instant;
}

export const day = (text: string) => text as ClubDate;
