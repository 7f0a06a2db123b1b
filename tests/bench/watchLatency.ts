import { type Arena, type BenchPhone, openArena } from './arena';
import { atMost, type Measurement, percentile, type Share } from './figure';

const watchers = 50;
const checkIns = 60;

interface Board {
  readonly headcount: number;
}

/** From a check-in's reply to the `onChange` of 50 other phones that watch the venue's board. */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openArena();
  try {
    const rounds = Math.max(3, Math.round(checkIns * share));
    const venueId = await arena.venue(rounds);
    const seen = new Map<number, number[]>();
    const phones = await arena.members(watchers);
    const watches = await Promise.all(phones.map((phone) => watch(phone, venueId, seen)));
    const delays: number[] = [];
    for (const [index, member] of (await arena.members(rounds)).entries()) {
      delays.push(...(await delaysOf(arena, { member, venueId, seen, headcount: index + 1 })));
    }
    for (const close of watches) close();
    return [
      atMost(100, 'ms')(
        `from the reply to ${watchers} other phones’ onChange, p99`,
        percentile(delays, 0.99),
      ),
    ];
  } finally {
    await arena.close();
  }
}

/** Notes when each headcount is first seen; resolves when the watch stands. */
function watch(phone: BenchPhone, venueId: string, seen: Map<number, number[]>) {
  return new Promise<() => void>((resolve, reject) => {
    const listener = phone.cloud
      .database()
      .collection('venue_boards')
      .where({ _id: venueId })
      .watch({
        onChange: ({ docs, type }) => {
          if (type === 'init') return resolve(() => void listener.close());
          const { headcount } = docs[0] as unknown as Board;
          seen.set(headcount, [...(seen.get(headcount) ?? []), performance.now()]);
        },
        onError: reject,
      });
  });
}

async function delaysOf(
  arena: Arena,
  round: {
    readonly member: BenchPhone;
    readonly venueId: string;
    readonly headcount: number;
    readonly seen: Map<number, number[]>;
  },
): Promise<number[]> {
  const code = await arena.club.doorCode(round.venueId);
  const reply = await round.member.call('visit', 'checkIn', { code });
  const replied = performance.now();
  if (!reply.ok) throw new Error(`check-in: ${reply.code}`);
  const deadline = replied + 5_000;
  const arrivals = () => round.seen.get(round.headcount) ?? [];
  while (arrivals().length < watchers) {
    if (performance.now() > deadline) {
      throw new Error(`only ${arrivals().length} of ${watchers} phones saw the number move`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The board often moves before the reply is there: no waiting at all.
  return arrivals().map((at) => Math.max(0, at - replied));
}
