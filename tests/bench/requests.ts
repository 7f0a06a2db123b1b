import type { DatabaseStats } from '../../local/cloudbase/types';
import { openArena } from './arena';
import { atMost, type Measurement } from './figure';

/** Database requests of one check-in and one check-out, all counted, who-is-calling included. */
export async function measure(): Promise<Measurement[]> {
  const arena = await openArena();
  try {
    const { cloud } = arena.club;
    const [member] = await arena.members(1);
    if (!member) throw new Error('nobody came');
    const venueId = await arena.venue(10);
    cloud.stats();
    const entered = await member.call('visit', 'checkIn', {
      code: await arena.club.doorCode(venueId),
    });
    const checkIn = requestsOf(cloud.stats(), 'checkIn');
    if (!entered.ok) throw new Error(`check-in: ${entered.code}`);
    const { visit } = entered.data as { visit: { id: string } };
    const left = await member.call('visit', 'checkOut', { visitId: visit.id });
    if (!left.ok) throw new Error(`check-out: ${left.code}`);
    const checkOut = requestsOf(cloud.stats(), 'checkOut');
    const requests = atMost(10, 'requests');
    return [
      requests('database requests of a check-in', checkIn),
      requests('database requests of a check-out', checkOut),
    ];
  } finally {
    await arena.close();
  }
}

function requestsOf({ actions }: DatabaseStats, action: string): number {
  const counted = actions.find((one) => one.function === 'visit' && one.action === action);
  if (!counted) throw new Error(`nothing was counted for ${action}`);
  return counted.requests;
}
