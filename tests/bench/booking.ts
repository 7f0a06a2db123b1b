import { readFileSync } from 'node:fs';
import { type Claim, fits } from '@shared/domain/slots';
import { book, clock, fill } from '../functions/booking';
import { openMoneyClub } from '../functions/money';
import { atMost, exactly, type Measurement } from './figure';
import { requestsOf } from './requests';

/** Whether a wish fits, against the given cases, and what a booking asks of the database. */
export const measure = async (): Promise<Measurement[]> => [capacityCases(), await create()];

interface Case {
  readonly capacity: number;
  readonly want: readonly [string, string];
  readonly existing: readonly (readonly [string, string])[];
  readonly fits: boolean;
}

function capacityCases(): Measurement {
  const text = readFileSync('tests/cases/capacity.json', 'utf8');
  const { cases } = JSON.parse(text) as { readonly cases: readonly Case[] };
  const fitting = cases.filter((one) => one.fits).length;
  const wrong = cases.filter((one) => answer(one) !== one.fits).length;
  const field = `capacity cases, ${fitting} that fit and ${cases.length - fitting} that do not: wrong`;
  return exactly(0, 'cases')(field, wrong);
}

const minuteOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.slice(11).split(':').map(Number);
  return hours * 60 + minutes;
};

function answer({ capacity, want: [from, until], existing }: Case): boolean {
  const claims = existing.map(([start, end], index): Claim => {
    const span = { from: minuteOf(start), until: minuteOf(end) };
    return { ...span, ownerId: `${index}`, kind: 'BOOKING', memberId: null, places: 1 };
  });
  return fits(claims, { from: minuteOf(from), until: minuteOf(until), places: 1 }, capacity);
}

/** Four half-hours from the wallet: all requests, who-is-calling included. */
async function create(): Promise<Measurement> {
  const money = await openMoneyClub();
  try {
    const { club } = money;
    await fill(money, 'lin');
    club.cloud.stats();
    const { booking } = await book(club, 'lin', { from: clock(14), until: clock(16) });
    if (booking.status !== 'BOOKED') throw new Error(`the court is ${booking.status}`);
    const requests = requestsOf(club.cloud.stats(), 'booking', 'create');
    return atMost(16, 'requests')('database requests of a booking of 4 half-hours, paid', requests);
  } finally {
    await money.close();
  }
}
