import type { ClubDate } from '@shared/base/time';
import type { RefusalCode } from '@shared/refusals';
import type { Thing } from '../../../tools/permissions/scope';
import { challenge as challengeSomebody } from '../challenge';
import type { Club } from '../club';
import { at, bookAtDesk, clock, EAST } from '../courts';
import { memberIdOf } from './people';
import { plantSchool } from './school';

export type Things = Readonly<Record<Thing, string>>;

const TOMORROW = '2026-03-15' as ClubDate;

/** Takes cash in the east for Lin's wallet. */
async function take(club: Club, requestId: string): Promise<string> {
  const form = { memberId: 'm-lin', campusId: 'c-east', amount: 10_000, amountAgain: 10_000 };
  const ask = { ...form, requestId, channel: 'CASH', note: '' } as const;
  return (await club.as('desk-east').cashier.take(ask)).order.id;
}

async function reversed(club: Club): Promise<string> {
  const orderId = await take(club, 'reversed');
  await club.as('admin-east').books.reverse({ orderId, reason: '输错了金额，重新收' });
  return `V${orderId}`;
}

/** Lin waits in line for a table of tomorrow that a walk-in has. */
async function waited(club: Club): Promise<string> {
  const slot = { courtId: `${EAST}-2`, date: TOMORROW, from: clock(18), until: clock(19) };
  await bookAtDesk(club, slot);
  return (await club.as('lin').booking.wait({ venueId: EAST, ...slot })).id;
}

async function closed(club: Club): Promise<string> {
  const when = { from: at(clock(13), TOMORROW), until: at(clock(18), TOMORROW) };
  const ask = { venueId: EAST, courtIds: [`${EAST}-8`], ...when, reason: '地板维修' };
  return (await club.as('admin-east').courts.close({ ...ask, requestId: 'things' })).id;
}

/** Lin and Han compare their days, for nothing. */
async function challenged(club: Club): Promise<string> {
  const { challenge, inviteToken } = await challengeSomebody(club, 'lin', { stake: 0 });
  await club.as('han').challenge.accept({ token: inviteToken ?? '' });
  return challenge.id;
}

async function unreadOf(club: Club, memberId: string): Promise<string> {
  const [message] = await club.documents('messages', { memberId, readAt: null });
  if (!message) throw new Error(`${memberId} should have a message`);
  return String(message._id);
}

/** Lin has a towel waiting at the desk of the east. */
async function redeemed(
  club: Club,
): Promise<Pick<Things, 'reward' | 'redemption' | 'redemptionCode'>> {
  const lin = club.as('lin');
  await lin.membership.apply({});
  const wish = { rewardId: 'rw-towel', expected: 60, requestId: 'things' };
  const { id: redemption, code } = await lin.reward.redeem(wish);
  return { reward: wish.rewardId, redemption, redemptionCode: String(code) };
}

/** One of each thing, all of the east campus and, what a member can have, Lin's. */
export async function makeThings(club: Club): Promise<Things> {
  const order = await take(club, 'things');
  const refund = await reversed(club);
  const { row } = await bookAtDesk(club, { memberId: 'm-lin', date: TOMORROW });
  const { visit } = await club.as('lin').visit.checkIn({ code: await club.doorCode(EAST) });
  return {
    venue: EAST,
    campus: 'c-east',
    booking: row.booking.id,
    bookingCode: row.code,
    order,
    refund,
    visit: visit.id,
    staff: memberIdOf('desk-spare'),
    closure: await closed(club),
    wait: await waited(club),
    challenge: await challenged(club),
    message: await unreadOf(club, 'm-lin'),
    ...(await redeemed(club)),
    ...(await plantSchool(club)),
  };
}

/** What the same names may be for somebody of the west. */
export const OF_THE_WEST: Readonly<Partial<Record<Thing, string>>> = {
  venue: 'v-west-basketball',
  campus: 'c-west',
  coach: memberIdOf('coach-west'),
  student: memberIdOf('student-west'),
};

/** What somebody hears about what another campus has, beside that it is not found. */
const OF_ANOTHER_CAMPUS: readonly RefusalCode[] = [
  'OTHER_VENUE_BOOKING',
  'COACH_ELSEWHERE',
  'REDEMPTION_ELSEWHERE',
];

const NOT_FOUND: Readonly<Record<Thing, RefusalCode>> = {
  venue: 'VENUE_NOT_FOUND',
  campus: 'CAMPUS_NOT_FOUND',
  booking: 'BOOKING_NOT_FOUND',
  bookingCode: 'BOOKING_CODE_INVALID',
  order: 'ORDER_NOT_FOUND',
  refund: 'ORDER_NOT_FOUND',
  visit: 'VISIT_NOT_FOUND',
  staff: 'STAFF_NOT_FOUND',
  closure: 'CLOSURE_NOT_FOUND',
  wait: 'BOOKING_NOT_FOUND',
  message: 'INVALID_INPUT',
  student: 'STUDENT_NOT_FOUND',
  coach: 'COACH_NOT_FOUND',
  applicant: 'COACH_NOT_FOUND',
  relation: 'RELATION_NOT_FOUND',
  change: 'CHANGE_NOT_FOUND',
  lesson: 'LESSON_NOT_FOUND',
  cancellation: 'CANCEL_NOT_FOUND',
  reward: 'REWARD_NOT_FOUND',
  redemption: 'REDEMPTION_NOT_FOUND',
  redemptionCode: 'REDEMPTION_NOT_FOUND',
  challenge: 'CHALLENGE_NOT_FOUND',
};

/** How a thing that exists is refused to whom it is none of their business. */
export const refusedAs = (thing: Thing): readonly RefusalCode[] => [
  NOT_FOUND[thing],
  ...OF_ANOTHER_CAMPUS,
];
