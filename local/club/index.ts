import { type ClubDate, clubDateOf, clubDayStart, HOUR, plus } from '@shared/base/time';
import { byHeat, heatOf } from '@shared/domain/heat';
import { openSpanOn } from '@shared/domain/hours';
import { bookingDocuments } from './bookings';
import { challengeDocuments } from './challenges';
import { chanceFrom } from './chance';
import { pastVisits, rewardsOf, thisMorning, type VisitDocument } from './history';
import { lessonDocuments } from './lessons';
import { membershipDocuments, withBrought } from './memberships';
import { offerDocuments } from './offers';
import { PAST_DAYS, pastDays } from './past';
import { crowd, identityDocuments, memberDocuments, personas, phoneDocuments } from './people';
import { CAMPUSES, OPENIDS, PERSONAS } from './personas';
import { rewardDocuments } from './rewards';
import { morningSamples } from './samples';
import { type Loading, workedOutOnce } from './seeding';
import { trainingDocuments, walletDocuments } from './training';
import { boardDocuments, campusDocuments, VENUES, venueDocuments } from './venues';

/** Saturday 2026-03-14 10:00 at the club. */
const CLOCK_AT_RESET = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

/** More people came this morning than are still here. */
const CAME_AND_WENT = 1.6;

function morningVisits() {
  const people = crowd(
    VENUES.reduce((sum, { inside }) => sum + Math.ceil(inside * CAME_AND_WENT), 0),
  );
  let from = 0;
  const byVenue = VENUES.map((venue, index) => {
    const size = Math.ceil(venue.inside * CAME_AND_WENT);
    const here = people.slice(from, from + size);
    from += size;
    return { venue, visits: thisMorning(venue, here, CLOCK_AT_RESET, 500 + index) };
  });
  return { people, byVenue };
}

function favouriteDocuments(memberIds: readonly string[]) {
  const chance = chanceFrom(77);
  return memberIds.flatMap((memberId) => {
    const liked = new Set([chance.pick(VENUES)._id, chance.pick(VENUES)._id]);
    return [...liked].map((venueId) => ({
      _id: `${memberId}_${venueId}`,
      memberId,
      venueId,
      at: plus(CLOCK_AT_RESET, -chance.between(1, 20) * 24 * HOUR),
    }));
  });
}

type Liked = ReturnType<typeof favouriteDocuments>[number];

function heatDocument(visits: readonly VisitDocument[], liked: readonly Liked[]) {
  const scores = VENUES.map(({ _id }) => ({
    venueId: _id,
    score:
      visits
        .filter(({ venueId }) => venueId === _id)
        .reduce((sum, visit) => sum + heatOf('CHECK_IN', visit.checkedInAt, CLOCK_AT_RESET), 0) +
      liked
        .filter(({ venueId }) => venueId === _id)
        .reduce((sum, like) => sum + heatOf('FAVOURITE', like.at, CLOCK_AT_RESET), 0),
  }));
  return { _id: 'heat', at: CLOCK_AT_RESET, scores: scores.sort(byHeat) };
}

/** Everybody with what they did and earned so far. */
function everybody() {
  const known = personas();
  const morning = morningVisits();
  const people = [...known, ...morning.people];
  const today = morning.byVenue.flatMap(({ visits }) => visits);
  const past = known
    .filter(({ role }) => role === 'MEMBER')
    .flatMap((person, index) => pastVisits(person, CLOCK_AT_RESET, 100 + index));
  const visitsOf = groupByMember([...past, ...today]);
  const rewarded = people.map(({ memberId }) => ({
    memberId,
    ...withBrought(memberId, rewardsOf(memberId, visitsOf.get(memberId) ?? [])),
  }));
  return { known, morning, people, rewarded };
}

/** Fills an empty cloud with the club: the same on every machine and every time. */
async function seed(cloud: Loading): Promise<void> {
  const { known, morning, people, rewarded } = everybody();
  const visits = rewarded.flatMap((person) => person.visits);
  const liked = favouriteDocuments(known.map(({ memberId }) => memberId));
  const morningOf = (venueId: string) =>
    openSpanOn(VENUES.find(({ _id }) => _id === venueId)?.hours ?? [], clubDateOf(CLOCK_AT_RESET));

  await cloud.load('campuses', campusDocuments());
  await cloud.load('venues', venueDocuments());
  await cloud.load('offers', offerDocuments());
  await cloud.load('venue_boards', boardDocuments(CLOCK_AT_RESET));
  await cloud.load('members', memberDocuments(people));
  await cloud.load('member_phones', phoneDocuments(people));
  await cloud.load('identities', identityDocuments(people));
  await cloud.load('memberships', membershipDocuments());
  await cloud.load('rewards', rewardDocuments());
  await cloud.load('visits', visits);
  await cloud.load('presences', rewarded.map(presenceDocument));
  await cloud.load(
    'ledger_entries',
    rewarded.flatMap(({ entries }) => entries),
  );
  await cloud.load(
    'ledger_balances',
    rewarded.map(({ balance }) => balance),
  );
  await cloud.load('favourites', liked);
  await cloud.load('rankings', [heatDocument(visits, liked)]);
  const admins = known.filter(({ role }) => role === 'SUPER_ADMIN').map(({ memberId }) => memberId);
  await cloud.load('installation', [
    { _id: 'superAdmins', memberIds: admins },
    { _id: 'centre', campusId: CAMPUSES.centre },
  ]);
  for (const [name, documents] of Object.entries(trainingDocuments(CLOCK_AT_RESET))) {
    await cloud.load(name, documents);
  }
  for (const { venue, visits: morningVisitsHere } of morning.byVenue) {
    const opensAt = morningOf(venue._id)?.opensAt;
    if (opensAt === undefined || opensAt > CLOCK_AT_RESET) continue;
    const span = { opensAt, now: CLOCK_AT_RESET };
    await cloud.load('venue_samples', morningSamples(venue, morningVisitsHere, span));
  }
}

