import { fen } from '@shared/base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import { mostPointsFor } from '@shared/domain/points';
import { moveDifference } from '@shared/domain/refund';
import { Refusal } from '@shared/refusals';
import { planOf, type Wanted } from '../../cloudfunctions/offer/service';
import { CloudError } from '../../local/cloudbase/types';
import { GatewayRefusal } from '../../local/gateways/wechat/refusal';
import { type Club, orderFaults } from '../functions/club';
import type { MoneyClub } from '../functions/money';
import type { BookingDeed, Deed, Spot } from './venueStormEvents';
import { COUPON, type Known, type Member, type Venue } from './venueStormVenue';

/** How a deed went: done, refused, or ended by a fault. */
export type Went = 'DONE' | 'REFUSED' | 'BROKEN';

/**
 * Does a deed. What is refused, lost or killed on the way is left as it is: the rules count, and
 * `unexplained` says whether a fault was one of those that were ordered.
 */
export async function perform(money: MoneyClub, venue: Venue, deed: Deed): Promise<Went> {
  try {
    await act(money, venue, deed);
    return 'DONE';
  } catch (error) {
    if (error instanceof Refusal) return error.code === 'INTERNAL' ? 'BROKEN' : 'REFUSED';
    if (error instanceof CloudError) return 'BROKEN';
    // WeChat's sheet says no in its own words.
    if (error instanceof GatewayRefusal) return 'REFUSED';
    throw error;
  }
}

let forms = 0;
const newForm = () => `form-${++forms}`;

async function act(money: MoneyClub, venue: Venue, deed: Deed): Promise<unknown> {
  const { club, wechat } = money;
  switch (deed.do) {
    case 'book':
      return book(club, venue, deed);
    case 'sell':
      return sell(club, venue, deed);
    case 'tapAgain':
      return venue.tap();
    case 'move':
      return move(club, venue, deed);
    case 'wait':
      return wait(club, venue, deed);
    case 'takeKept':
    case 'leaveLine':
      return inLine(club, venue, deed);
    case 'close':
      return close(club, venue, deed);
    case 'reopen': {
      const closureId = venue.closureIds[deed.which % venue.closureIds.length];
      return closureId === undefined ? null : club.as('root').courts.reopen({ closureId });
    }
    case 'notification':
      return wechat.faults.notification({ effect: deed.effect });
    case 'notificationComes':
      return wechat.releaseLate();
    case 'functionFails':
      return orderFaults(club, deed.fault);
    default: {
      const known = knownOf(venue, deed);
      return known ? withBooking(money, known, deed.do) : null;
    }
  }
}

type Of<Name extends Deed['do']> = Extract<Deed, { readonly do: Name }>;

/** One of the bookings, the newest first. */
const knownOf = ({ known }: Venue, { which }: { readonly which: number }) =>
  known.at(-1 - (which % known.length));

const openidOf = ({ members }: Venue, who: number) => memberOf(members, who).openid;

function memberOf(members: readonly Member[], who: number): Member {
  const member = members[who];
  if (!member) throw new Error(`there is no member ${who}`);
  return member;
}

/** Today the next half-hours, on other days the evening; what crosses midnight begins after it. */
function wantedAt({ cloud }: Club, { offer }: Venue, { court, day, slot, slots }: Spot): Wanted {
  const now = cloud.clock.now() as Instant;
  const today = clubDateOf(now);
  const next = Math.ceil((now - clubDayStart(today)) / MINUTE / 30) * 30;
  const from = (day === 0 ? next : 17 * 60) + slot * 30;
  const ahead = day + (from + slots * 30 > 24 * 60 ? 1 : 0);
  const begins = ahead === day ? from : slot * 30;
  const courtId = offer.courts[court]?.id ?? '';
  const date: ClubDate = addDays(today, ahead);
  return { courtId, date, from: begins, until: begins + slots * 30, places: 1 };
}

const now = ({ cloud }: Club) => cloud.clock.now() as Instant;

/** What the page shows that it costs. */
function priceOf(club: Club, { offer }: Venue, want: Wanted) {
  const plan = planOf(offer, want, { now: now(club), percent: 100 });
  if (typeof plan === 'string') throw new Refusal(plan);
  return plan.quote.total;
}

async function book(club: Club, venue: Venue, deed: Of<'book'>) {
  const { who, spot, places, channel } = deed;
  const openid = openidOf(venue, who);
  const { places: _, ...place } = wantedAt(club, venue, spot);
  const want = { ...place, places: spot.court === 2 ? places : 1 };
  const price = priceOf(club, venue, want);
  const { couponId } = memberOf(venue.members, who);
  const coupon = deed.coupon && price >= COUPON.least ? { couponId } : {};
  const rest = fen(price - (coupon.couponId ? COUPON.off : 0));
  const points = deed.points ? mostPointsFor(rest) : 0;
  const means = { channel, points, ...coupon, expected: fen(rest - points) };
  const form = { venueId: venue.id, ...want, ...means, requestId: newForm() };
  venue.tap = async () => {
    const { booking, payment } = await club.as(openid).booking.create(form);
    venue.known.push({ bookingId: booking.id, openid, code: null, place, payment });
  };
  await venue.tap();
}

