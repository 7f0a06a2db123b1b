import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeNights } from '../../cloudfunctions/forecast/nightly';
import { club as seeded } from '../../local/club/index';
import { at, day } from '../domain/clock';
import { book as bookAsked, clock, fill, type Wish } from './booking';
import { ask, confirmed, HALL, openSchool } from './lesson';
import { type MoneyClub, openMoneyClub } from './money';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let timers: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  money = await openMoneyClub();
  await money.reset();
  timers = openTimerContexts(money.club);
  await openSchool(money);
  for (const who of ['may', 'chen']) await fill(money, who);
  // One day was counted: from it on it is noted what is sold.
  await seeded.seedPast(money.club.cloud, { of: [HALL], days: 1 });
});
afterAll(() => money.close());

const SUNDAY = day('2026-03-15');
const MONDAY = day('2026-03-16');
const WEDNESDAY = day('2026-03-18');

const book = async (who: string, table: number, wish: Wish) =>
  (await bookAsked(money.club, who, { venueId: HALL, courtId: `${HALL}-${table}`, ...wish }))
    .booking;

/** What the hall has sold as a night has noted it: people by day and hour, where there are any. */
async function sold(date: string): Promise<Record<string, number>> {
  const [night] = await money.club.documents('sold_nights', { venueId: HALL, date });
  const people = (night?.people ?? []) as number[];
  expect(people).toHaveLength(192);
  const first = Number(date.slice(-2));
  return Object.fromEntries(
    people.flatMap((many, ahead) =>
      many > 0 ? [[`${first + Math.floor(ahead / 24)} ${ahead % 24}:00`, many]] : [],
    ),
  );
}

test('a lesson and a booking are in what is sold of their hour', async () => {
  const { club } = money;
  // Tuesday from seven to half past eight.
  await confirmed(club, 'lin');
  await ask(club, 'lin', { date: WEDNESDAY, from: clock(10), until: clock(11) });
  const friends = await book('may', 2, { date: SUNDAY, from: clock(14), until: clock(15, 30) });
  const { inviteToken } = await club.as('may').booking.detail({ bookingId: friends.id });
  await club.as('chen').booking.join({ token: String(inviteToken) });
  const left = await book('chen', 3, { date: SUNDAY, from: clock(17), until: clock(18) });
  await club.as('chen').booking.cancel({
    ...{ bookingId: left.id, following: false },
    expected: left.paid,
  });
  const unpaid = { date: SUNDAY, from: clock(19), until: clock(20), channel: 'WECHAT' } as const;
  expect((await book('chen', 4, unpaid)).status).toBe('PENDING_PAY');

  // The night has begun, and its forecasts are not made yet.
  club.cloud.clock.jump(at('2026-03-15 00:05'));
  await book('may', 5, { date: MONDAY, from: clock(9), until: clock(10) });
  await makeNights(timers.contextAt(at('2026-03-15 03:20')));
  const known = { '15 14:00': 2, '15 15:00': 1, '17 19:00': 1, '17 20:00': 0.5 };
  expect(await sold('2026-03-15')).toEqual(known);
  // Everything was sold after the midnight before.
  expect(await sold('2026-03-14')).toEqual({});

  await makeNights(timers.contextAt(at('2026-03-16 03:20')));
  expect(await sold('2026-03-16')).toEqual({
    ...{ '16 9:00': 1, '17 19:00': 1, '17 20:00': 0.5 },
  });
  expect(await sold('2026-03-15')).toEqual(known);
});
