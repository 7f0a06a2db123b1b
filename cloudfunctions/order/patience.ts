import { SECOND } from '@shared/base/time';
import type { Channel } from '@shared/domain/order';
import { budgetOf } from '../_kit/budget';

/**
 * How long a job of the timer waits for channels: a time for all of it, and no second question to
 * one that kept it waiting, because then the rest of the minute's work would never be reached.
 */
export interface Patience {
  readonly mayGoOn: () => boolean;
  /** Whether there is time, and the channel has not kept anybody waiting. */
  readonly mayAsk: (channel: Channel) => boolean;
  /** Does what asks the channel, and remembers it when that takes as long as no answer does. */
  readonly asking: <T>(channel: Channel, work: () => Promise<T>) => Promise<T>;
}

/** Less than the 4 s after which a question is given up. */
const SILENT_AFTER = 3 * SECOND;

/** @param silent channels that do not answer; jobs of one run share it */
export function patienceOf(ms: number, silent = new Set<Channel>()): Patience {
  const mayGoOn = budgetOf(ms);
  return {
    mayGoOn,
    mayAsk: (channel) => mayGoOn() && !silent.has(channel),
    async asking(channel, work) {
      const inTime = budgetOf(SILENT_AFTER);
      try {
        return await work();
      } finally {
        if (!inTime()) silent.add(channel);
      }
    },
  };
}
