import { formatClub, type Instant, MINUTE } from '@shared/base/time';
import type { Crowding } from '@shared/domain/crowding';
import { outlookOf, type Trend } from '@shared/domain/forecast/outlook';
import type { OpenSpan } from '@shared/domain/hours';

const HALF_HOUR = 30 * MINUTE;

const NOW = {
  FREE: '现在很空',
  MODERATE: '现在人不算多',
  BUSY: '现在很挤',
  FULL: '现在满了',
} as const satisfies Record<Crowding, string>;

const STAYS = {
  FREE: '今天都不挤',
  MODERATE: '今天差不多都这样',
  BUSY: '今天会一直挤到关门',
  FULL: '今天会一直挤到关门',
} as const satisfies Record<Crowding, string>;

export interface Ahead {
  readonly at: Instant;
  readonly middle: number;
}

/** To the next half-hour: nobody knows it to the minute. */
const roundly = (at: Instant) =>
  formatClub((Math.ceil(at / HALF_HOUR) * HALF_HOUR) as Instant, 'HH:mm');

function changeText(now: Crowding, to: Crowding, at: Instant): string {
  const crowded = now === 'BUSY' || now === 'FULL';
  if (crowded) return `${roundly(at)} 后会好一些`;
  if (to === 'FREE') return `${roundly(at)} 后会空一些`;
  return to === 'BUSY' ? `${roundly(at)} 起会挤起来` : `${roundly(at)} 起人会多一些`;
}

export interface Scene {
  readonly headcount: number;
  readonly capacity: number;
  readonly open: boolean;
  readonly today: OpenSpan | null;
  readonly ahead: readonly Ahead[];
  readonly now: Instant;
}

/** `现在很挤，19:30 后会好一些`; empty when there is nothing to be said of today. */
export function outlookText({ headcount, capacity, open, today, ahead, now }: Scene): string {
  const coming = ahead.filter(({ at }) => at > now);
  if (!today || coming.length === 0) return '';
  if (!open) return now < today.opensAt ? beforeOpening(coming) : '';
  const outlook = outlookOf(headcount, capacity, coming);
  const { change } = outlook;
  const later = change ? changeText(outlook.now, change.to, change.at) : STAYS[outlook.now];
  return `${NOW[outlook.now]}，${later}`;
}

function beforeOpening(coming: readonly Ahead[]): string {
  const [first] = coming;
  if (!first) return '';
  const peak = coming.reduce((best, one) => (one.middle > best.middle ? one : best), first);
  return `今天预计 ${roundly(peak.at)} 前后人最多，约 ${Math.round(peak.middle)} 人`;
}

/** How wrong the forecast of a venue was on average. */
export const errorText = (error: number | null) =>
  error === null ? '数据还少，误差还算不出' : `预测误差 ${peopleText(error)}`;

const peopleText = (people: number) => `${people < 10 ? people : Math.round(people)} 人`;

/** The arrow of a list, with its word. */
export const TREND_LOOKS = {
  FILLING: { way: 'up', word: '人在变多' },
  EMPTYING: { way: 'down', word: '人在变少' },
  STEADY: { way: 'on', word: '人数平稳' },
} as const satisfies Record<Trend, { readonly way: string; readonly word: string }>;
