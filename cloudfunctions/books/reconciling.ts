import type { booksContract } from '@shared/contracts/books';
import type { ServerHandlers } from '../_kit/serve';
import { memberById } from '../member/service';
import { dayOf, lastDays, reconcileDay, settleDifference } from '../reconciliation/service';
import { reasonOf, recordAsked } from './audited';

type Books = ServerHandlers<typeof booksContract>;

/** The channels' bills against our books; their accounts belong to no campus. */
export const reconcilingHandlers: Pick<
  Books,
  'reconciliations' | 'reconciliation' | 'reconcile' | 'settleDifference'
> = {
  reconciliations: async ({ context: { db, now } }) => ({ days: await lastDays(db), now }),

  async reconciliation({ input: { channel, date }, context: { db }, refuse }) {
    const known = await dayOf(db, channel, date);
    if (!known) throw refuse('NO_RECONCILIATION');
    return known;
  },

  reconcile: ({ input: { channel, date }, context }) => reconcileDay(context, channel, date),

  async settleDifference({ input, caller, context }) {
    const { channel, date, id } = input;
    const note = reasonOf(input.note);
    const by = await memberById(context.db, caller.identity.memberId);
    const settled = { ...input, note, by: by?.nickname ?? '' };
    const answer = await settleDifference(context, settled);
    const targetId = `${channel}:${date}:${id}`;
    const deed = {
      action: 'books.settleDifference',
      targetId,
      campusId: null,
      reason: note,
    } as const;
    await recordAsked(caller, context, deed);
    return answer;
  },
};
