import type { Reply } from '@shared/contracts/procedure';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASKETBALL, type Club, clearFaults, openClub, orderFaults } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => clearFaults(club));

const call = async (who: string, name: string, data: unknown) =>
  (await club.cloud.call(who, name, data)) as Reply;

describe('what is not understood', () => {
  test.each([
    ['an action that does not exist', { action: 'destroy', input: {} }],
    ['no action', { input: {} }],
    ['an action that is no text', { action: 7, input: {} }],
    ['a name that every object has', { action: 'constructor', input: {} }],
    ['the prototype itself', { action: '__proto__', input: {} }],
    ['no input', { action: 'detail' }],
    ['an input that is no object', { action: 'detail', input: 'v-west-basketball' }],
    ['an id with a query in it', { action: 'detail', input: { id: { $gt: '' } } }],
    ['an id with a path in it', { action: 'detail', input: { id: '../members' } }],
    ['a list', { action: 'detail', input: [BASKETBALL] }],
    ['nothing at all', {}],
  ])('%s is invalid input', async (_, event) => {
    const reply = await call('lin', 'venue', event);
    expect(reply).toEqual({ ok: false, code: 'INVALID_INPUT', traceId: expect.any(String) });
  });

  test('what a caller says about itself is not heard', async () => {
    const event = {
      action: 'stored',
      input: { openid: 'oCourtside-root', memberId: 'm-root' },
      userInfo: { openId: 'oCourtside-root' },
      openid: 'oCourtside-root',
    };
    const reply = await call('may', 'member', event);
    expect(reply).toMatchObject({ ok: true, data: { nickname: '梅若雨' } });
  });
});

describe('a fault', () => {
  test.each([
    ['at the first request', 1],
    ['at the second', 2],
  ])('%s is told as INTERNAL, with a trace and without explanation', async (_, n) => {
    await orderFaults(club, { function: 'venue', n, when: 'before', effect: 'fail' });
    const reply = await call('may', 'venue', { action: 'list', input: {} });
    expect(reply).toEqual({ ok: false, code: 'INTERNAL', traceId: expect.any(String) });
  });

  test('in a document that is not what it should be is INTERNAL too', async () => {
    const venue = await club.document('venues', BASKETBALL);
    await club.cloud.load('venues', [{ ...venue, hours: 'always' }]);
    const reply = await call('may', 'venue', { action: 'detail', input: { id: BASKETBALL } });
    expect(reply).toEqual({ ok: false, code: 'INTERNAL', traceId: expect.any(String) });
    await club.cloud.load('venues', [{ ...venue }]);
  });
});
