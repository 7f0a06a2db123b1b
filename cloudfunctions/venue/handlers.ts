import { clubDateOf } from '@shared/base/time';
import type { venueContract } from '@shared/contracts/venue';
import { openSpanOn } from '@shared/domain/hours';
import type { Db } from '../_kit/db';
import type { ServerHandlers, Visitor } from '../_kit/serve';
import { ratingOf, wholeClosuresOf } from '../booking/service';
import { forecastNow, isWaiting, outlookFor } from '../forecast/service';
import { offerOf } from '../offer/service';
import { openVisitView, presenceOf } from '../visit/service';
import {
  allBoards,
  allCampuses,
  allVenues,
  boardOf,
  campusOf,
  favouritesOf,
  venueOf,
} from './service';
import { favouriteId, favourites, rankings, venueSamples } from './store';
import { closureToday, venueCardOf } from './views';

// Ten-minute samples of a whole day.
const MOST_SAMPLES = 200;

const heatOrder = async (db: Db) =>
  (await db.get(rankings, 'heat'))?.scores.map((score) => score.venueId) ?? [];

const memberIdOf = ({ identity }: Visitor) =>
  identity?.status === 'ACTIVE' ? identity.memberId : null;

export const venueHandlers: ServerHandlers<typeof venueContract> = {
  async list({ caller, context: { db, now } }) {
    const memberId = memberIdOf(caller);
    const [campuses, venues, boards, heat, liked, presence, forecast] = await Promise.all([
      allCampuses(db),
      allVenues(db),
      allBoards(db),
      heatOrder(db),
      memberId ? favouritesOf(db, memberId) : [],
      memberId ? presenceOf(db, memberId, now) : null,
      forecastNow(db),
    ]);
    const boardAt = new Map(boards.map((board) => [board._id, board]));
    const favourite = new Set(liked.map((like) => like.venueId));
    return {
      registered: memberId !== null,
      campuses: campuses.map(({ _id, name, kind }) => ({ id: _id, name, kind })),
      venues: venues.map((venue) =>
        venueCardOf(venue, {
          board: boardAt.get(venue._id) ?? null,
          heat,
          favourite: favourite.has(venue._id),
          forecast,
          now,
        }),
      ),
      openVisit: presence?.open ? openVisitView(presence.open) : null,
      now,
    };
  },

  async detail({ input, caller, context: { db, now }, refuse }) {
    const memberId = memberIdOf(caller);
    const venue = await venueOf(db, input.id);
    if (!venue) throw refuse('VENUE_NOT_FOUND');
    const today = openSpanOn(venue.hours, clubDateOf(now));
    const [
      campus,
      board,
      heat,
      liked,
      presence,
      rating,
      offer,
      samples,
      forecast,
      waiting,
      closures,
    ] = await Promise.all([
      campusOf(db, venue.campusId),
      boardOf(db, venue._id),
      heatOrder(db),
      memberId ? db.get(favourites, favouriteId(memberId, venue._id)) : null,
      memberId ? presenceOf(db, memberId, now) : null,
      ratingOf(db, venue._id),
      offerOf(db, venue._id),
      today
        ? db.find(venueSamples, {
            where: { venueId: venue._id, at: { gte: today.opensAt, lte: today.closesAt } },
            order: [['at', 'asc']],
            limit: MOST_SAMPLES,
          })
        : [],
      forecastNow(db),
      memberId ? isWaiting(db, { memberId, venueId: venue._id, now }) : false,
      wholeClosuresOf(db, venue._id, today?.opensAt ?? now),
    ]);
    const facts = { board, heat, favourite: liked !== null, forecast, now };
    const card = venueCardOf(venue, facts);
    return {
      registered: memberId !== null,
      venue: {
        ...card,
        campusName: campus?.name ?? '',
        address: venue.address,
        latitude: venue.latitude,
        longitude: venue.longitude,
        phone: venue.phone,
        longestStayMinutes: venue.longestStayMinutes,
        hours: venue.hours,
      },
      rating,
      bookable: offer ? offer.onSale && offer.courts.length > 0 : false,
      today,
      curve: samples.map(({ at, headcount }) => ({ at, headcount })),
      // Nobody knows when it opens again.
      forecast: card.opening.suspended
        ? null
        : outlookFor(forecast, venue._id, {
            ...{ now, today, samples, closures },
            headcount: card.opening.open ? card.headcount : null,
          }),
      waiting,
      closure: closureToday(closures, now),
      openVisit: presence?.open ? openVisitView(presence.open) : null,
      now,
    };
  },

  async setFavourite({ input, caller, context: { db, now }, refuse }) {
    const { memberId } = caller.identity;
    const _id = favouriteId(memberId, input.id);
    if (!input.favourite) {
      await db.removeAll(favourites, { _id });
      return { favourite: false };
    }
    if (!(await venueOf(db, input.id))) throw refuse('VENUE_NOT_FOUND');
    await db.insert(favourites, { _id, memberId, venueId: input.id, at: now });
    return { favourite: true };
  },
};
