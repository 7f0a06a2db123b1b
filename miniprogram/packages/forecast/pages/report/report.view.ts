import { addDays, type ClubDate, clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { ForecastReport, SpecialView } from '@shared/contracts/forecast';
import type { SpecialDay } from '@shared/domain/forecast/days';
import type { Shown } from '@shared/domain/forecast/track';
import { dateText } from '../../../../words/days';
import { type TrackChart, trackChart } from '../../components/track-chart/track-chart.view';

/** How far ahead something was said. */
export const DISTANCES = [
  { key: '1h', word: '1 小时' },
  { key: '3h', word: '3 小时' },
  { key: '24h', word: '1 天' },
  { key: '168h', word: '7 天' },
] as const satisfies readonly { readonly key: Shown; readonly word: string }[];

/** What a day can be marked as. */
export const KINDS = [
  { key: 'AS_HOLIDAY', word: '像周日', note: '按周日的人数预测' },
  { key: 'AS_WORKDAY', word: '像工作日', note: '按工作日的人数预测' },
  { key: 'EVENT', word: '有活动', note: '当天人数不用来学习' },
] as const satisfies readonly {
  readonly key: SpecialDay;
  readonly word: string;
  readonly note: string;
}[];

export interface SpecialLine {
  readonly date: string;
  readonly day: string;
  /** `有活动 · 市民运动会`. */
  readonly text: string;
}

/** The page, ready to print. */
export interface ReportView {
  readonly venueName: string;
  readonly trained: string;
  readonly oddities: readonly string[];
  readonly error: string;
  readonly share: string;
  readonly chart: TrackChart | null;
  /** Mean error of each week, the newest last; a dash where too little came. */
  readonly weeks: readonly { readonly from: string; readonly error: string }[];
  readonly special: readonly SpecialLine[];
  readonly weather: { readonly on: boolean; readonly available: boolean; readonly note: string };
}

export function reportView(report: ForecastReport, distance: Shown): ReportView {
  const { people, share, weeks } = report.errors[distance];
  const { wanted, available } = report.weather;
  return {
    venueName: report.venueName,
    trained: trainedText(report.trainedAt),
    oddities: report.oddities,
    error: people === null ? '–' : `${people} 人`,
    share: share === null ? '–' : `${Math.round(share * 100)}%`,
    chart: trackChart(report.days, distance),
    weeks: weeksOf(weeks, report.now),
    special: specialLines(report.special, report.now),
    weather: {
      on: wanted,
      available,
      note: available ? '适合露天和季节性强的场馆，当晚起生效' : '还没有接入天气服务',
    },
  };
}

const trainedText = (at: Instant | null) =>
  at === null ? '数据还少，还没有开始学习' : `上次学习在 ${formatClub(at, 'M 月 D 日')}`;

/** Weeks end yesterday: the last day that is on record. */
function weeksOf(weeks: readonly (number | null)[], now: Instant): ReportView['weeks'] {
  const today = clubDateOf(now);
  return weeks.map((error, index) => ({
    from: shortDate(addDays(today, -7 * (weeks.length - index))),
    error: error === null ? '–' : String(error),
  }));
}

const shortDate = (date: ClubDate) => `${Number(date.slice(5, 7))}/${Number(date.slice(8))}`;

export const specialLines = (special: readonly SpecialView[], now: Instant): SpecialLine[] =>
  special.map(({ date, kind, note }) => {
    const word = KINDS.find(({ key }) => key === kind)?.word ?? '';
    return { date, day: dateText(date, now), text: note === '' ? word : `${word} · ${note}` };
  });