async function sell(club: Club, venue: Venue, { who, spot, channel }: Of<'sell'>) {
  const want = wantedAt(club, venue, spot);
  const { places: _, ...place } = want;
  const member = who === null ? null : memberOf(venue.members, who);
  const memberId = member?.memberId ?? null;
  const customer = member ? null : { name: '散客甲', phone: '' };
  const expected = priceOf(club, venue, want);
  const paying = { channel, expected, requestId: newForm() };
  const form = { venueId: venue.id, ...want, memberId, customer, ...paying };
  venue.tap = async () => {
    const { row } = await club.as('root').courts.book(form);
    const { booking, code } = row;
    const openid = member?.openid ?? null;
    venue.known.push({ bookingId: booking.id, openid, code, place, payment: null });
  };
  await venue.tap();
}

async function move(club: Club, venue: Venue, { which, spot, channel }: Of<'move'>) {
  const known = knownOf(venue, { which });
  if (!known?.openid) return;
  const { bookingId, openid } = known;
  const { booking, refund } = await club.as(openid).booking.detail({ bookingId });
  // From a court to a court, from the room to the room.
  const court = booking.kind === 'PLACES' ? 2 : spot.court % 2;
  const { places: _, ...to } = wantedAt(club, venue, { ...spot, court });
  const total = priceOf(club, venue, { ...to, places: booking.places });
  const expectedDifference = moveDifference(booking, total, refund.percent);
  const form = { bookingId, ...to, expectedDifference, channel, requestId: newForm() };
  venue.tap = async () => {
    const { payment } = await club.as(openid).booking.reschedule(form);
    known.payment = payment ?? known.payment;
  };
  await venue.tap();
}

/** Somebody wants what somebody else has. */
async function wait(club: Club, venue: Venue, deed: Of<'wait'>) {
  const known = knownOf(venue, deed);
  if (!known) return;
  const { booking } = club.as(openidOf(venue, deed.who));
  await booking.wait({ venueId: venue.id, ...known.place });
}

/** Whoever has a place kept books it, or somebody does not want to wait any more. */
async function inLine(club: Club, venue: Venue, deed: Of<'takeKept' | 'leaveLine'>) {
  if (deed.do === 'takeKept') {
    for (const { openid } of venue.members) await takeKept(club, venue, openid);
    return;
  }
  const { booking } = club.as(openidOf(venue, deed.who));
  const { waits } = await booking.mine({ when: 'COMING', before: null });
  const [first] = waits;
  return first && booking.leaveWait({ waitId: first.id });
}

async function takeKept(club: Club, venue: Venue, openid: string) {
  const { booking } = club.as(openid);
  const { waits } = await booking.mine({ when: 'COMING', before: null });
  const kept = waits.find(({ status }) => status === 'OFFERED');
  if (!kept) return;
  const { courtId, date, from, until } = kept;
  const place = { courtId, date, from, until };
  const expected = priceOf(club, venue, { ...place, places: 1 });
  const pays = { channel: 'WALLET', expected, requestId: newForm() } as const;
  const made = await booking.create({ venueId: venue.id, ...place, places: 1, ...pays });
  venue.known.push({ bookingId: made.booking.id, openid, code: null, place, payment: null });
}

async function close(club: Club, venue: Venue, { spot, whole }: Of<'close'>) {
  const { courtId, date, from, until } = wantedAt(club, venue, spot);
  const start = clubDayStart(date);
  const form = {
    venueId: venue.id,
    courtIds: whole ? null : [courtId],
    from: plus(start, from * MINUTE),
    until: plus(start, until * MINUTE),
    reason: '灯坏了',
    requestId: newForm(),
  };
  venue.tap = async () => {
    const { id } = await club.as('root').courts.close(form);
    if (!venue.closureIds.includes(id)) venue.closureIds.push(id);
  };
  await venue.tap();
}

async function withBooking(
  { club, wechat }: MoneyClub,
  known: Known,
  what: BookingDeed,
): Promise<unknown> {
  const { bookingId, openid, payment } = known;
  const { courts } = club.as('root');
  if (what === 'cancelAtDesk') return courts.cancel({ bookingId, reason: '会员来电' });
  if (what === 'markNoShow') return courts.markNoShow({ bookingId });
  if (openid === null) {
    return what === 'verify' && known.code !== null ? courts.verify({ code: known.code }) : null;
  }
  if (what === 'paySheet') return payment && wechat.cashier.pay({ ...payment, openid });
  const { booking } = club.as(openid);
  if (what === 'payFromWallet') return booking.pay({ bookingId, channel: 'WALLET' });
  const { refund, code } = await booking.detail({ bookingId });
  if (what === 'verify') return code === null ? null : courts.verify({ code });
  if (what === 'look') return;
  const { amount: expected, coupon } = refund;
  return booking.cancel({ bookingId, expected, coupon, following: false });
}
