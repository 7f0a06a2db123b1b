import { FULL_PRICE, type Level, leadMinutesOf, percentOf } from '@shared/domain/membership';
import { durationText } from '../../words/duration';

/** What a level gives, in words: `订场 9.5 折`, `提前 1 小时开订`. */
export function rightsOf(level: Level): string[] {
  const percent = percentOf(level);
  const lead = leadMinutesOf(level);
  return [
    percent < FULL_PRICE ? `订场 ${percent / 10} 折` : '订场原价，积分抵现',
    ...(lead > 0 ? [`提前 ${durationText(lead)}开订`] : []),
  ];
}
