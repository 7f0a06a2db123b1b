import type { ClubDate } from '@shared/base/time';
import { clockText } from '@shared/domain/hours';
import type { Selection } from '../../components/slot-grid/choice.view';
import { toast } from '../../services/feedback';
import type { Opened } from './booking.view';

/** What the grid and the days above it say when they are tapped. */
export type DayTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate }>;
export type Chosen = WechatMiniprogram.CustomEvent<{ selection: Selection | null }>;

/** Whether a day can be booked by now; null is today. */
export const isReleased = ({ days }: Opened, date: ClubDate | null): boolean =>
  date === null || days.some((day) => day.date === date && day.released);

/** Whether a day can be turned to; of one that is not released yet it is said when it will be. */
export function mayTurnTo(opened: Opened, date: ClubDate): boolean {
  const released = isReleased(opened, date);
  const waits = !released && opened.days.some((day) => day.date === date);
  if (waits) toast(`这一天 ${clockText(opened.releaseMinute)} 开放预订`);
  return released;
}
