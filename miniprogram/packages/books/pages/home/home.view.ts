import { fen, formatYuan } from '@shared/base/money';
import { clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { AttentionView, ReconciliationView } from '@shared/contracts/books';
import { CHANNEL_WORDS } from '@shared/domain/order';
import { dateText, dayStanding, momentText, type Tone } from '../../words';

export type Books = Awaited<ReturnType<Api['books']['home']>>;

const PAGES = '/packages/books/pages';

/** Something that waits for a person; `url` is where it is dealt with, empty when not by this one. */
export interface WaitingRow {
  readonly what: string;
  readonly detail: string;
  /** How many; empty where it is not a number. */
  readonly count: string;
  readonly url: string;
}

export interface ChannelRow {
  readonly channel: string;
  readonly word: string;
  readonly day: string;
  readonly standing: string;
  readonly tone: Tone;
  /** Empty for somebody who may not open it. */
  readonly url: string;
}

export interface BooksView {
  readonly net: string;
  readonly gained: string;
  readonly refunded: string;
  readonly counts: string;
  readonly waiting: readonly WaitingRow[];
  /** When nothing waits: whether that is all, and when the books were last found to balance. */
  readonly calm: string;
  readonly checked: string;
  readonly channels: readonly ChannelRow[];
}

export function booksView(books: Books): BooksView {
  const { today, attention, superAdmin } = books;
  return {
    net: formatYuan(fen(today.amount - today.refunded)),
    gained: formatYuan(today.amount),
    refunded: formatYuan(today.refunded),
    counts: `${today.count} 笔收款，${today.refunds} 笔退款`,
    waiting: waitingRows(attention, superAdmin),
    calm: books.balancedAt === null ? '没有要处理的' : '一切正常',
    checked: checkedText(books.balancedAt, books.now),
    channels: books.reconciliations.map((day) => channelRow(day, superAdmin)),
  };
}

type Counted = Exclude<keyof AttentionView, 'booksOff' | 'booksUnchecked'>;

const WAITING: readonly {
  readonly key: Counted;
  readonly what: string;
  readonly detail: string;
  readonly page: string;
}[] = [
  {
    key: 'refundsStuck',
    what: '退款卡住',
    detail: '再次发送，或者退到会员余额',
    page: 'refunds/refunds',
  },
  {
    key: 'paidNotFulfilled',
    what: '已付款，没有交付',
    detail: '打开订单补发',
    page: 'orders/orders',
  },
  {
    key: 'ordersOverdue',
    what: '到期还没有关闭的订单',
    detail: '打开订单查询或关闭',
    page: 'orders/orders',
  },
  {
    key: 'notificationsWaiting',
    what: '支付通知没有处理完',
    detail: '会自动重试，着急时打开订单查询',
    page: 'orders/orders',
  },
  {
    key: 'deedsFailing',
    what: '后续处理失败',
    detail: '会自动重试，一直不减少时请联系技术人员',
    page: 'orders/orders',
  },
];

const RECONCILING: readonly (readonly [Counted, string, string])[] = [
  ['differencesOpen', '对账差异', '逐笔核对，处理后注明'],
  ['daysBroken', '没有账单可对的日子', '七天内会自动重试，也可以打开后重新对账'],
];

/** Only what is there: the most pressing first. */
function waitingRows(attention: AttentionView, superAdmin: boolean): WaitingRow[] {
  const rows: WaitingRow[] = [];
  if (attention.booksOff) {
    const detail = '请先不要手工处理，联系技术人员核对';
    rows.push({ what: '账本不平衡', detail, count: '', url: `${PAGES}/takings/takings` });
  }
  if (attention.booksUnchecked) {
    const detail = '会自动重试，一直不消失时请联系技术人员';
    rows.push({ what: '账本三小时没有核对完', detail, count: '', url: `${PAGES}/takings/takings` });
  }
  for (const { key, what, detail, page } of WAITING) {
    if (attention[key] === 0) continue;
    rows.push({ what, detail, count: String(attention[key]), url: `${PAGES}/${page}` });
  }
  for (const [key, what, detail] of RECONCILING) {
    if (attention[key] === 0) continue;
    rows.push({
      what,
      detail: superAdmin ? detail : '请联系超级管理员处理',
      count: String(attention[key]),
      url: superAdmin ? `${PAGES}/reconciliation/reconciliation` : '',
    });
  }
  return rows;
}

/** `账本平衡 · 10:00 检查`; the day too when it was not today. */
function checkedText(balancedAt: Instant | null, now: Instant): string {
  if (balancedAt === null) return '账本还没有检查过';
  const today = clubDateOf(balancedAt) === clubDateOf(now);
  const time = today ? formatClub(balancedAt, 'HH:mm') : momentText(balancedAt);
  return `账本平衡 · ${time} 检查`;
}

function channelRow(day: ReconciliationView, superAdmin: boolean): ChannelRow {
  const { word, tone } = dayStanding(day);
  return {
    channel: day.channel,
    word: CHANNEL_WORDS[day.channel],
    day: `${dateText(day.date)}的账`,
    standing: word,
    tone,
    url: superAdmin ? `${PAGES}/day/day?channel=${day.channel}&date=${day.date}` : '',
  };
}
