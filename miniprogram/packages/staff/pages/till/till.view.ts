import { fen, formatYuan } from '@shared/base/money';
import { formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { ReceiptView } from '@shared/contracts/cashier';
import { CHANNEL_WORDS, type Channel } from '@shared/domain/order';
import { remarkOf } from '../../receipt/receipt.view';

export type TillHome = Awaited<ReturnType<Api['cashier']['home']>>;

/** One receipt of today. */
export interface TakenRow {
  readonly id: string;
  readonly name: string;
  /** `10:05 · 现金 · 许前台`. */
  readonly about: string;
  readonly amount: string;
  /** What happened to it since; empty when it stands. */
  readonly remark: string;
}

/** What came in by one method. */
export interface MethodSum {
  readonly channel: Channel;
  readonly label: string;
  readonly count: string;
  readonly amount: string;
}

export interface TillView {
  readonly campuses: readonly { readonly id: string; readonly name: string }[];
  readonly campusId: string;
  readonly campusName: string;
  readonly total: string;
  readonly sums: readonly MethodSum[];
  readonly rows: readonly TakenRow[];
}

const METHODS = ['CASH', 'BANK', 'ALIPAY'] as const satisfies readonly Channel[];

export function tillView(home: TillHome): TillView {
  const { campuses, campusId, receipts } = home;
  return {
    campuses,
    campusId: campusId ?? '',
    campusName: campuses.find(({ id }) => id === campusId)?.name ?? '',
    total: formatYuan(fen(sumOf(receipts))),
    sums: METHODS.flatMap((channel) => {
      const taken = receipts.filter(({ order }) => order.channel === channel && stands(order));
      if (taken.length === 0) return [];
      const amount = formatYuan(fen(sumOf(taken)));
      return [{ channel, label: CHANNEL_WORDS[channel], count: `${taken.length} 笔`, amount }];
    }),
    rows: receipts.map(takenRow),
  };
}

/** What was a mistake was never taken. */
const stands = ({ status }: ReceiptView['order']) => status !== 'REVERSED';

const sumOf = (receipts: readonly ReceiptView[]) =>
  receipts.reduce((sum, { order }) => (stands(order) ? sum + order.amount : sum), 0);

function takenRow({ order, maskedName, operatorName }: ReceiptView): TakenRow {
  const time = formatClub(order.paidAt ?? order.createdAt, 'HH:mm');
  return {
    id: order.id,
    name: maskedName,
    about: `${time} · ${CHANNEL_WORDS[order.channel]} · ${operatorName}`,
    amount: formatYuan(order.amount),
    remark: remarkOf(order.status),
  };
}
