import { addDays, clubDateOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { PaymentParams } from '@shared/contracts/wallet';
import { Refusal } from '@shared/refusals';
import { book, clock } from '../functions/booking';
import { orderFaults } from '../functions/club';
import type { MoneyClub } from '../functions/money';
import type { Deed } from './moneyEvents';

const CAMPUS = 'c-east';
/** fen: enough for two courts. */
const USUAL = 12_000;

/** A member who was never here before, and what the phone and the desk remember. */
export interface Player {
  readonly openid: string;
  readonly memberId: string;
  readonly topups: Map<number, Bought>;
  readonly codes: Map<number, { readonly orderId: string; readonly code: string }>;
  readonly receipts: Map<number, string>;
  booking: { readonly id: string; readonly payment: PaymentParams | null } | null;
  /** What the club said for certain: cash that was taken, and entries that were taken back. */
  readonly told: { readonly orderId: string; readonly done: 'TAKEN' | 'REVERSED' }[];
}

interface Bought {
  readonly orderId: string;
  readonly payment: PaymentParams;
}

export async function newPlayer({ club }: MoneyClub, openid: string): Promise<Player> {
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '风里的人' };
  // On a busy machine a cold function can outlive the storm's short transactions; people try again.
  const { id: memberId } = await club
    .as(openid)
    .member.register(form)
    .catch(() => club.as(openid).member.register(form));
  const maps = { topups: new Map(), codes: new Map(), receipts: new Map() };
  return { openid, memberId, ...maps, booking: null, told: [] };
}

/** How a deed went: done; refused, lost or killed on the way; or ended by a fault of our own. */
export type Went = 'DONE' | 'LEFT' | 'BROKEN';

/** Does a deed. What is left half done on the way stays as it is: the end counts. */
export async function perform(money: MoneyClub, player: Player, deed: Deed): Promise<Went> {
  try {
    await act(money, player, deed);
    return 'DONE';
  } catch (error) {
    return error instanceof Refusal && error.code === 'INTERNAL' ? 'BROKEN' : 'LEFT';
  }
}

type Act = Promise<unknown> | unknown;

function act(money: MoneyClub, player: Player, deed: Deed): Act {
  switch (deed.do) {
    case 'topUp':
    case 'pay':
    case 'look':
    case 'resume':
    case 'cancel':
    case 'withdraw':
      return onPhone(money, player, deed);
    case 'showCode':
    case 'scan':
    case 'scanGivenUp':
    case 'deskLook':
    case 'deskCancel':
    case 'takeCash':
    case 'reverse':
      return atDesk(money, player, deed);
    case 'book':
    case 'payBooking':
    case 'payBookingSheet':
    case 'lookBooking':
    case 'cancelBooking':
      return onCourt(money, player, deed);
    default:
      return goWrong(money, deed);
  }
}

type Of<Names extends Deed['do']> = Extract<Deed, { readonly do: Names }>;

async function onPhone(
  money: MoneyClub,
  player: Player,
  deed: Deed & { readonly slot: number },
): Promise<unknown> {
  const { wallet } = money.club.as(player.openid);
  const requestId = `${player.memberId}-${deed.slot}`;
  if (deed.do === 'topUp') {
    const { order, payment } = await wallet.topUp({ amount: deed.fen, requestId });
    return player.topups.set(deed.slot, { orderId: order.id, payment });
  }
  if (deed.do === 'withdraw' && deed.by === 'CODE') {
    const { orderId } = known(player.codes.get(deed.slot));
    return wallet.withdraw({ orderId, requestId: `code-${requestId}` });
  }
  if (!player.topups.has(deed.slot)) await begin(money, player, deed);
  const { orderId, payment } = known(player.topups.get(deed.slot));
  if (deed.do === 'pay') return paySheet(money, player, payment);
  if (deed.do === 'look') return wallet.order({ orderId });
  if (deed.do === 'cancel') return wallet.cancel({ orderId });
  if (deed.do === 'withdraw') return wallet.withdraw({ orderId, requestId });
  const again = await wallet.resume({ orderId });
  return player.topups.set(deed.slot, { orderId, payment: again.payment });
}

const AT_THE_CODE: readonly Deed['do'][] = ['scan', 'scanGivenUp', 'deskLook', 'deskCancel'];

/** A form that was not begun yet is begun: a deed about nothing would try nothing. */
async function begin(money: MoneyClub, player: Player, deed: Deed & { readonly slot: number }) {
  const { slot } = deed;
  if (AT_THE_CODE.includes(deed.do)) {
    return atDesk(money, player, { do: 'showCode', slot, fen: USUAL });
  }
  if (deed.do === 'reverse') return atDesk(money, player, { do: 'takeCash', slot, fen: USUAL });
  await onPhone(money, player, { do: 'topUp', slot, fen: USUAL });
  if (deed.do === 'withdraw') await onPhone(money, player, { do: 'pay', slot });
}

