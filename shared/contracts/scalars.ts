import * as z from 'zod';
import type { Points } from '../base/money';
import { type ClubDate, type ClubMonth, clubDayStart, type Instant } from '../base/time';
import { isWeek, MINUTES_A_DAY, type WeeklyHours } from '../domain/hours';

/**
 * The calendar ends before year 10,000, whose days have no form of their own: what is counted on from
 * a day that somebody sends needs room.
 */
const LAST_DAY = '8999-12-31' as ClubDate;
const LAST_INSTANT = clubDayStart(LAST_DAY);

export const instant = z.custom<Instant>((value) => {
  const moment = Number.isSafeInteger(value) ? (value as Instant) : -1;
  return 0 <= moment && moment < LAST_INSTANT;
});
export const pointsAmount = z.custom<Points>(Number.isSafeInteger);
export const clubDate = z.custom<ClubDate>((value) => {
  const day = z.iso.date().safeParse(value).data;
  return day !== undefined && day <= LAST_DAY;
});
export const clubMonth = z.custom<ClubMonth>(
  (value) =>
    typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value) && value <= LAST_DAY,
);
/** Letters, digits, `-` and `_`: safe in codes, document ids and scenes. */
export const id = z.string().regex(/^[0-9A-Za-z_-]{1,40}$/);
export const text = (least: number, most: number) => z.string().trim().min(least).max(most);
export const fileId = z.string().regex(/^cloud:\/\/[^\s]{1,300}$/);
export const count = z.int().min(0);

const minuteOfDay = z.int().min(0).max(MINUTES_A_DAY);
const dayHours = z.object({ opens: minuteOfDay, closes: minuteOfDay }).nullable();

/** Seven days, Sunday first. The order of opening and closing is a rule, refused with its own words. */
export const weeklyHours = z.array(dayHours).length(7);
export const storedHours = z.custom<WeeklyHours>(
  (value) => weeklyHours.safeParse(value).success && isWeek(value as WeeklyHours),
);
