import type { Fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import {
  type Buyer,
  channelOrderId,
  expectPrice,
  instantOrderId,
  newBooking,
  orderOf,
  payNow,
  takeSlots,
} from '../booking/creating';
import { bookingById } from '../booking/finding';
import { expectWelcome, planFor } from '../booking/planning';
import { type Booking, bookings } from '../booking/store';
import { memberById } from '../member/service';
import { offerOf, type Plan, type Wanted } from '../offer/service';
import { putOrder } from '../order/service';
import { hasChannel } from '../payment/service';
import { serves } from '../venue/service';

/** The form of the desk, as it is sent; either a member or a walk-in. */
export interface DeskForm {
  readonly venueId: string;
  readonly want: Wanted;
  readonly memberId: string | null;
  readonly customer: Booking['customer'];
  readonly channel: 'CASH' | 'BANK' | 'ALIPAY';
  readonly expected: Fen;
  readonly requestId: string;
}

/**
 * The desk books: what lies on the counter is paid in the same commit as the slots are taken; what
 * is scanned keeps them for the time of an order. Asked again, it answers the booking that exists.
 *
 * @throws Refusal whatever the contract of `book` lists
 */
export async function sellAtDesk(
  context: Context,
  { identity, ip }: Member,
  form: DeskForm,
): Promise<Booking> {
  const { db, now } = context;
  const offer = await offerOf(db, form.venueId);
  if (!offer || !serves(identity, offer)) throw new Refusal('VENUE_NOT_FOUND');
  const operatorId = identity.memberId;
  const bookingId = `B${idOfRequest(operatorId, `desk:${form.requestId}`)}`;
  const known = await bookingById(db, bookingId);
  if (known) return known;
  if (form.channel === 'ALIPAY' && !hasChannel(context, 'ALIPAY'))
    throw new Refusal('PAYMENT_UNAVAILABLE');
  const level = form.memberId === null ? null : await levelOf(context, form.memberId);
  const plan = planFor(offer, form.want, { now, level });
  expectPrice(form.expected, plan.quote.total);
  const { memberId, customer } = form;
  const buyer = { memberId, level, customer, openid: '', source: 'DESK', operatorId, ip } as const;
  const fresh = newBooking(bookingId, plan, { buyer, now });
  return db.transaction((tx) => take(tx, { fresh, plan, channel: form.channel, operatorId, now }));
}

/** The level of a member who may book. */
async function levelOf(context: Context, memberId: string): Promise<Buyer['level']> {
  const [member] = await Promise.all([
    memberById(context.db, memberId),
    expectWelcome(context, memberId),
  ]);
  if (!member) throw new Refusal('MEMBER_NOT_FOUND');
  if (member.status === 'DISABLED') throw new Refusal('ACCOUNT_DISABLED');
  return member.level;
}

interface Taking {
  readonly fresh: Booking;
  readonly plan: Plan;
  readonly channel: DeskForm['channel'];
  readonly operatorId: string;
  readonly now: Instant;
}

async function take(tx: Transaction, { fresh, plan, channel, operatorId, now }: Taking) {
  const { _id, campusId, quote } = fresh;
  const known = (await tx.get(bookings, _id)) ?? (await takeSlots(tx, fresh, plan));
  if (known) return known;
  await recordAudit(tx, {
    key: `booking:${_id}:desk`,
    at: now,
    actorId: operatorId,
    campusId,
    action: 'courts.book',
    targetId: _id,
    detail: `${channel} ${quote.total}`,
  });
  // Nothing to pay is nothing to scan.
  if (channel === 'ALIPAY' && quote.total > 0) {
    const orderId = channelOrderId(fresh);
    const kept: Booking = { ...fresh, orderId, tries: 1 };
    await tx.put(bookings, kept);
    await putOrder(tx, orderOf(fresh, { orderId, channel, openid: '', now }));
    return kept;
  }
  const tender = channel === 'ALIPAY' ? 'CASH' : channel;
  const orderId = instantOrderId(_id);
  const order = orderOf(fresh, { orderId, channel: tender, openid: '', now });
  const short = await payNow(tx, fresh, { order, at: now });
  if (short) throw new Refusal(short);
  return tx.need(bookings, _id);
}
