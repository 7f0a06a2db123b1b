import { runDueJobs } from '../_kit/jobs';
import { openTimerContext } from '../_kit/platform';
import { JOBS } from './jobs';

/** Called each minute by the platform; anybody else gets nothing. */
export async function main(): Promise<{ ran: string[] }> {
  const context = openTimerContext();
  return { ran: context ? await runDueJobs('jobs', JOBS, context) : [] };
}
