import type * as z from 'zod';
import { type ChannelPayment, ChannelRefused, ChannelUnknown, OrderPaid } from '../order/channel';

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

/** What a channel answers in place of something that it does not know. */
export const MISSING = Symbol('missing');

/** `MISSING` for a refusal by which the channel says that it knows no such thing. */
export async function unlessMissing(
  answer: Promise<unknown>,
  isMissing: (refused: ChannelRefused) => boolean,
): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ChannelRefused && isMissing(error)) return MISSING;
    throw error;
  }
}

/**
 * Tells a refusal because the order is paid from all others, by asking: the code alone may lie.
 *
 * @throws OrderPaid, or what was thrown
 */
export async function unlessPaid(
  answer: Promise<unknown>,
  orderId: string,
  asked: {
    readonly code: RegExp;
    readonly query: (orderId: string) => Promise<ChannelPayment>;
  },
): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    const paid = error instanceof ChannelRefused && asked.code.test(error.code);
    if (paid && (await asked.query(orderId)).state === 'PAID') throw new OrderPaid(orderId);
    throw error;
  }
}

/** Opens a channel when it is first asked for; its keys are read once. */
export function openedOnce<C>(open: () => C | null): () => C | null {
  let opened: C | null | undefined;
  return () => {
    if (opened === undefined) opened = open();
    return opened;
  };
}
