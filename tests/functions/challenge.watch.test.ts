import type { ChallengeReader } from '@shared/contracts/challengeViews';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createCloud } from '../../local/phone/runtime/cloud';
import { BOARDS, duel } from './challenge';
import { BASKETBALL, type Club, openClub } from './club';

/** Node 20 has no WebSocket of its own; the phone's `wx.cloud` expects the browser's. */
const platform = globalThis as { WebSocket?: unknown };
platform.WebSocket ??= WebSocket;

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

const noFiles = {
  keep: () => {
    throw new Error('no files here');
  },
  read: () => Promise.reject(new Error('no files here')),
};

function phoneOf(who: string) {
  const cloud = createCloud({ origin: club.cloud.url, openid: `oCourtside-${who}` }, noFiles);
  cloud.init({ env: 'local' });
  return cloud.database().collection(BOARDS);
}

async function idsSeenBy(who: string, where: object): Promise<string[]> {
  const found = (await phoneOf(who).where(where).get()) as { data: { _id: string }[] } | undefined;
  return (found?.data ?? []).map(({ _id }) => _id);
}

/** What a phone's watch of some documents tells, one after another. */
async function watched(who: string, where: object) {
  const told: ChallengeReader[][] = [];
  await new Promise<void>((resolve, reject) => {
    phoneOf(who)
      .where(where)
      .watch({
        onChange: ({ docs }) => {
          told.push(docs as unknown as ChallengeReader[]);
          resolve();
        },
        onError: reject,
      });
  });
  return told;
}

test('a friend’s check-in moves the board on my phone by itself, and nobody else’s phone reads it', async () => {
  const { challenge, watchId } = await duel(club);
  const mine = await club.as('lin').challenge.board({ challengeId: challenge.id });
  const own = { _id: mine.watchId, _openid: '{openid}' };
  const told = await watched('lin', own);
  expect(told[0]).toHaveLength(1);
  await club.as('may').visit.checkIn({ code: await club.doorCode(BASKETBALL) });
  await expect.poll(() => told.at(-1)?.[0]?.rows['m-may']?.total).toBe(1);

  // Without one's own openid in the filter the rule does not let it through, whoever asks.
  for (const who of ['chen', 'root', 'may']) {
    await expect(watched(who, { _id: mine.watchId })).rejects.toThrow();
    await expect(phoneOf(who).where({ _id: mine.watchId }).get()).rejects.toThrow();
    await expect(phoneOf(who).doc(mine.watchId).get()).rejects.toThrow();
    expect(await idsSeenBy(who, own)).toEqual([]);
  }
  expect(await idsSeenBy('may', { _openid: '{openid}' })).toEqual([watchId]);
  await expect(
    phoneOf('may')
      .where({ _openid: '{openid}' })
      .update({ data: { status: 'SETTLED' } }),
  ).rejects.toThrow();
});
