import {
  type Account,
  bankMoney,
  cashMoney,
  channelMoney,
  memberMoney,
} from '@shared/domain/ledger';
import type { Order } from './store';

/** Where what was paid for an order lies before it is handed over: who owes it to us, or has it. */
export function takenInAt(
  order: Pick<Order, '_id' | 'channel' | 'campusId' | 'memberId'>,
): Account<'fen'> {
  const { _id, channel, campusId, memberId } = order;
  if (channel === 'WECHAT' || channel === 'ALIPAY') return channelMoney(channel);
  if (channel === 'WALLET' && memberId !== null) return memberMoney(memberId);
  if (channel === 'CASH' && campusId !== null) return cashMoney(campusId);
  if (channel === 'BANK' && campusId !== null) return bankMoney(campusId);
  throw new Error(`order ${_id} does not say who took its money`);
}