async function atDesk(
  money: MoneyClub,
  player: Player,
  deed: Deed & { readonly slot: number },
): Promise<unknown> {
  const { club, alipay } = money;
  const { cashier } = club.as('desk-east');
  const { slot } = deed;
  const begun = deed.do === 'reverse' ? player.receipts : player.codes;
  if (!('fen' in deed) && !begun.has(slot)) await begin(money, player, deed);
  if (deed.do === 'showCode') {
    const { order, code } = await cashier.showAlipay(formOf(player, slot, deed.fen));
    return player.codes.set(slot, { orderId: order.id, code });
  }
  if (deed.do === 'takeCash') {
    const channel = slot === 0 ? 'CASH' : 'BANK';
    const form = formOf(player, slot, deed.fen);
    const { order } = await cashier.take({ ...form, channel, note: '' });
    player.told.push({ orderId: order.id, done: 'TAKEN' });
    return player.receipts.set(slot, order.id);
  }
  if (deed.do === 'reverse') {
    const orderId = known(player.receipts.get(slot));
    await club.as('admin-east').books.reverse({ orderId, reason: '收错了人' });
    return player.told.push({ orderId, done: 'REVERSED' });
  }
  const { orderId, code } = known(player.codes.get(slot));
  if (deed.do === 'scan') return alipay.pay(code);
  if (deed.do === 'scanGivenUp') {
    // The order is closed here, and Alipay did not hear that nobody may scan its code any more.
    alipay.faults.answer({ effect: 'badGateway', method: 'alipay.trade.cancel' });
    await cashier.cancel({ orderId }).catch(() => undefined);
    return alipay.pay(code);
  }
  return deed.do === 'deskLook' ? cashier.order({ orderId }) : cashier.cancel({ orderId });
}

const formOf = ({ memberId }: Player, slot: number, amount: number) => ({
  memberId,
  campusId: CAMPUS,
  amount,
  amountAgain: amount,
  requestId: `form-${slot}`,
});

async function onCourt(
  money: MoneyClub,
  player: Player,
  deed: Of<'book' | 'payBooking' | 'payBookingSheet' | 'lookBooking' | 'cancelBooking'>,
): Promise<unknown> {
  const { club } = money;
  const api: Api['booking'] = club.as(player.openid).booking;
  if (deed.do === 'book') {
    const { court, hour, channel } = deed;
    const today = clubDateOf(club.cloud.clock.now() as Instant);
    const { booking, payment } = await book(club, player.openid, {
      courtId: `v-centre-badminton-${court}`,
      date: addDays(today, 1 + (court % 3)),
      from: clock(hour),
      until: clock(hour + 1),
      channel,
    });
    player.booking = { id: booking.id, payment };
    return;
  }
  const { id: bookingId, payment } = known(player.booking ?? undefined);
  if (deed.do === 'payBookingSheet') return paySheet(money, player, known(payment ?? undefined));
  if (deed.do === 'payBooking') {
    const paying = await api.pay({ bookingId, channel: deed.channel });
    player.booking = { id: bookingId, payment: paying.payment ?? payment };
    return;
  }
  const { refund } = await api.detail({ bookingId });
  if (deed.do === 'lookBooking') return;
  return api.cancel({ bookingId, expected: refund.amount, following: false });
}

const paySheet = ({ wechat }: MoneyClub, { openid }: Player, payment: PaymentParams): void =>
  wechat.cashier.pay({ ...payment, openid });

/** There is nothing to do about what was never begun. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

function goWrong({ club, wechat, alipay }: MoneyClub, deed: Deed): Act {
  switch (deed.do) {
    case 'releaseLate':
      wechat.releaseLate();
      return alipay.releaseLate();
    case 'wechatAnswers':
      return wechat.faults.answer(deed);
    case 'alipayAnswers':
      return alipay.faults.answer({ ...deed, times: 2 });
    case 'notification': {
      const { effect } = deed;
      if (deed.of === 'WECHAT') return wechat.faults.notification({ effect });
      if (isKnownToAlipay(effect)) alipay.faults.notification({ effect });
      return;
    }
    case 'refundEnds':
      return wechat.faults.refund(deed.effect);
    case 'alipayRefundWaits':
      return alipay.faults.unmovedRefund();
    case 'functionFails':
      return orderFaults(club, deed.fault);
    default:
      throw new Error(`nobody does ${deed.do}`);
  }
}

type Told = Of<'notification'>['effect'];
const isKnownToAlipay = (effect: Told) =>
  effect !== 'badTag' && effect !== 'unknownSerial' && effect !== 'signTest';
