import type { DatabaseStats } from '../../local/cloudbase/types';
import { BASKETBALL, openClub } from '../functions/club';
import { atMost, type Measurement } from './figure';

/**
 * Database requests of a member's first check-in of the day and of the check-out, all counted,
 * who-is-calling included.
 */
export async function measure(): Promise<Measurement[]> {
  const club = await openClub();
  try {
    const lin = club.as('lin');
    const code = await club.doorCode(BASKETBALL);
    club.cloud.stats();
    const { visit } = await lin.visit.checkIn({ code });
    const checkIn = requestsOf(club.cloud.stats(), 'visit', 'checkIn');
    await lin.visit.checkOut({ visitId: visit.id });
    const checkOut = requestsOf(club.cloud.stats(), 'visit', 'checkOut');
    const requests = atMost(10, 'requests');
    return [
      requests('database requests of a check-in', checkIn),
      requests('database requests of a check-out', checkOut),
    ];
  } finally {
    await club.close();
  }
}

/** How many requests an action of a function made since the statistics were last taken. */
export function requestsOf({ actions }: DatabaseStats, name: string, action: string): number {
  const counted = actions.find((one) => one.function === name && one.action === action);
  if (!counted) throw new Error(`nothing was counted for ${action}`);
  return counted.requests;
}
