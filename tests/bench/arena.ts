import type { Reply } from '@shared/contracts/procedure';
import { memberPoints } from '@shared/domain/ledger';
import { everyDay } from '@shared/domain/venue';
import { WebSocket } from 'ws';
import { identityDocuments, memberDocuments } from '../../local/club/people';
import { venueDocuments } from '../../local/club/venues';
import { createCloud } from '../../local/phone/runtime/cloud';
import { type Club, openClub } from '../functions/club';

/** Node 20 has no WebSocket of its own; the phone's `wx.cloud` expects the browser's. */
const platform = globalThis as { WebSocket?: unknown };
platform.WebSocket ??= WebSocket;

/** A phone's `wx.cloud` against the arena, and whose it is. */
export interface BenchPhone {
  readonly memberId: string;
  readonly openid: string;
  readonly cloud: ReturnType<typeof createCloud>;
  /** A call over the client's wire: HTTP to `/web`, as the phone makes it. */
  call(name: string, action: string, input: unknown): Promise<Reply>;
}

export interface Arena {
  readonly club: Club;
  /** Members who were never here before; no two calls give the same. */
  members(count: number): Promise<BenchPhone[]>;
  /** A new, empty venue that is always open. Returns its id. */
  venue(capacity: number): Promise<string>;
  close(): Promise<void>;
}

const noFiles = {
  keep: () => {
    throw new Error('no files here');
  },
  read: () => Promise.reject(new Error('no files here')),
};

/** The seeded club on a cloud in memory, with built functions, and room for a crowd. */
export async function openArena(options: Parameters<typeof openClub>[0] = {}): Promise<Arena> {
  const club = await openClub(options);
  let people = 0;
  let venues = 0;
  return {
    club,
    async members(count) {
      const crowd = Array.from({ length: count }, () => {
        people += 1;
        const memberId = `m-bench-${people}`;
        const openid = `oBench-${people}`;
        return {
          memberId,
          openid,
          nickname: `球友${people}`,
          role: 'MEMBER',
          campusId: null,
          phone: null,
        } as const;
      });
      await club.cloud.load('members', memberDocuments(crowd));
      await club.cloud.load('identities', identityDocuments(crowd));
      const nowhere = { open: null, streakDays: 0, lastDay: null };
      const ids = crowd.map(({ memberId }) => memberId);
      await club.cloud.load(
        'presences',
        ids.map((_id) => ({ _id, ...nowhere })),
      );
      const accounts = ids.map((memberId) => ({ _id: memberPoints(memberId), balance: 0 }));
      await club.cloud.load('ledger_balances', accounts);
      return crowd.map(({ memberId, openid }) => phoneOf(club, memberId, openid));
    },
    async venue(capacity) {
      venues += 1;
      const _id = `v-bench-${venues}`;
      const [pattern] = venueDocuments();
      const hours = everyDay(0, 24 * 60);
      await club.cloud.load('venues', [{ ...pattern, _id, name: _id, capacity, hours }]);
      const at = club.cloud.clock.now();
      const board = { _id, headcount: 0, capacity, free: capacity, version: 1, at };
      await club.cloud.load('venue_boards', [board]);
      return _id;
    },
    close: () => club.close(),
  };
}

function phoneOf(club: Club, memberId: string, openid: string): BenchPhone {
  const cloud = createCloud({ origin: club.cloud.url, openid }, noFiles);
  cloud.init({ env: 'local' });
  return {
    memberId,
    openid,
    cloud,
    async call(name, action, input) {
      const { result } = (await cloud.callFunction({
        name,
        data: { action, input },
      })) as unknown as {
        result: Reply;
      };
      return result;
    },
  };
}
