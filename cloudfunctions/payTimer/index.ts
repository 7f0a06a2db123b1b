import { runDueJobs } from '../_kit/jobs';
import { openTimerContext } from '../_kit/platform';
import { payJobs } from './jobs';

/** Called each minute by the platform. A function of its own: it alone needs the channel's keys. */
export async function main(): Promise<{ ran: string[] }> {
  const context = openTimerContext();
  return { ran: context ? await runDueJobs('payJobs', payJobs(), context) : [] };
}
