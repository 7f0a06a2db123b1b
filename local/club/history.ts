import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import { openSpanOn } from '@shared/domain/hours';
import { housePoints, memberPoints } from '@shared/domain/ledger';
import { rewardFor, type Streak } from '@shared/domain/streak';
import { visitDeadline, visitMinutes } from '@shared/domain/visit';
import { type Chance, chanceFrom, idOf } from './chance';
import type { Person } from './people';
import { VENUES } from './venues';

type Venue = (typeof VENUES)[number];

/** What a check-in at `at` would have written; it is over after `stay` minutes or still open. */
function visitDocument(memberId: string, venue: Venue, at: Instant, stay: number | null) {
  const deadline = visitDeadline({ ...venue, longestStayMinutes: 240 }, at);
  const leftAt = stay === null ? null : plus(at, stay * MINUTE);
  const visit = { checkedInAt: at, deadline: deadline.at };
  return {
    _id: idOf(`visit:${memberId}:${at}`),
    memberId,
    venueId: venue._id,
    venueName: venue.name,
    status: leftAt === null ? 'OPEN' : 'CLOSED',
    method: 'DOOR',
    ...visit,
    deadlineEnding: deadline.ending,
    checkedOutAt: leftAt,
    ending: leftAt === null ? null : 'MEMBER',
    reason: null,
    minutes: leftAt === null ? 0 : visitMinutes(visit, leftAt),
    points: 0,
  };
}
export type VisitDocument = ReturnType<typeof visitDocument>;

const DAYS_OF_HISTORY = 56;

/** Whether a persona trained on a day: Lin six days in a row up to yesterday, the others by habit. */
function trains(name: string, daysAgo: number, chance: Chance): boolean {
  if (name === 'm-lin') return daysAgo <= 6 || (daysAgo > 7 && chance.next() < 0.55);
  if (name === 'm-may') return daysAgo > 2 && chance.next() < 0.4;
  return chance.next() < 0.3;
}

/** Eight weeks of visits of one person, oldest first, each inside the venue's hours. */
export function pastVisits(person: Person, now: Instant, seed: number): VisitDocument[] {
  const chance = chanceFrom(seed);
  const usual = VENUES.filter((venue) => venue.inside > 0);
  const home = chance.pick(usual);
  const [open = home] = usual;
  const visits: VisitDocument[] = [];
  for (let daysAgo = DAYS_OF_HISTORY; daysAgo >= 1; daysAgo -= 1) {
    if (!trains(person.memberId, daysAgo, chance)) continue;
    const day = addDays(clubDateOf(now), -daysAgo);
    const wished = chance.next() < 0.7 ? home : chance.pick(usual);
    const venue = openSpanOn(wished.hours, day) ? wished : open;
    const at = plus(clubDayStart(day), chance.between(9 * 60, 19 * 60) * MINUTE);
    visits.push(visitDocument(person.memberId, venue, at, chance.between(40, 150)));
  }
  return visits;
}

/** This morning in a venue: as many inside as its board says, and some who have left again. */
export function thisMorning(venue: Venue, people: readonly Person[], now: Instant, seed: number) {
  const chance = chanceFrom(seed);
  const opened = (venue.hours[6]?.opens ?? 0) * MINUTE + clubDayStart(clubDateOf(now));
  const minutesOpen = Math.floor((now - opened) / MINUTE);
  return people.map((person, index) => {
    if (index < venue.inside) {
      const ago = chance.between(3, Math.min(150, minutesOpen));
      return visitDocument(person.memberId, venue, plus(now, -ago * MINUTE), null);
    }
    const ago = chance.between(30, minutesOpen);
    const stay = chance.between(10, ago - 5);
    return visitDocument(person.memberId, venue, plus(now, -ago * MINUTE), stay);
  });
}

/** Pays each first visit of a day as the rules would have, and tells where the streak stands. */
export function rewardsOf(memberId: string, visits: readonly VisitDocument[]) {
  let streak: Streak = { days: 0, lastDay: null };
  const lots = [];
  const entries = [];
  const paid = [];
  for (const visit of [...visits].sort((a, b) => a.checkedInAt - b.checkedInAt)) {
    const day: ClubDate = clubDateOf(visit.checkedInAt);
    const earned = rewardFor(streak, day);
    if (!earned) {
      paid.push(visit);
      continue;
    }
    streak = earned.streak;
    const { base, milestone } = earned.reward;
    const to = memberPoints(memberId);
    entries.push({
      _id: `checkin:${memberId}:${day}`,
      at: visit.checkedInAt,
      accounts: [to],
      postings: [
        { from: housePoints('check-in'), to, amount: base },
        ...(milestone > 0 ? [{ from: housePoints('milestone'), to, amount: milestone }] : []),
      ],
    });
    lots.push({ day, left: base + milestone });
    paid.push({ ...visit, points: base + milestone });
  }
  const balance = lots.reduce((sum, { left }) => sum + left, 0);
  const [{ day: oldest } = { day: null }] = lots;
  const account = { _id: memberPoints(memberId), balance, lots, oldest, owed: 0, earned: balance };
  return { visits: paid, entries, balance: account, streak };
}
