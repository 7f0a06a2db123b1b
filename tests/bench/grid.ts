import { clubDayStart, plus } from '@shared/base/time';
import { courtDayOf } from '../../cloudfunctions/booking/views';
import type { Court } from '../../cloudfunctions/offer/service';
import { TODAY } from '../functions/booking';
import { type Club, openClub } from '../functions/club';
import { atMost, type Measurement, percentile } from './figure';
import { COURTS, claimsOfDay, GREAT_HALL, greatHall, OPEN, slotDaysOf } from './gridDay';
import { gridFiguresOnPhone } from './gridPhone';
import { requestsOf } from './requests';

const BOOKED = 300;

/** What the grid of fifty courts costs: requests, bytes, computing, and time in a browser. */
export async function measure(): Promise<Measurement[]> {
  const club = await openClub();
  try {
    return [...(await gridFigures(club)), computing(), ...(await gridFiguresOnPhone())];
  } finally {
    await club.close();
  }
}

/** The great hall with a day's bookings, opened over the wire. */
async function gridFigures(club: Club): Promise<Measurement[]> {
  await club.cloud.load('offers', [greatHall()]);
  await club.cloud.load('slot_days', slotDaysOf(claimsOfDay(BOOKED)));
  club.cloud.stats();
  const asked = { venueId: GREAT_HALL, sport: null, date: TODAY };
  const answer = await club.as('lin').booking.open(asked);
  const taken = answer.grid?.courts.flatMap(({ cells }) => [...cells].filter(isTaken)) ?? [];
  if (answer.grid?.courts.length !== COURTS || taken.length === 0) {
    throw new Error('the grid shows neither all courts nor what is booked');
  }
  const requests = requestsOf(club.cloud.stats(), 'booking', 'open');
  const kilobytes = Buffer.byteLength(JSON.stringify(answer)) / 1024;
  return [
    atMost(3, 'requests')(`database requests of the grid of ${COURTS} courts`, requests),
    atMost(60, 'KB')(`answer of that grid with ${BOOKED} bookings`, kilobytes),
  ];
}

const isTaken = (cell: string) => cell === 't';

const CROWDED = 800;
const WARM = 50;
const TIMES = 200;

/** The pure function alone, once it is warm; the median. */
function computing(): Measurement {
  const claims = claimsOfDay(CROWDED);
  const courts = greatHall().courts as Court[];
  const now = plus(clubDayStart(TODAY), 0);
  const seen = { date: TODAY, open: OPEN, now, memberId: 'm-lin' };
  const grid = () => courts.map((court) => courtDayOf(court, claims.get(court.id) ?? [], seen));
  const taken = grid().reduce((sum, { cells }) => sum + [...cells].filter(isTaken).length, 0);
  if (taken !== CROWDED) throw new Error(`${taken} of ${CROWDED} bookings are shown`);
  for (let time = 0; time < WARM; time += 1) grid();
  const took = Array.from({ length: TIMES }, () => {
    const started = performance.now();
    grid();
    return performance.now() - started;
  });
  const field = `computing ${COURTS} courts × 32 half-hours with ${CROWDED} bookings`;
  return atMost(5, 'ms')(field, percentile(took, 0.5));
}
