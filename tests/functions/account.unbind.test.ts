import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFor, enrol, login } from './account';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

describe('unbinding', () => {
  test('needs a password to come back with', async () => {
    expect(await outcome(club.as('lin').account.unbind({}))).toBe('NO_CREDENTIALS');
    expect((await club.as('lin').member.home({})).member).not.toBeNull();
  });

  test('makes this WeChat a stranger, and the account opens again by its password', async () => {
    await enrol(club, 'lin', 'c-east');
    await createFor(club, 'lin', 'linxm');
    await club.as('lin').account.unbind({});
    expect((await club.as('lin').member.home({})).member).toBeNull();
    expect(await club.documents('identities', { memberId: 'm-lin' })).toEqual([]);
    expect(await login(club, 'oCourtside-lin', 'linxm')).toEqual({ nickname: '林小满' });
    // Nobody was left to say what Lin is: the student's own document did.
    expect(await club.document('identities', 'oCourtside-lin')).toMatchObject({
      studentOf: 'c-east',
    });
  });

  test('takes along what this WeChat accepted to be told, and leaves what another did', async () => {
    await createFor(club, 'lin', 'linxm');
    await club.cloud.load('subscriptions', [
      {
        _id: 'm-lin:BOOKING',
        memberId: 'm-lin',
        openid: 'oCourtside-lin',
        template: 'BOOKING',
        templateId: 't',
        remaining: 3,
      },
      {
        _id: 'm-lin:PAYMENT',
        memberId: 'm-lin',
        openid: 'oNew1',
        template: 'PAYMENT',
        templateId: 't',
        remaining: 3,
      },
    ]);
    await club.as('lin').account.unbind({});
    const left = await club.documents('subscriptions', { memberId: 'm-lin' });
    expect(left.map(({ openid }) => openid)).toEqual(['oNew1']);
  });
});
