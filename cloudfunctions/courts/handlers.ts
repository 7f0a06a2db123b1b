import { fen } from '@shared/base/money';
import { clubDateOf } from '@shared/base/time';
import type { courtsContract } from '@shared/contracts/courts';
import type { ClosureView, SheetRow } from '@shared/contracts/courtsViews';
import { parseBookingCode } from '@shared/domain/booking';
import { isAdmin } from '@shared/domain/member';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { STEPS, workOff } from '../booking/clearing';
import {
  type Closure,
  closureById,
  closuresOf,
  createClosure,
  isClosable,
  reopenClosure,
} from '../booking/closing';
import { bookedCourts, bookingByCode, bookingById, bookingsOfDay } from '../booking/finding';
import { waive } from '../booking/standing';
import { markNoShow, verify } from '../booking/verifying';
import { followLessons, tablesWithLessons } from '../lessons/service';
import { formOf, saveOffer } from '../offer/editing';
import { offerOf, offersOfCampus } from '../offer/service';
import { orderView } from '../order/service';
import { ask, handedOver, scannable } from '../payment/service';
import { mostTakenFrom } from '../slots/service';
import { serves, venueOf } from '../venue/service';
import { cancelAtDesk, orderOfBooking } from './cancelling';
import { refundPlayed } from './refunding';
import { rowOf, rowsOf } from './rows';
import { sellAtDesk } from './selling';

async function servedVenue({ db }: Context, { identity }: Member, venueId: string) {
  const venue = await venueOf(db, venueId);
  if (!venue || !serves(identity, venue)) throw new Refusal('VENUE_NOT_FOUND');
  return venue;
}

async function servedBooking({ db }: Context, { identity }: Member, bookingId: string) {
  const booking = await bookingById(db, bookingId);
  if (!booking || !serves(identity, booking)) throw new Refusal('BOOKING_NOT_FOUND');
  return booking;
}

function expectReason(reason: string): string {
  const refusal = refusalOfReason(reason);
  if (refusal) throw new Refusal(refusal);
  return reason.trim();
}

const clerk = ({ identity }: Member, { now }: Context) => ({
  actorId: identity.memberId,
  at: now,
});

const closureView = ({ _id, ...closure }: Closure): ClosureView => {
  const { courtNames, whole, from, until, reason, affected, done, reopened } = closure;
  return { id: _id, courtNames, whole, from, until, reason, affected, done, reopened };
};

const byTime = (a: SheetRow, b: SheetRow) =>
  a.booking.from - b.booking.from ||
  a.booking.courtName.localeCompare(b.booking.courtName, 'zh', { numeric: true });

