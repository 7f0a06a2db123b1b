import { addDays, clubDateOf, clubDayStart, clubWeekdayOf, type Instant } from '@shared/base/time';
import type { ReconciliationView } from '@shared/contracts/books';
import { CHANNEL_WORDS, ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import { WEEKDAYS } from '../../../../words/opening';
import { dateText, dayStanding, type Tone } from '../../words';

/** Today's bill comes tomorrow: the newest day is yesterday. */
const DAYS = 14;

export interface DayCell {
  readonly channel: OnlineChannel;
  readonly standing: string;
  readonly tone: Tone;
  /** `3 月 13 日，微信支付，一致`. */
  readonly label: string;
}

export interface DayRow {
  readonly date: string;
  readonly title: string;
  readonly weekday: string;
  readonly cells: readonly DayCell[];
}

export interface DaysView {
  readonly channels: readonly string[];
  readonly rows: readonly DayRow[];
  /** Differences that nobody has dealt with, over all days. */
  readonly open: number;
}

/** Fourteen days by channel. A club that never took Alipay is not shown a column of nothing. */
export function daysView(days: readonly ReconciliationView[], now: Instant): DaysView {
  const channels = ONLINE_CHANNELS.filter(
    (channel) => channel === 'WECHAT' || days.some((day) => day.channel === channel),
  );
  const today = clubDateOf(now);
  const rows = Array.from({ length: DAYS }, (_, index) => {
    const date = addDays(today, -1 - index);
    const title = dateText(date);
    const cells = channels.map((channel) => {
      const day = days.find((each) => each.date === date && each.channel === channel);
      const { word, tone }: { word: string; tone: Tone } = day
        ? dayStanding(day)
        : { word: '未对账', tone: 'off' };
      const label = `${title}，${CHANNEL_WORDS[channel]}，${word}`;
      return { channel, standing: word, tone, label };
    });
    return { date, title, weekday: WEEKDAYS[clubWeekdayOf(clubDayStart(date))] ?? '', cells };
  });
  return {
    channels: channels.map((channel) => CHANNEL_WORDS[channel]),
    rows,
    open: days.reduce((sum, day) => sum + day.open, 0),
  };
}
