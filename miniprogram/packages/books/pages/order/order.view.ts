import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { OrderFile } from '@shared/contracts/books';
import { CHANNEL_WORDS, type Channel, isOnline, ORDER_KIND_WORDS } from '@shared/domain/order';
import type { Question } from '../../../../services/feedback';
import { ORDER_STANDINGS, type Tone } from '../../words';
import { type RefundRow, refundRow } from '../refunds/refunds.view';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface EntryRow {
  readonly key: string;
  readonly what: string;
  readonly time: string;
  readonly postings: readonly {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
  }[];
}

export type Act = keyof OrderFile['may'];

export interface ActRow {
  readonly act: Act;
  readonly word: string;
  readonly detail: string;
  readonly grave: boolean;
}

export interface OrderFileView {
  readonly name: string;
  readonly amount: string;
  readonly standing: string;
  readonly tone: Tone;
  /** What is remarkable about how it stands; mostly empty. */
  readonly note: string;
  readonly facts: readonly Fact[];
  readonly entries: readonly EntryRow[];
  readonly refunds: readonly RefundRow[];
  readonly acts: readonly ActRow[];
}

const ACTS: readonly ActRow[] = [
  { act: 'query', word: '查询', detail: '问渠道有没有收到款，再按结果处理', grave: false },
  { act: 'fulfil', word: '补发', detail: '把付过款的再交付一次，不会重复', grave: false },
  { act: 'close', word: '关闭', detail: '先在渠道关闭，已经付款的照常入账', grave: true },
  { act: 'payBack', word: '退回', detail: '把没用完的充值退给会员，要写明原因', grave: true },
  { act: 'reverse', word: '冲正', detail: '撤销记错的收款，要写明原因', grave: true },
];

export function orderFileView(file: OrderFile, now: Instant): OrderFileView {
  const { word, tone } = ORDER_STANDINGS[file.order.status];
  const undelivered = file.order.status === 'PAID' && file.fulfilledAt === null;
  return {
    name: file.maskedName,
    amount: formatYuan(file.order.amount),
    standing: word,
    tone: undelivered ? 'wait' : tone,
    note: undelivered ? '已经付款，还没有交付' : '',
    facts: factsOf(file),
    entries: file.entries.map(entryRow),
    refunds: file.refunds.map((refund) => refundRow(refund, now)),
    acts: ACTS.filter(({ act }) => file.may[act]),
  };
}

const timeText = (at: Instant | null) => (at === null ? '' : formatClub(at, 'YYYY-MM-DD HH:mm:ss'));

/** What there is to know, in words; what it does not have is left out. */
function factsOf(file: OrderFile): Fact[] {
  const { order } = file;
  const facts = [
    { label: '内容', value: ORDER_KIND_WORDS[order.kind] },
    { label: '支付方式', value: CHANNEL_WORDS[order.channel] },
    { label: '校区', value: file.campusName ?? '' },
    { label: '经手人', value: file.operatorName ?? '' },
    { label: '下单', value: timeText(order.createdAt) },
    { label: '支付', value: timeText(order.paidAt) },
    { label: '交付', value: timeText(file.fulfilledAt) },
    { label: '已退款', value: order.refunded > 0 ? formatYuan(order.refunded) : '' },
    { label: '渠道单号', value: file.transactionId ?? '' },
    { label: '订单号', value: order.id },
  ];
  return facts.filter(({ value }) => value !== '');
}

function entryRow({ reason, at, postings }: OrderFile['entries'][number], index: number): EntryRow {
  return {
    key: `${index}-${reason}`,
    what: entryWord(reason),
    time: timeText(at),
    postings: postings.map(({ from, to, amount }) => ({ from, to, amount: formatYuan(amount) })),
  };
}

/** The ledger's keys say why money moved; what they begin and end with is what a person reads. */
const ENTRY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^topup:/, '充值入账'],
  [/^reverse:/, '前台冲正'],
  [/^refund:.*:start$/, '退款发起'],
  [/^refund:.*:done$/, '渠道已退回'],
  [/^refund:.*:back$/, '退到会员余额'],
  [/^refund:.*:cash$/, '前台退现金'],
  [/:place$/, '冻结'],
  [/:capture$/, '扣款'],
  [/:release$/, '解冻'],
];

export const entryWord = (reason: string): string =>
  ENTRY_WORDS.find(([form]) => form.test(reason))?.[1] ?? '记账';

/** What is asked before an order is changed by hand. A query changes nothing that is not so. */
export function questionBefore(act: Exclude<Act, 'query'>, file: OrderFile): Question {
  const amount = formatYuan(file.order.amount);
  const name = file.maskedName;
  switch (act) {
    case 'close':
      return {
        title: `关闭 ${amount} 的订单？`,
        content: `${name} 不能再支付这个订单。已经付款的会照常入账。`,
        confirmText: '关闭订单',
        cancelText: '再想想',
      };
    case 'fulfil':
      return {
        title: `补发 ${amount}？`,
        content: `把 ${name} 付过款的${ORDER_KIND_WORDS[file.order.kind]}再交付一次，不会重复。`,
        confirmText: '补发',
      };
    case 'reverse':
      return {
        title: `冲正 ${amount}？`,
        content: `从 ${name} 的余额里扣回 ${amount}，这笔收款作废，不能恢复。`,
        confirmText: '冲正',
      };
    case 'payBack': {
      const unspent = formatYuan(file.unspent);
      const { channel } = file.order;
      if (isOnline(channel)) {
        return {
          title: `退回 ${unspent}？`,
          content: `从 ${name} 的余额里扣除，由${CHANNEL_WORDS[channel]}退回原来的付款账户，不能恢复。`,
          confirmText: '退回',
        };
      }
      return {
        title: `退回 ${unspent}？`,
        content: `请先把 ${unspent} ${PAID_BACK[channel] ?? ''}给 ${name}，再点确定。会从余额里扣除，不能恢复。`,
        confirmText: '已退款',
      };
    }
  }
}

/** How a clerk gives back what was taken. */
const PAID_BACK: Partial<Record<Channel, string>> = { CASH: '现金当面退', BANK: '转账退' };

/** What a manager says why; the reasons are tapped instead of typed. */
export const REASONED = {
  reverse: { word: '冲正', reasons: ['金额输错', '会员选错', '重复收款'] },
  payBack: { word: '退回', reasons: ['会员不再使用', '会员要求退款'] },
} as const satisfies Partial<Record<Act, { word: string; reasons: readonly string[] }>>;
export type ReasonedAct = keyof typeof REASONED;

/** The sheet that asks why. */
export function reasonSheetOf(act: ReasonedAct, { maskedName, order, unspent }: OrderFile) {
  const { word, reasons } = REASONED[act];
  const yuan = formatYuan(act === 'payBack' ? unspent : order.amount);
  return { act, word, reasons, title: `${word} ${maskedName} 的 ${yuan}` };
}