/** What is booked and taught in the club, on top of its people: for the stage, which should look alive. */
async function seedBookings(cloud: Loading): Promise<void> {
  const { morning, rewarded } = everybody();
  const { byVenue } = morning;
  const taught = lessonDocuments(CLOCK_AT_RESET);
  const playerOf = (memberId: string) => {
    const player = rewarded.find((one) => one.memberId === memberId);
    if (!player) throw new Error(`${memberId} is nobody of the club`);
    const lessons = taught.lessons.filter(
      ({ studentId, status }) => studentId === memberId && status === 'COMPLETED',
    );
    return { ...player, lessons };
  };
  const challenges = challengeDocuments(playerOf, CLOCK_AT_RESET);
  const inside = (venueId: string) =>
    byVenue
      .filter(({ venue }) => venue._id === venueId)
      .flatMap(({ visits }) => visits.filter(({ status }) => status === 'OPEN'))
      .map(({ memberId }) => memberId);
  for (const documents of [
    bookingDocuments(inside, CLOCK_AT_RESET),
    walletDocuments(CLOCK_AT_RESET),
    taught,
    challenges,
    { presences: challenges.challengers.map(({ _id }) => playingDocument(playerOf(_id))) },
  ]) {
    for (const [name, found] of Object.entries(documents)) await cloud.load(name, found);
  }
}

/**
 * The weeks before in hours, for forecasts to learn from; of these venues, or of all. What they have
 * learned is made by the product's own night.
 */
async function seedPast(
  cloud: Loading,
  { of, days = PAST_DAYS }: { readonly of?: readonly string[]; readonly days?: number } = {},
): Promise<void> {
  const venues = VENUES.filter(({ _id }) => !of || of.includes(_id));
  await cloud.load('headcount_days', pastDays(CLOCK_AT_RESET, venues, days));
}

function groupByMember(visits: readonly VisitDocument[]) {
  const grouped = new Map<string, VisitDocument[]>();
  for (const visit of visits) {
    grouped.set(visit.memberId, [...(grouped.get(visit.memberId) ?? []), visit]);
  }
  return grouped;
}

/** Where somebody is whom a challenge counts. */
const playingDocument = (person: Parameters<typeof presenceDocument>[0]) => ({
  ...presenceDocument(person),
  playing: true,
});

function presenceDocument(person: { memberId: string } & ReturnType<typeof rewardsOf>) {
  const inside = person.visits.find(({ status }) => status === 'OPEN');
  return {
    _id: person.memberId,
    open: inside
      ? {
          visitId: inside._id,
          venueId: inside.venueId,
          venueName: inside.venueName,
          method: inside.method,
          checkedInAt: inside.checkedInAt,
          deadline: inside.deadline,
          deadlineEnding: inside.deadlineEnding,
          points: inside.points,
        }
      : null,
    streakDays: person.streak.days,
    lastDay: person.streak.lastDay,
  };
}

/** Whose phone or tablet stands at a venue's door: somebody who serves that campus. */
const deskOf = (campusId: string) =>
  PERSONAS.find(({ role, campusId: served }) => role === 'STAFF' && served === campusId) ??
  PERSONAS.find(({ role, campusId: served }) => role === 'CAMPUS_ADMIN' && served === campusId) ??
  PERSONAS.find(({ role }) => role === 'SUPER_ADMIN');

const doorOf = (venueId: string, label: string, as = 'root') => ({
  venueId,
  label,
  as,
  path: `packages/staff/pages/door/door?venueId=${venueId}`,
});

/** The seeded club, and what the stage shows of it. */
export const club = {
  title: '场边',
  hint: '让林小满打卡，看另一台手机上的数字动起来',
  personas: PERSONAS.map(({ name, openid, nickname, title }) => ({
    name,
    openid,
    label: nickname,
    role: title,
  })),
  openids: OPENIDS,
  /** What their WeChat is bound to, by openid: the numbers that the club has of them. */
  phoneNumbers: Object.fromEntries(
    personas().flatMap(({ openid, phone }) => (phone === null ? [] : [[openid, phone]])),
  ) as Readonly<Record<string, string>>,
  clockAtReset: CLOCK_AT_RESET as number,
  seed: workedOutOnce(seed),
  seedBookings: workedOutOnce(seedBookings),
  seedPast,
  phones: ['lin', 'may'] as const,
  doors: VENUES.map(({ _id, name, campusId }) => doorOf(_id, name, deskOf(campusId)?.name)),
  /** Venues made in the app have a door, too; the super admin serves every one. */
  doorOf: (venueId: string) => (/^[\w-]{1,40}$/.test(venueId) ? doorOf(venueId, '门口屏幕') : null),
};
