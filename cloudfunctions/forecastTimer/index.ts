import { formatClub, type Instant, MINUTE } from '@shared/base/time';
import { type Job, runDueJobs } from '../_kit/jobs';
import { openTimerContext } from '../_kit/platform';
import { makeNights } from '../forecast/nightly';
import { fetchWeather } from '../forecast/weather';

/** Longer than the function may run (900 s): who comes after a kill begins when it is over. */
const LEASE = 16 * MINUTE;
const EVERY = 10 * MINUTE;

/** What is known of the weather before midnight is what the night may look at. */
const EVENING: readonly Job[] = [
  { name: 'fetchWeather', every: EVERY, lease: LEASE, run: fetchWeather },
];
const NIGHT: readonly Job[] = [{ name: 'makeNights', every: EVERY, lease: LEASE, run: makeNights }];

/** The platform has one timer a function: the hour says which of the two it is. */
const jobsAt = (now: Instant) => (formatClub(now, 'HH') === '23' ? EVENING : NIGHT);

/**
 * Called every ten minutes, late in the evening and in the early morning: the first call does what is
 * to be done, or a later one.
 */
export async function main(): Promise<{ ran: string[] }> {
  const context = openTimerContext();
  if (!context) return { ran: [] };
  return { ran: await runDueJobs('forecastJobs', jobsAt(context.now), context) };
}
