import { expect, test } from 'vitest';
import * as bookingRaces from './bookingRaces';
import * as bookings from './bookings';
import * as challenge from './challenge';
import type { Measurement, Share } from './figure';
import * as moneyStorm from './moneyStorm';
import * as pointsStorm from './pointsStorm';
import * as race from './race';
import * as schoolStorm from './schoolStorm';
import * as throughput from './throughput';
import * as venueStorm from './venueStorm';
import * as watchLatency from './watchLatency';

/** `npm run storm` runs them whole; speed is judged there, what must never happen also here. */
const twentieth: Share = 1 / 20;

const counted = (measured: readonly Measurement[]) =>
  measured.filter(({ unit }) => ['members', 'visits', 'check-ins', 'bookings'].includes(unit));

/** The same each time: whoever changes something meets what that did. `npm run storm` looks for more. */
process.env.STORM_SEED ??= '20261123';

test('fifty phones race for the last three places: three get in, nobody is paid twice or lost', async () => {
  const measured = await race.measure(twentieth);
  expect(measured).toHaveLength(3);
  expect(measured.filter(({ ok }) => !ok)).toEqual([]);
});

test('a crowd at one door gets in without a single failure', async () => {
  const failures = counted(await throughput.measure(twentieth));
  expect(failures).toHaveLength(1);
  expect(failures.filter(({ ok }) => !ok)).toEqual([]);
});

test('every one of fifty watching phones sees each check-in', async () => {
  await expect(watchLatency.measure(twentieth)).resolves.toHaveLength(1);
});

test('forty friends rush for ten places of a PK, and a check-in with three PKs stays cheap', async () => {
  const measured = await challenge.measure(twentieth);
  const sure = measured.filter(({ unit }) => unit !== 'ms');
  expect(sure).toHaveLength(3);
  expect(sure.filter(({ ok }) => !ok)).toEqual([]);
});

test('a hundred members pay, pay twice, give up and take back while all fails: the books agree', async () => {
  const { wrong, report, tally } = await moneyStorm.storm(moneyStorm.batchesOf(twentieth));
  expect(report, report ?? '').toBe(null);
  expect(wrong).toBe(0);
  // What a hundred surely meet; the whole storm meets this as well.
  const { byHand, ...sure } = tally;
  expect(Object.entries(sure).filter(([, times]) => times === 0)).toEqual([]);
}, 300_000);

test('fifty phones race for a slot and for four places, one member taps five times: nobody too many', async () => {
  const measured = await bookingRaces.measure(twentieth);
  expect(measured).toHaveLength(3);
  expect(measured.filter(({ ok }) => !ok)).toEqual([]);
});

test('thirty-two phones book at once without a single failure', async () => {
  const failures = counted(await bookings.measure(twentieth));
  expect(failures).toHaveLength(1);
  expect(failures.filter(({ ok }) => !ok)).toEqual([]);
});

test('twenty-five venues live through sixty random events: courts, limits and money stay in order', async () => {
  const { wrong, report, tally } = await venueStorm.storm(1);
  expect(report).toBe(null);
  expect(wrong).toBe(0);
  // What each of so few venues surely meets; the rest comes in the whole storm.
  const { booked, cancelled, moved, expired, paidBack, waited, closures, reopened } = tally;
  const met = [booked, cancelled, moved, expired, paidBack, waited, closures, reopened];
  expect([...met, tally.inPoints, tally.withCoupon, tally.broken]).not.toContain(0);
}, 300_000);

test('twenty-five schools live through eighty random events: lessons, tries, ties and money stay in order', async () => {
  const { wrong, report, tally } = await schoolStorm.storm(1);
  expect(report).toBe(null);
  expect(wrong).toBe(0);
  // What each of so few schools surely meets; the rest comes in the whole storm.
  const { refused, waived, usedUp, ...sure } = tally;
  expect(Object.entries(sure).filter(([, times]) => times === 0)).toEqual([]);
}, 600_000);

test('twenty members save, spend and let expire over years: each account is what a plain purse holds', async () => {
  const { wrong, report, tally } = await pointsStorm.storm(1);
  expect(report).toBe(null);
  expect(wrong).toBe(0);
  // What each batch surely meets; to owe comes a few times in one, and the whole storm meets it.
  const { owed, repaid, ...sure } = tally;
  expect(Object.entries(sure).filter(([, times]) => times === 0)).toEqual([]);
}, 600_000);
