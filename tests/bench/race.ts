import type { Reply } from '@shared/contracts/procedure';
import { type Arena, type BenchPhone, openArena } from './arena';
import { exactly, type Measurement, type Share } from './figure';

const phones = 50;
const places = 3;
const rounds = 20;

interface Tally {
  readonly beyondCapacity: number;
  readonly pointsTwice: number;
  readonly visitsLost: number;
}

/**
 * Fifty phones race for the last three places, twenty times; each taps twice at once. Counted from
 * the documents afterwards, not from the replies alone.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openArena();
  try {
    const tallies: Tally[] = [];
    for (let round = 0; round < Math.max(1, rounds * share); round += 1) {
      tallies.push(await race(arena));
    }
    const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
    const field = `${phones} × ${tallies.length} phones for the last ${places} places`;
    return [
      exactly(0, 'members')(`${field}: admitted beyond capacity`, sum('beyondCapacity')),
      exactly(0, 'members')(`${field}: points given twice`, sum('pointsTwice')),
      exactly(0, 'visits')(`${field}: visits lost`, sum('visitsLost')),
    ];
  } finally {
    await arena.close();
  }
}

async function race(arena: Arena): Promise<Tally> {
  const members = await arena.members(phones);
  const venueId = await arena.venue(places);
  const code = await arena.club.doorCode(venueId);
  const taps = await Promise.all(
    members.map(async (member) => {
      const tap = () => member.call('visit', 'checkIn', { code, venueId });
      return { member, replies: await Promise.all([tap(), tap()]) };
    }),
  );
  const faults = taps.flatMap(({ replies }) => replies).filter(isUnexpected);
  if (faults.length > 0) throw new Error(`a check-in answered ${JSON.stringify(faults[0])}`);
  const admitted = taps.filter(({ replies }) => replies.some((reply) => reply.ok));
  return count(arena, venueId, { members, admitted: admitted.map(({ member }) => member) });
}

/** Anything but "you are in" and "it is full" or "try again" is no outcome of a race. */
function isUnexpected(reply: Reply): boolean {
  return !reply.ok && reply.code !== 'VENUE_FULL' && reply.code !== 'BUSY';
}

async function count(
  arena: Arena,
  venueId: string,
  { members, admitted }: Record<'members' | 'admitted', readonly BenchPhone[]>,
): Promise<Tally> {
  const open = await arena.club.documents('visits', { venueId, status: 'OPEN' });
  const board = await arena.club.document('venue_boards', venueId);
  const inside = new Set(open.map((visit) => String(visit.memberId)));
  const missing = admitted.filter(({ memberId }) => !inside.has(memberId)).length;
  const unseen = Math.abs(Number(board?.headcount) - open.length);
  // Fewer than the places only when somebody was told "try again": nobody may be locked out.
  const locked = Math.max(0, Math.min(places, members.length) - open.length);
  const rewards = await arena.club.documents('ledger_entries', {
    accounts: { $in: members.map(({ memberId }) => `points:member:${memberId}`) },
  });
  const perMember = new Map<string, number>();
  for (const { accounts } of rewards) {
    const account = (accounts as string[]).find((one) => one.startsWith('points:member:')) ?? '';
    perMember.set(account, (perMember.get(account) ?? 0) + 1);
  }
  return {
    beyondCapacity: Math.max(0, open.length - places),
    pointsTwice: [...perMember.values()].filter((times) => times > 1).length,
    visitsLost: missing + unseen + locked,
  };
}
