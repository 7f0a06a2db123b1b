import { type Instant, plus } from '@shared/base/time';
import { LOCK_LIFE } from '@shared/domain/account';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reserveTry } from '../../cloudfunctions/account/trying';
import { createFor, login, openService, PASSWORD, WRONG } from './account';
import { type Club, openClub, outcome } from './club';

let club: Club;
let service: ReturnType<typeof openService>;
beforeAll(async () => {
  club = await openClub();
  service = openService(club);
});
afterAll(() => club.close());
beforeEach(async () => {
  await club.cloud.reset({ keepInstances: true });
  await createFor(club, 'lin', 'linxm');
});

const now = () => club.cloud.clock.now() as Instant;
const tries = async () => (await club.document('credentials', 'linxm'))?.tries;

describe('guessing', () => {
  test('twenty wrong guesses at once: five are looked at, the others find a lock', async () => {
    const openids = Array.from({ length: 20 }, (_, n) => `oGuess${n}`);
    const told = await Promise.all(openids.map((one) => outcome(login(club, one, 'linxm', WRONG))));
    expect(told.filter((code) => code === 'LOGIN_FAILED')).toHaveLength(5);
    expect(told.filter((code) => code === 'LOGIN_LOCKED')).toHaveLength(15);
    expect(await tries()).toBe(5);
  });

  test('behind the lock the right password opens nothing, until fifteen minutes are over', async () => {
    for (let n = 0; n < 5; n += 1) await outcome(login(club, 'oNew1', 'linxm', WRONG));
    expect(await outcome(login(club, 'oNew1', 'linxm'))).toBe('LOGIN_LOCKED');
    const change = { current: PASSWORD, next: 'Other#27' };
    expect(await outcome(club.as('lin').account.changePassword(change))).toBe('LOGIN_LOCKED');
    club.cloud.clock.jump(now() + LOCK_LIFE);
    expect(await outcome(login(club, 'oNew1', 'linxm'))).toBe('ok');
    expect(await tries()).toBe(0);
  });

  test('the fifth try may be the right one, and begins the count anew', async () => {
    for (let n = 0; n < 4; n += 1) {
      expect(await outcome(login(club, 'oNew1', 'linxm', WRONG))).toBe('LOGIN_FAILED');
    }
    expect(await outcome(login(club, 'oNew1', 'linxm'))).toBe('ok');
    expect(await tries()).toBe(0);
  });

  test('a name that nobody has, or can have, is told the same', async () => {
    const names = ['nobodyhere', '-', '', '%', '林小满', 'a'.repeat(200)];
    for (const name of names) {
      expect(await outcome(login(club, 'oNew1', name))).toBe('LOGIN_FAILED');
    }
    expect(await club.documents('credentials')).toHaveLength(1);
  });

  test('a name is locked for itself: May signs in while Lin’s is', async () => {
    await createFor(club, 'may', 'mayday');
    for (let n = 0; n < 6; n += 1) await outcome(login(club, 'oNew1', 'linxm', WRONG));
    expect(await outcome(login(club, 'oNew1', 'mayday'))).toBe('ok');
  });
});

describe('the lock', () => {
  const at = (millis: number) => plus(now(), millis);
  const reserve = (when: Instant) => reserveTry(service.context().db, 'linxm', when);

  test('is five tries wide and fifteen minutes long, to the millisecond', async () => {
    const begun = at(1_000);
    for (let n = 0; n < 5; n += 1) expect(await reserve(begun)).toBe(true);
    expect(await reserve(begun)).toBe(false);
    expect(await reserve(plus(begun, LOCK_LIFE - 1))).toBe(false);
    expect(await reserve(plus(begun, LOCK_LIFE))).toBe(true);
    expect(await tries()).toBe(1);
  });

  test('is not made longer by those who knock at it', async () => {
    const begun = at(1_000);
    for (let n = 0; n < 5; n += 1) await reserve(begun);
    for (let n = 1; n < 15; n += 1) expect(await reserve(plus(begun, n * 60_000))).toBe(false);
    expect(await reserve(plus(begun, LOCK_LIFE))).toBe(true);
  });

  test('once over lets five in, of however many wait for that moment', async () => {
    const begun = at(1_000);
    for (let n = 0; n < 5; n += 1) await reserve(begun);
    const over = plus(begun, LOCK_LIFE);
    const got = await Promise.all(Array.from({ length: 20 }, () => reserve(over)));
    expect(got.filter(Boolean)).toHaveLength(5);
  });
});
