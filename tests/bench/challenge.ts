import { type Arena, type BenchPhone, openArena } from './arena';
import { challengeBy, givePoints, insistently, joined, watchIdOf } from './challengeArena';
import { atMost, exactly, type Measurement, percentile, type Share } from './figure';
import { requestsOf } from './requests';

const watchers = 50;
const friends = 40;
const places = 10;
const rounds = 10;

/** What challenges cost and stand: the check-in, the board on fifty phones, and the rush for a place. */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openArena();
  try {
    const requests = await requestsOfCheckIn(arena);
    const delays = await boardDelays(arena, share);
    const rush = await rushes(arena, Math.max(1, Math.round(rounds * share)));
    const field = `${rush.rounds} × ${friends} friends for the last ${places} places`;
    return [
      atMost(15, 'requests')('database requests of a check-in with three PKs running', requests),
      atMost(300, 'ms')(
        `from a friend’s check-in to the board on ${watchers} phones, p99`,
        percentile(delays, 0.99),
      ),
      exactly(rush.rounds * places, 'members')(`${field}: let in`, rush.letIn),
      exactly(0, 'points')(`${field}: stakes lost or made`, rush.lost),
    ];
  } finally {
    await arena.close();
  }
}

/** The first of the day, reward included, with a friend to pass in each. */
async function requestsOfCheckIn(arena: Arena): Promise<number> {
  const [own, ...others] = await arena.members(4);
  if (!own) throw new Error('nobody there');
  for (const other of others) {
    const duel = { shape: 'DUEL', places: 2 };
    await joined([other], (await challengeBy(own, duel)).token);
  }
  const code = await arena.club.doorCode(await arena.venue(10));
  arena.club.cloud.stats();
  await insistently(() => own.call('visit', 'checkIn', { code }));
  return requestsOf(arena.club.cloud.stats(), 'visit', 'checkIn');
}

interface Copy {
  readonly rows: Readonly<Record<string, { readonly total: number }>>;
}

/** When each phone first saw somebody's row move, by that member. */
type Seen = Map<string, number[]>;

/** From the moment a friend taps to each phone's `onChange`: every check-in is somebody's first. */
async function boardDelays(arena: Arena, share: Share): Promise<number[]> {
  const crowd = await arena.members(watchers);
  const [creator, ...others] = crowd;
  if (!creator) throw new Error('nobody there');
  const { id, token } = await challengeBy(creator);
  await joined(others, token);
  const venueId = await arena.venue(watchers);
  const seen: Seen = new Map();
  const closing = await Promise.all(
    crowd.map(async (phone) => watch(phone, await watchIdOf(phone, id), seen)),
  );
  const delays: number[] = [];
  for (const friend of crowd.slice(0, Math.max(5, Math.round(watchers * share)))) {
    const code = await arena.club.doorCode(venueId);
    const tapped = performance.now();
    await insistently(() => friend.call('visit', 'checkIn', { code }));
    delays.push(...(await arrivals(seen, friend.memberId)).map((at) => at - tapped));
  }
  for (const close of closing) close();
  return delays;
}

function watch(phone: BenchPhone, _id: string, seen: Seen) {
  const known = new Set<string>();
  return new Promise<() => void>((resolve, reject) => {
    const listener = phone.cloud
      .database()
      .collection('challenge_boards')
      .where({ _id, _openid: '{openid}' })
      .watch({
        onChange: ({ docs, type }) => {
          if (type === 'init') return resolve(() => void listener.close());
          const [copy] = docs as unknown as Copy[];
          for (const [memberId, { total }] of Object.entries(copy?.rows ?? {})) {
            if (total === 0 || known.has(memberId)) continue;
            known.add(memberId);
            seen.set(memberId, [...(seen.get(memberId) ?? []), performance.now()]);
          }
        },
        onError: reject,
      });
  });
}

async function arrivals(seen: Seen, memberId: string): Promise<number[]> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const arrived = seen.get(memberId) ?? [];
    if (arrived.length >= watchers) return arrived;
    if (performance.now() > deadline) {
      throw new Error(`only ${arrived.length} of ${watchers} phones saw the board move`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function rushes(arena: Arena, times: number) {
  let letIn = 0;
  let lost = 0;
  for (let round = 0; round < times; round += 1) {
    const [creator, ...others] = await arena.members(friends + 1);
    if (!creator) throw new Error('nobody there');
    const ids = [creator, ...others].map(({ memberId }) => memberId);
    await givePoints(arena, ids, 100);
    const { id, token } = await challengeBy(creator, { stake: 50, places: places + 1 });
    const replies = await Promise.all(
      others.map((one) =>
        insistently(() => one.call('challenge', 'accept', { token })).catch(
          (error: Error) => error.message,
        ),
      ),
    );
    const odd = replies.filter((told) => typeof told === 'string' && told !== 'CHALLENGE_FULL');
    if (odd.length > 0) throw new Error(`an answer was ${odd[0]}`);
    const stored = await arena.club.document('challenges', id);
    letIn += ((stored?.memberIds ?? []) as string[]).length - 1;
    lost += await difference(arena, ids);
  }
  return { rounds: times, letIn, lost };
}

/** By how much what these have and what is frozen of theirs is not what they were given. */
async function difference({ club }: Arena, ids: readonly string[]): Promise<number> {
  const accounts = ids.flatMap((id) => [`points:member:${id}`, `points:frozen:${id}`]);
  const balances = await club.documents('ledger_balances', { _id: { $in: accounts } });
  const sum = balances.reduce((total, { balance }) => total + Number(balance), 0);
  const holds = await club.documents('point_holds', { memberId: { $in: ids }, status: 'PLACED' });
  const held = holds.reduce((total, { amount }) => total + Number(amount), 0);
  const frozen = balances
    .filter(({ _id }) => String(_id).startsWith('points:frozen:'))
    .reduce((total, { balance }) => total + Number(balance), 0);
  return Math.abs(sum - 100 * ids.length) + Math.abs(held - frozen);
}
