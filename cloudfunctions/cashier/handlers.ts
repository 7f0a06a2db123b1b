import { clubDateOf } from '@shared/base/time';
import type { cashierContract, PayerView } from '@shared/contracts/cashier';
import { cleanPhone, maskName, maskPhone } from '@shared/domain/member';
import { orderExpiry } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { type MemberDoc, memberByPhone, readMemberCode, useMemberCode } from '../member/service';
import { createOrder, orderView } from '../order/service';
import { abandon, ask, handedOver, hasChannel, scannable } from '../payment/service';
import { allCampuses, serves } from '../venue/service';
import { admitTopup, roomOf } from '../wallet/service';
import { topupEnabled } from '../wallet/settings';
import { paidToday, receiptOf, receiptsOf, receiptView, servedOrder } from './receipts';
import { orderOf, takeIn } from './taking';

async function payerView({ db, now }: Context, member: MemberDoc): Promise<PayerView> {
  const { _id: memberId, nickname, avatarFileId, phone, level } = member;
  return {
    memberId,
    maskedName: maskName(nickname),
    avatarUrl: avatarFileId,
    maskedPhone: phone === null ? null : maskPhone(phone),
    level,
    ...(await roomOf(db, memberId, now)),
  };
}

/** Whom a clerk may take money from: a clerk who fills the own wallet has no witness. */
function refuseAsPayer(member: MemberDoc, { identity }: Member): void {
  if (member.status === 'DISABLED') throw new Refusal('ACCOUNT_DISABLED');
  if (member._id === identity.memberId) throw new Refusal('OWN_WALLET');
}

export const cashierHandlers: ServerHandlers<typeof cashierContract> = {
  async home({ input, caller: { identity }, context, refuse }) {
    const { db, now } = context;
    const { campusId: asked } = input;
    if (asked !== null && !serves(identity, { campusId: asked })) throw refuse('CAMPUS_NOT_FOUND');
    const all = await allCampuses(db);
    const campuses = all
      .filter(({ _id: campusId }) => serves(identity, { campusId }))
      .map(({ _id, name }) => ({ id: _id, name }));
    const campusId = campuses.find(({ id }) => id === asked)?.id ?? campuses[0]?.id ?? null;
    const paid = campusId === null ? [] : await paidToday(db, campusId, now);
    return {
      campuses,
      campusId,
      topupEnabled: topupEnabled(),
      alipay: hasChannel(context, 'ALIPAY'),
      date: clubDateOf(now),
      receipts: campusId === null ? [] : await receiptsOf(db, campusId, paid),
      now,
    };
  },

  async findMember({ input, caller, context, refuse }) {
    const { db, now } = context;
    if ('phone' in input) {
      const phone = cleanPhone(input.phone);
      if (phone === null) throw refuse('PHONE_INVALID');
      const member = await memberByPhone(db, phone);
      if (!member) throw refuse('MEMBER_NOT_FOUND');
      refuseAsPayer(member, caller);
      return payerView(context, member);
    }
    const read = await readMemberCode(db, input.code, now);
    if (typeof read === 'string') throw refuse(read);
    const { member, useId } = read;
    refuseAsPayer(member, caller);
    const use = { useId, memberId: member._id, at: now };
    if (!(await db.transaction((tx) => useMemberCode(tx, use)))) throw refuse('MEMBER_CODE_USED');
    return payerView(context, member);
  },

  async take({ input, caller, context }) {
    const { channel, note, ...form } = input;
    const tender = { channel, note, expiresAt: context.now };
    const { order, campus, people } = await orderOf(context, caller, form, tender);
    return receiptView(await takeIn(context, order), campus.name, people);
  },

  async showAlipay({ input, caller, context, refuse }) {
    const { db, now } = context;
    if (!hasChannel(context, 'ALIPAY')) throw refuse('PAYMENT_UNAVAILABLE');
    const tender = { channel: 'ALIPAY', note: '', expiresAt: orderExpiry(now) } as const;
    const { order } = await orderOf(context, caller, input, tender);
    const known = await createOrder(db, order, (tx) => admitTopup(tx, order, now));
    return { ...(await scannable(context, known)), now };
  },

  async order({ input, caller, context }) {
    const { db, now } = context;
    const { order, campusId } = await servedOrder(db, caller, input.orderId);
    const known = await ask(context, order);
    return { receipt: await receiptOf(db, campusId, await handedOver(context, known)), now };
  },

  async cancel({ input, caller, context }) {
    const { order } = await servedOrder(context.db, caller, input.orderId);
    return orderView(await handedOver(context, await abandon(context, order)));
  },
};
