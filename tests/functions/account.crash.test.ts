import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFor, login, PASSWORD } from './account';
import { type Club, clearFaults, openClub, orderFaults } from './club';
import { stepsOf } from './steps';

let club: Club;
beforeAll(async () => {
  // A dead function's transaction keeps its locks: shorter here than we try again.
  club = await openClub({ transactionMs: 1000 });
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

/** Does it with a function that dies after its nth request, and then does the very same again. */
async function twice(action: string, n: number, work: () => Promise<unknown>): Promise<void> {
  await orderFaults(club, { function: 'account', action, n, when: 'after', effect: 'kill' });
  await work().catch(() => undefined);
  await clearFaults(club);
  await work().catch(() => undefined);
}

/** What a member document says is what identities and credentials say. */
async function expectInOrder(): Promise<void> {
  const members = await club.documents('members');
  const bound = new Map(
    (await club.documents('identities')).map(({ _id, memberId }) => [_id, memberId]),
  );
  const named = new Map(
    (await club.documents('credentials')).map(({ _id, memberId }) => [_id, memberId]),
  );
  for (const { _id, openids, username } of members) {
    for (const openid of openids as string[]) expect(bound.get(openid)).toBe(_id);
    if (username) expect(named.get(username)).toBe(_id);
  }
  expect(bound.size).toBe(members.flatMap(({ openids }) => openids as string[]).length);
  expect(named.size).toBe(members.filter(({ username }) => username).length);
}

describe('a function that dies', () => {
  test.each(stepsOf(9))('after request %i of setting a username: it is set once', async (n) => {
    await twice('create', n, () => createFor(club, 'lin', 'linxm'));
    await expectInOrder();
    expect(await club.as('lin').account.state({})).toMatchObject({ username: 'linxm' });
    expect(await club.documents('audit_entries', { action: 'account.create' })).toHaveLength(1);
  });

  test.each(stepsOf(17))('after request %i of signing in: bound once, told once', async (n) => {
    await createFor(club, 'lin', 'linxm');
    await twice('login', n, () => login(club, 'oNew1', 'linxm'));
    await expectInOrder();
    expect(await club.as('oNew1').account.state({})).toEqual({ username: 'linxm', wechats: 2 });
    expect(await club.documents('messages', { memberId: 'm-lin' })).toHaveLength(1);
    expect(await club.documents('audit_entries', { action: 'account.login' })).toHaveLength(1);
    expect(await club.document('credentials', 'linxm')).toMatchObject({ tries: 0 });
  });

  test.each(stepsOf(12))('after request %i of unbinding: this WeChat is nobody’s', async (n) => {
    await createFor(club, 'lin', 'linxm');
    await twice('unbind', n, () => club.as('lin').account.unbind({}));
    await expectInOrder();
    expect(await club.document('identities', 'oCourtside-lin')).toBeUndefined();
    expect(await login(club, 'oCourtside-lin', 'linxm', PASSWORD)).toEqual({ nickname: '林小满' });
  });
});
