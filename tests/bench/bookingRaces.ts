import type { Fen } from '@shared/base/money';
import { addDays } from '@shared/base/time';
import type { Reply } from '@shared/contracts/procedure';
import { DEFAULT_LIMITS, SPORTS } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { everyDay } from '@shared/domain/venue';
import { CAMPUSES } from '../../local/club/personas';
import { TODAY } from '../functions/booking';
import { expectLedgerInOrder } from '../functions/books';
import { expectCourtsInOrder } from '../functions/courtsInOrder';
import type { Arena, BenchPhone } from './arena';
import { openBookingArena, richMembers } from './bookingArena';
import { exactly, type Measurement, type Share } from './figure';

const rounds = 200;
const phones = 50;
const taps = 5;
/** fen for half an hour: whoever wins every race can pay. */
const PRICE = 50 as Fen;
const FUNDS = 20_000;

/** How many were booked in each round of a race. */
type Booked = readonly number[];

/**
 * Fifty phones race for one slot and for four places, and one member taps five times; each request
 * to the database takes one to five milliseconds longer, so that they pass each other. Counted from
 * the documents, not from the replies.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openBookingArena({ latencyMs: [1, 5] });
  try {
    const crowd = await richMembers(arena, phones, FUNDS);
    const times = Math.max(1, Math.round(rounds * share));
    const races = [
      { field: `${phones} phones, 1 slot`, capacity: 1, ends: 1 },
      { field: `${phones} phones, 4 places`, capacity: 4, ends: 4 },
      { field: `1 member tapping ${taps} times`, capacity: 1, ends: 1 },
    ];
    const booked: Booked[] = [[], [], []];
    for (let round = 0; round < times; round += 1) {
      for (const [index, { capacity }] of races.entries()) {
        const racers = index < 2 ? crowd : Array(taps).fill(crowd[round % phones]);
        booked[index] = [...(booked[index] ?? []), await race(arena, { racers, capacity })];
      }
    }
    await expectLedgerInOrder(arena.club);
    await expectCourtsInOrder(arena.club);
    return races.map(({ field, ends }, index) => figureOf(field, booked[index] ?? [], ends));
  } finally {
    await arena.close();
  }
}

function figureOf(field: string, booked: Booked, ends: number): Measurement {
  const otherwise = booked.filter((count) => count !== ends).length;
  const [fewest, most] = [Math.min(...booked), Math.max(...booked)];
  const seen = `booked at least ${fewest}, at most ${most}`;
  return exactly(0, 'rounds')(
    `${field}, ${booked.length} times: ${seen}; ended otherwise`,
    otherwise,
  );
}

let races = 0;

/** Answers how many bookings stand, paid and claimed. */
async function race(
  { club }: Arena,
  { racers, capacity }: { readonly racers: readonly BenchPhone[]; readonly capacity: number },
): Promise<number> {
  races += 1;
  const venueId = `v-race-${races}`;
  const courtId = `${venueId}-1`;
  const sport = SPORTS[races % SPORTS.length] ?? 'BADMINTON';
  // A race counts against the winner's day: days and sports take turns.
  const date = addDays(TODAY, races % (DEFAULT_LIMITS.daysAhead + 1));
  await club.cloud.load('offers', [offerOf({ venueId, courtId, sport, capacity })]);
  const span = { venueId, courtId, date, from: 18 * 60, until: 18 * 60 + 30 };
  const form = { ...span, places: 1, expected: PRICE, channel: 'WALLET' };
  await Promise.all(
    racers.map((phone) => takePart(phone, { ...form, requestId: `race-${races}` })),
  );
  const bookings = await club.documents('bookings', { venueId, status: 'BOOKED' });
  const [day] = await club.documents('slot_days', { venueId });
  const claims = (day?.claims ?? []) as { ownerId: string }[];
  const claimed = new Set(claims.map(({ ownerId }) => ownerId));
  const known = bookings.filter(({ _id, paid }) => claimed.has(String(_id)) && paid === PRICE);
  if (known.length !== bookings.length || claims.length !== bookings.length) {
    throw new Error(`${venueId}: ${bookings.length} bookings, ${claims.length} claims`);
  }
  return bookings.length;
}

/** Who lost too many races in a row is told to try again, and does. */
async function takePart(phone: BenchPhone, form: object): Promise<void> {
  const reply: Reply = await phone.call('booking', 'create', form);
  if (reply.ok || reply.code === 'SLOT_TAKEN') return;
  if (reply.code !== 'BUSY') throw new Error(`a booking answered ${JSON.stringify(reply)}`);
  await takePart(phone, form);
}

function offerOf(of: {
  readonly venueId: string;
  readonly courtId: string;
  readonly sport: (typeof SPORTS)[number];
  readonly capacity: number;
}) {
  const { venueId, courtId, sport, capacity } = of;
  const kind = capacity === 1 ? 'COURT' : 'PLACES';
  return {
    _id: venueId,
    campusId: CAMPUSES.east,
    venue: { name: venueId, hours: everyDay(0, 24 * 60), suspended: false },
    onSale: true,
    courts: [{ id: courtId, name: '1 号场', sport, kind, capacity, status: 'OPEN' }],
    prices: { [sport]: { base: PRICE, rules: [] } },
    limits: { ...DEFAULT_LIMITS, mostMinutes: 480 },
    tiers: DEFAULT_TIERS,
    seriesAllowed: false,
    days: [],
    version: 1,
  };
}
