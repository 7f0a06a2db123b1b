import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Club, outcome } from './club';
import { attackMalformed, attackOdd } from './malformed/attack';
import { type MoneyClub, openMoneyClub } from './money';
import { plantPeople } from './permissions/people';
import { makeThings, type Things } from './permissions/things';
import { storedIn, writtenSince } from './written';

let money: MoneyClub;
let club: Club;
let things: Things;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
  await plantPeople(club);
  things = await makeThings(club);
});
afterAll(() => money.close());

/** So many of each procedure; `npm run storm` tries two hundred at least. */
const MALFORMED = 24;
const ODD = 8;

test('malformed inputs of every procedure are refused, and nothing is written', async () => {
  const before = await storedIn(club);
  const attacked = await attackMalformed(club, things, MALFORMED);
  expect(attacked.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(attacked.filter(({ tried }) => tried < MALFORMED)).toEqual([]);
  expect(await writtenSince(before, club)).toEqual([]);
}, 300_000);

test('fields that nobody asked for gave nobody a role', async () => {
  expect(await outcome(club.as('lin').club.overview({}))).toBe('NOT_ALLOWED');
  expect(await outcome(club.as('new').member.stored({}))).toBe('REGISTER_FIRST');
});

test('what a schema takes although no page would send it is never a fault', async () => {
  const attacked = await attackOdd(club, things, ODD);
  expect(attacked.flatMap(({ wrong }) => wrong)).toEqual([]);
}, 300_000);
