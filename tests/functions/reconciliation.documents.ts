import type { Fen } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import type {
  ChannelPayment,
  ChannelRefund,
  PaymentChannel,
} from '../../cloudfunctions/order/channel';
import { at } from '../domain/clock';

/** The day that is compared, a moment of it, and when it is compared. */
export const DATE = '2026-03-13' as ClubDate;
export const NOON = at('2026-03-13 12:00');
export const NEXT = at('2026-03-14 10:30');
export const enough = () => true;

export const order = (_id: string, more: object = {}) => ({
  _id,
  memberId: 'm-lin',
  campusId: null,
  operatorId: null,
  subjectId: null,
  kind: 'TOPUP',
  channel: 'ALIPAY',
  status: 'PAID',
  amount: 100,
  refunded: 0,
  description: '充值',
  openid: 'o',
  prepayId: null,
  createdAt: NOON,
  expiresAt: NOON,
  paidAt: NOON,
  transactionId: 't',
  fulfilledAt: NOON,
  ...more,
});
export const refund = (_id: string, orderId: string, status: string) => ({
  _id,
  orderId,
  memberId: 'm-lin',
  campusId: null,
  channel: 'ALIPAY',
  amount: 100,
  from: 'fen:member:m-lin',
  reason: '退款',
  status,
  createdAt: NOON,
  endedAt: null,
});

export const PAID = {
  state: 'PAID',
  transactionId: 't',
  amount: 100 as Fen,
  paidAt: NOON,
} as const;
export const NOTHING = { transactionId: null, amount: null, paidAt: null };
export const UNKNOWN = { state: 'UNKNOWN_ORDER', ...NOTHING } as const;
const no = () => Promise.reject(new Error('nobody asked for this'));

/** A channel that knows what it is told here, and remembers what it was asked. */
export function channelWith(
  payments: (orderId: string) => ChannelPayment,
  refunds: (refundId: string) => ChannelRefund | null = () => null,
) {
  const asked: string[] = [];
  const channel: PaymentChannel = {
    prepare: no,
    close: no,
    refund: no,
    query: async (orderId) => {
      asked.push(orderId);
      return payments(orderId);
    },
    queryRefund: async ({ refundId }) => refunds(refundId),
  };
  return { channel, asked };
}