export const courtsHandlers: ServerHandlers<typeof courtsContract> = {
  async sheet({ input, caller: { identity }, context: { db, now }, refuse }) {
    const campusId = identity.role === 'SUPER_ADMIN' ? null : identity.campusId;
    const offers = (await offersOfCampus(db, campusId)).filter(({ courts }) => courts.length > 0);
    const asked = input.venueId === null ? offers[0] : await offerOf(db, input.venueId);
    const served = asked ? serves(identity, asked) : input.venueId === null;
    if (!served) throw refuse('VENUE_NOT_FOUND');
    const date = input.date ?? clubDateOf(now);
    const all = asked ? await bookingsOfDay(db, asked._id, date) : [];
    // What was never paid in time was never a booking to the desk.
    const rows = await rowsOf(
      db,
      all.filter(({ status }) => status !== 'CLOSED'),
      now,
    );
    return {
      venues: offers.map(({ _id, venue }) => ({ id: _id, name: venue.name })),
      venueId: asked?._id ?? null,
      date,
      rows: rows.sort(byTime),
      manages: isAdmin(identity.role),
      now,
    };
  },

  async book({ input, caller, context }) {
    const { venueId, memberId, customer, channel, expected, requestId, ...want } = input;
    const form = { venueId, want, memberId, customer, channel, expected, requestId };
    const booking = await sellAtDesk(context, caller, form);
    const row = await rowOf(context.db, booking, context.now);
    const open = await orderOfBooking(context.db, booking);
    if (open?.status !== 'PENDING') {
      return { row, code: null, order: open ? orderView(open) : null, now: context.now };
    }
    return { row, ...(await scannable(context, open)), now: context.now };
  },

  async order({ input, caller, context }) {
    const { db, now } = context;
    const booking = await servedBooking(context, caller, input.bookingId);
    const known = await orderOfBooking(db, booking);
    const order = known && (await handedOver(context, await ask(context, known)));
    const after = (await bookingById(db, booking._id)) ?? booking;
    return { row: await rowOf(db, after, now), order: order ? orderView(order) : null, now };
  },

  async payCode({ input, caller, context, refuse }) {
    const { db, now } = context;
    const booking = await servedBooking(context, caller, input.bookingId);
    const open = booking.source === 'DESK' ? await orderOfBooking(db, booking) : null;
    if (!open) throw refuse('ORDER_CLOSED');
    const { code } = await scannable(context, open);
    return { row: await rowOf(db, booking, now), code, now };
  },

  async verify({ input, caller: { identity }, context: { db, now }, refuse }) {
    const code = parseBookingCode(input.code);
    const booking = code === null ? null : await bookingByCode(db, code);
    if (!booking) throw refuse('BOOKING_CODE_INVALID');
    if (!serves(identity, booking)) throw refuse('OTHER_VENUE_BOOKING');
    return rowOf(db, await verify(db, booking._id, now), now);
  },

  async cancel({ input, caller, context }) {
    const booking = await servedBooking(context, caller, input.bookingId);
    const reason = expectReason(input.reason);
    const cancelled = await cancelAtDesk(context, booking, {
      ...clerk(caller, context),
      reason,
    });
    return rowOf(context.db, cancelled, context.now);
  },

  async markNoShow({ input, caller, context }) {
    const { db, now } = context;
    const { _id } = await servedBooking(context, caller, input.bookingId);
    return rowOf(db, await markNoShow(db, _id, clerk(caller, context)), now);
  },

  async waive({ input, caller, context }) {
    const { db, now } = context;
    const { _id } = await servedBooking(context, caller, input.bookingId);
    const reason = expectReason(input.reason);
    return rowOf(db, await waive(db, _id, { ...clerk(caller, context), reason }), now);
  },

  async refund({ input, caller, context }) {
    const { _id } = await servedBooking(context, caller, input.bookingId);
    const reason = expectReason(input.reason);
    const { requestId } = input;
    const ask = { ...clerk(caller, context), amount: fen(input.amount), reason, requestId };
    return rowOf(context.db, await refundPlayed(context, _id, ask), context.now);
  },

  async offer({ input, caller, context }) {
    const { db, now } = context;
    const { _id: venueId, name } = await servedVenue(context, caller, input.venueId);
    const [known, closures] = await Promise.all([
      offerOf(db, venueId),
      closuresOf(db, venueId, now),
    ]);
    const views = closures.map(closureView);
    return { venueId, venueName: name, ...formOf(known, now), closures: views, now };
  },

  async saveOffer({ input, caller, context }) {
    const { db, now, newId } = context;
    const { _id: venueId } = await servedVenue(context, caller, input.venueId);
    const [courts, tables, taken] = await Promise.all([
      bookedCourts(db, venueId, now),
      tablesWithLessons(db, venueId, now),
      mostTakenFrom(db, venueId, clubDateOf(now)),
    ]);
    const booked = new Set([...courts, ...tables]);
    const edit = { venueId, version: input.version, form: input.offer, newId, booked, taken };
    const { version } = await saveOffer(db, edit, (tx, offer) =>
      recordAudit(tx, {
        key: `offer:${venueId}:${offer.version}`,
        ...clerk(caller, context),
        campusId: offer.campusId,
        action: 'courts.saveOffer',
        targetId: venueId,
        detail: `v${offer.version}`,
      }),
    );
    return { version };
  },

  async close({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { venueId, courtIds, from, until, requestId } = input;
    const venue = await servedVenue(context, caller, venueId);
    const id = `K${idOfRequest(caller.identity.memberId, requestId)}`;
    const known = await closureById(db, id);
    if (!known) {
      const reason = expectReason(input.reason);
      if (!isClosable({ from, until }, now)) throw refuse('CLOSURE_INVALID');
      const offer = await offerOf(db, venueId);
      const asked = courtIds && new Set(courtIds);
      const courts = offer?.courts.filter((court) => asked?.has(court.id) ?? true) ?? [];
      // A venue without courts is closed as a whole, too.
      if (asked && (courts.length === 0 || courts.length < asked.size)) {
        throw refuse('COURT_NOT_FOUND');
      }
      const ask = { id, venue, courts, whole: asked === null, from, until, reason };
      await createClosure(db, ask, clerk(caller, context));
    }
    const closure = await workOff(context, id, STEPS.call);
    // Lessons that stand in it are cancelled by the same act, and counted.
    await followLessons(context);
    return closureView((await closureById(db, id)) ?? closure);
  },

  async reopen({ input, caller, context, refuse }) {
    const { db } = context;
    const closure = await closureById(db, input.closureId);
    const venue = closure && (await venueOf(db, closure.venueId));
    if (!closure || !venue || !serves(caller.identity, venue)) throw refuse('CLOSURE_NOT_FOUND');
    await reopenClosure(db, closure._id, clerk(caller, context));
    return closureView(await workOff(context, closure._id, STEPS.call));
  },
};
