/** Payment channels think in the time of China, which has no summer time. */
const CHINA_AHEAD = 8 * 3_600_000;
const DAY = 24 * 3_600_000;

/** `2026-08-01T18:02:11+08:00` */
export const rfc3339 = (at: number): string => `${chinaClock(at).slice(0, 19)}+08:00`;

/** `2026-08-01 18:02:11`, as WeChat's bills and all of Alipay have it. */
export const clockTime = (at: number): string => chinaClock(at).slice(0, 19).replace('T', ' ');

/** The instant of a `clockTime`; NaN when it is none. */
export const instantOf = (time: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time)
    ? Date.parse(`${time.replace(' ', 'T')}+08:00`)
    : Number.NaN;

/** `2026-08-01` */
export const chinaDate = (at: number): string => chinaClock(at).slice(0, 10);

/** `20260801180211` */
export const digits = (at: number): string => chinaClock(at).slice(0, 19).replace(/\D/g, '');

/** Midnight in China at which the date begins; NaN when it is none. */
export const startOf = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

export const nextDay = (start: number): number => start + DAY;

const chinaClock = (at: number): string => new Date(at + CHINA_AHEAD).toISOString();
