import { createHash } from 'node:crypto';
import type { ClubDate, Instant } from '@shared/base/time';
import { midnightOf } from '@shared/domain/forecast/clubCalendar';
import { makeNights } from '../../cloudfunctions/forecast/nightly';
import { club as seeded } from '../../local/club/index';
import { at } from '../domain/clock';
import { clearFaults, GYM, openClub } from './club';
import { openTimerContexts } from './timerContext';

export const HALL = 'v-east-pingpong';
export const VENUES = [GYM, HALL];
export const TODAY = midnightOf('2026-03-14' as ClubDate);
/** When the club opens on the stage, and its first night is made. */
export const NIGHT = at('2026-03-14 10:00');

interface Served {
  readonly version: string;
  readonly midnight: number;
  readonly venues: Record<string, { table: string | null; error: number | null; drifts: object[] }>;
}

type Day = Record<string, unknown> & { counts: number[]; date: string; venueId: string };

/** Three weeks are learned from, and three nights made. */
const SHORT = 23;

/** The seeded club with a past of two venues, and nights made when we say so. */
export async function openForecastClub() {
  // What a killed function leaves locked is free again soon.
  const club = await openClub({ transactionMs: 500 });
  const timers = openTimerContexts(club);
  const served = async () =>
    (await club.document('forecasts', 'current')) as unknown as Served | undefined;
  return {
    club,
    timers,
    served,
    async fresh(days = SHORT): Promise<void> {
      await clearFaults(club);
      await club.cloud.reset({ keepInstances: true });
      await seeded.seedPast(club.cloud, { of: VENUES, days });
    },
    night: (now: Instant = NIGHT) => makeNights(timers.contextAt(now)),
    /** What was served, in short. */
    tables: async () =>
      Object.fromEntries(
        Object.entries((await served())?.venues ?? {}).map(([id, { table }]) => [
          id,
          createHash('sha256')
            .update(table ?? '')
            .digest('hex'),
        ]),
      ),
    /** Oldest first. */
    days: async (venueId: string) =>
      ((await club.documents('headcount_days', { venueId })) as Day[]).sort((a, b) =>
        a.date < b.date ? -1 : 1,
      ),
  };
}

export type ForecastClub = Awaited<ReturnType<typeof openForecastClub>>;
