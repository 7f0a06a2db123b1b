import * as z from 'zod';
import type { Points } from '../base/money';
import type { ClubDate, ClubMonth, Instant } from '../base/time';
import { isWeek, MINUTES_A_DAY, type WeeklyHours } from '../domain/hours';

export const instant = z.custom<Instant>(Number.isSafeInteger);
export const pointsAmount = z.custom<Points>(Number.isSafeInteger);
export const clubDate = z.custom<ClubDate>((value) => z.iso.date().safeParse(value).success);
export const clubMonth = z.custom<ClubMonth>(
  (value) => typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value),
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
