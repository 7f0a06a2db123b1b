import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { DeskVenue, deskContract } from '@shared/contracts/desk';
import { doorCodeMessage, doorWindowOf, doorWindowStart } from '@shared/domain/codes';
import { openSpanAt } from '@shared/domain/hours';
import { maskName } from '@shared/domain/member';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { Member, ServerHandlers } from '../_kit/serve';
import { signatureOf } from '../_kit/signing';
import { recordAudit } from '../audit/service';
import { pushCheckIn, pushMinutes } from '../challenges/pushing';
import { membersById, readMemberCode, useMemberCode } from '../member/service';
import {
  allBoards,
  allCampuses,
  boardOf,
  campusOf,
  serves,
  type Venue,
  venueOf,
  venuesOfCampus,
} from '../venue/service';
import { enter, insidePage, leave, presenceOf, rewardPoints, visitById } from '../visit/service';

const PAGE = 100;
/** This window and what bridges two minutes without a network. */
const WINDOWS_AHEAD = 5;

async function servedVenue(db: Db, caller: Member, venueId: string): Promise<Venue> {
  const venue = await venueOf(db, venueId);
  if (!venue || !serves(caller.identity, venue)) throw new Refusal('VENUE_NOT_FOUND');
  return venue;
}

async function deskVenueOf(db: Db, venue: Venue, now: Instant): Promise<DeskVenue> {
  const [board, campus] = await Promise.all([boardOf(db, venue._id), campusOf(db, venue.campusId)]);
  return {
    id: venue._id,
    campusName: campus?.name ?? '',
    name: venue.name,
    headcount: board?.headcount ?? 0,
    capacity: board?.capacity ?? venue.capacity,
    open: !venue.suspended && openSpanAt(venue.hours, now) !== null,
  };
}

export const deskHandlers: ServerHandlers<typeof deskContract> = {
  async home({ caller: { identity }, context: { db, now } }) {
    const everywhere = identity.role === 'SUPER_ADMIN';
    const [venues, boards, campuses] = await Promise.all([
      venuesOfCampus(db, everywhere ? null : identity.campusId),
      allBoards(db),
      allCampuses(db),
    ]);
    const boardAt = new Map(boards.map((board) => [board._id, board]));
    const campusAt = new Map(campuses.map((campus) => [campus._id, campus.name]));
    return {
      now,
      venues: venues.map((venue) => ({
        id: venue._id,
        campusName: campusAt.get(venue.campusId) ?? '',
        name: venue.name,
        headcount: boardAt.get(venue._id)?.headcount ?? 0,
        capacity: boardAt.get(venue._id)?.capacity ?? venue.capacity,
        open: !venue.suspended && openSpanAt(venue.hours, now) !== null,
      })),
    };
  },

  async doorCodes({ input, caller, context: { db, now } }) {
    const venue = await servedVenue(db, caller, input.venueId);
    const current = doorWindowOf(now);
    const codes = Array.from({ length: WINDOWS_AHEAD }, (_, ahead) => {
      const window = current + ahead;
      const message = doorCodeMessage({ venueId: venue._id, window });
      return {
        from: doorWindowStart(window),
        until: doorWindowStart(window + 1),
        text: `${message}.${signatureOf(venue.doorKey, message)}`,
      };
    });
    // After closing time a code lets nobody in: the screen runs out of them and asks how things stand.
    const closesAt = openSpanAt(venue.hours, now)?.closesAt;
    const useful = closesAt ? codes.filter(({ from }) => from < closesAt) : codes;
    return { venue: await deskVenueOf(db, venue, now), codes: useful, now };
  },

  async scan({ input, caller, context, refuse }) {
    const { db, now, newId } = context;
    const [venue, read] = await Promise.all([
      servedVenue(db, caller, input.venueId),
      readMemberCode(db, input.code, now),
    ]);
    if (typeof read === 'string') throw refuse(read);
    const { member, useId } = read;
    const memberId = member._id;
    const also = async (tx: Transaction) => {
      if (!(await useMemberCode(tx, { useId, memberId, at: now })))
        throw refuse('MEMBER_CODE_USED');
    };
    const maskedName = maskName(member.nickname);
    const { open } = await presenceOf(db, memberId, now);
    if (open?.venueId === venue._id) {
      const { visitId } = open;
      const closed = await leave(db, {
        memberId,
        visitId,
        ending: 'DESK',
        reason: null,
        now,
        also,
      });
      // Gone between the look and the leave: the same code, scanned twice at once.
      if (!closed) throw refuse('MEMBER_CODE_USED');
      if (closed.playing) await pushMinutes(context, memberId);
      return {
        result: 'LET_OUT',
        maskedName,
        minutes: closed.minutes,
        points: points(0),
        left: null,
      };
    }
    const entered = await enter(db, {
      memberId,
      venue,
      method: 'DESK',
      now,
      visitId: newId(),
      also,
    });
    const { left, playing } = entered;
    if (playing && !entered.repeated) await pushCheckIn(context, memberId);
    if (playing && left) await pushMinutes(context, memberId);
    const moved = left && left.open.venueId !== venue._id && left.end.ending === 'ELSEWHERE';
    return {
      result: 'ADMITTED',
      maskedName,
      minutes: 0,
      points: rewardPoints(entered.reward),
      left: moved ? { venueName: left.open.venueName, minutes: left.end.minutes } : null,
    };
  },

  async inside({ input, caller, context: { db, now } }) {
    const venue = await servedVenue(db, caller, input.venueId);
    const [page, view] = await Promise.all([
      insidePage(db, venue._id, input.after, PAGE),
      deskVenueOf(db, venue, now),
    ]);
    const members = await membersById(
      db,
      page.visits.map((visit) => visit.memberId),
    );
    return {
      venue: view,
      people: page.visits.map((visit) => ({
        visitId: visit._id,
        maskedName: maskName(members.get(visit.memberId)?.nickname ?? ''),
        checkedInAt: visit.checkedInAt,
        deadline: visit.deadline,
      })),
      next: page.next,
      now,
    };
  },

  async checkOut({ input, caller, context, refuse }) {
    const { db, now } = context;
    const reason = input.reason.trim();
    const unreasoned = refusalOfReason(reason);
    if (unreasoned) throw refuse(unreasoned);
    const visit = await visitById(db, input.visitId);
    const venue = visit && (await venueOf(db, visit.venueId));
    if (!visit || !venue || !serves(caller.identity, venue)) throw refuse('VISIT_NOT_FOUND');
    const { memberId, _id: visitId } = visit;
    const also = (tx: Transaction) =>
      recordAudit(tx, {
        key: `visit:${visitId}:checkOut`,
        at: now,
        actorId: caller.identity.memberId,
        campusId: venue.campusId,
        action: 'visit.checkOut',
        targetId: visitId,
        // The reason is the visit's, where it is erased with the member: it may name a person.
        detail: '',
      });
    const closed = await leave(db, { memberId, visitId, ending: 'DESK', reason, now, also });
    if (!closed) throw refuse('VISIT_ENDED');
    if (closed.playing) await pushMinutes(context, memberId);
    const names = await membersById(db, [memberId]);
    return { maskedName: maskName(names.get(memberId)?.nickname ?? ''), minutes: closed.minutes };
  },
};
