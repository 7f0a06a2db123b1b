import { clockText, MINUTES_A_DAY } from '@shared/domain/hours';
import { SLOT_MINUTES } from '@shared/domain/slots';

/** Every half-hour of a day, midnight at its end included: what a picker offers. */
export const HALF_HOURS: readonly number[] = Array.from(
  { length: MINUTES_A_DAY / SLOT_MINUTES + 1 },
  (_, index) => index * SLOT_MINUTES,
);
export const HALF_HOUR_WORDS: readonly string[] = HALF_HOURS.map(clockText);

/** Where a picker stands for a minute of the day. */
export const halfHourIndex = (minute: number) =>
  Math.max(0, Math.min(HALF_HOURS.length - 1, Math.round(minute / SLOT_MINUTES)));

/** The minute of the day that a picker's answer means. */
export const pickedMinute = (index: string | number) => HALF_HOURS[Number(index)] ?? 0;
