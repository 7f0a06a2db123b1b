import type * as z from 'zod';
import { type ChannelPayment, ChannelUnknown } from '../order/channel';

/**
 * Reads the answers of a channel, named for its faults. An answer that verifies and is not what was
 * asked for is as good as none: it is thrown as ChannelUnknown, by its fields and not their values.
 */
export const answersOf =
  (channel: string) =>
  <S extends z.ZodType>(schema: S, answer: unknown): z.output<S> => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new ChannelUnknown(`${channel}'s answer is not understood: ${fields}`);
  };

export const nothingPaid = (state: Exclude<ChannelPayment['state'], 'PAID'>): ChannelPayment => ({
  state,
  transactionId: null,
  amount: null,
  paidAt: null,
});
