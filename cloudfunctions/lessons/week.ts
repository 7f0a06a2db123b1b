import { addDays, type ClubDate, type Instant } from '@shared/base/time';
import type { CoachDay } from '@shared/contracts/training';
import { LESSON_DAYS_AHEAD, lessonSlot } from '@shared/domain/lesson';
import { type Claim, type DaySpan, slotsOf } from '@shared/domain/slots';
import type { Context } from '../_kit/serve';
import { type Offer, offersOfCampus } from '../offer/service';
import type { Coach } from '../training/service';
import { claimsOfPerson } from './engaged';
import { hoursOfTables } from './tables';

/** Today and the days that can be booked beyond it. */
const DAYS = LESSON_DAYS_AHEAD + 1;

interface Week {
  readonly coach: Coach;
  readonly offers: readonly Offer[];
  readonly claimsOn: (date: ClubDate) => readonly Claim[];
  readonly viewerId: string;
  readonly now: Instant;
}

/** A coach's week from a day on, as somebody who wants a lesson sees it: two requests. */
export async function weekOf(
  { db, now }: Context,
  ask: { readonly coach: Coach; readonly from: ClubDate; readonly viewerId: string },
): Promise<CoachDay[]> {
  const { coach, from, viewerId } = ask;
  const dates = Array.from({ length: DAYS }, (_, ahead) => addDays(from, ahead));
  const [offers, claimsOn] = await Promise.all([
    offersOfCampus(db, coach.campusId),
    claimsOfPerson(db, coach._id, dates),
  ]);
  const week = { coach, offers, claimsOn, viewerId, now };
  return dates.map((date) => dayOf(week, date));
}

function dayOf(week: Week, date: ClubDate): CoachDay {
  const { offers, coach, now } = week;
  const hours = hoursOfTables(offers, coach.sport, date);
  const open = hullOf(hours);
  const claims = week.claimsOn(date);
  const day = { date, hours, busy: claims, off: coach.off };
  return {
    date,
    open,
    states: open ? slotsOf(open).map((from) => lessonSlot(day, from, now)) : [],
    lessons: lessonsAmong(claims, week),
  };
}

const hullOf = (hours: readonly DaySpan[]): DaySpan | null =>
  hours.length === 0
    ? null
    : {
        from: Math.min(...hours.map(({ from }) => from)),
        until: Math.max(...hours.map(({ until }) => until)),
      };

/** The lessons that the coach gives at this campus. What a coach does elsewhere, nobody is told. */
function lessonsAmong(
  claims: readonly Claim[],
  { coach, offers, viewerId }: Week,
): CoachDay['lessons'] {
  const courts = offers.flatMap((offer) => offer.courts);
  return claims
    .filter(({ kind, memberId }) => kind === 'LESSON' && memberId !== coach._id)
    .flatMap(({ from, until, courtId, memberId, ownerId }) => {
      const table = courts.find(({ id }) => id === courtId);
      const mine = memberId === viewerId;
      return table ? [{ from, until, tableName: table.name, mine, id: mine ? ownerId : null }] : [];
    })
    .sort((a, b) => a.from - b.from);
}
