import { fen, formatYuan } from '@shared/base/money';
import { addDays, type ClubDate, clubDateOf, clubDayStart, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { CHANNEL_WORDS, TAKINGS_KIND_WORDS } from '@shared/domain/order';
import { dayTitle } from '../../../../words/days';
import type { Tone } from '../../words';

export type Takings = Awaited<ReturnType<Api['books']['takings']>>;
type Sums = Takings['total'];

/** The day and its neighbours; there is none after today. */
export interface DaySwitch {
  readonly title: string;
  readonly before: ClubDate;
  readonly after: ClubDate | '';
}

export interface TakingsRow {
  readonly key: string;
  readonly what: string;
  readonly counts: string;
  readonly gained: string;
  readonly refunded: string;
  readonly net: string;
}

export interface TakingsView {
  readonly rows: readonly TakingsRow[];
  readonly total: TakingsRow;
  /** Whether the ledger says the same. */
  readonly check: { readonly tone: Tone; readonly text: string };
}

export interface CampusChoice {
  /** Empty for all. */
  readonly id: string;
  readonly name: string;
}

export function daySwitch(date: ClubDate, now: Instant): DaySwitch {
  return {
    title: dayTitle(clubDayStart(date), now),
    before: addDays(date, -1),
    after: date < clubDateOf(now) ? addDays(date, 1) : '',
  };
}

export function takingsView({ rows, total, agrees }: Takings): TakingsView {
  return {
    rows: rows.map((row) => {
      const what = `${CHANNEL_WORDS[row.channel]} · ${TAKINGS_KIND_WORDS[row.kind]}`;
      return sumsRow(row, `${row.channel}-${row.kind}`, what);
    }),
    total: sumsRow(total, 'total', '合计'),
    check: checkOf(agrees),
  };
}

function sumsRow({ count, amount, refunds, refunded }: Sums, key: string, what: string) {
  return {
    key,
    what,
    counts: refunds > 0 ? `${count} 笔收款，${refunds} 笔退款` : `${count} 笔收款`,
    gained: formatYuan(amount),
    refunded: refunded > 0 ? formatYuan(refunded) : '',
    net: formatYuan(fen(amount - refunded)),
  };
}

function checkOf(agrees: boolean | null): TakingsView['check'] {
  if (agrees === null) return { tone: 'off', text: '只看一个校区时，不和账本比对' };
  return agrees
    ? { tone: 'good', text: '与账本一致' }
    : { tone: 'bad', text: '与账本不一致，请联系技术人员核对' };
}

/** What the super admin chooses between; nobody else has a choice. */
export function campusChoices({ campuses }: Takings): readonly CampusChoice[] {
  return campuses.length > 1 ? [{ id: '', name: '全部校区' }, ...campuses] : [];
}
