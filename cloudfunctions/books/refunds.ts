import { DAY, plus } from '@shared/base/time';
import type { booksContract } from '@shared/contracts/books';
import { isStuck } from '@shared/domain/order';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import type { ChannelRefund } from '../order/channel';
import {
  creditRefund,
  endedRefunds,
  hasEnded,
  type Refund,
  refundById,
  sendRefund,
  settleRefund,
  unendedRefunds,
} from '../order/service';
import { channelOf, clearly } from '../payment/service';
import { allCampuses, campusOf } from '../venue/service';
import { audited, reasonOf, recordAsked } from './audited';
import { scopeOf, seen } from './scope';
import { payersOf, refundView } from './views';

type Books = ServerHandlers<typeof booksContract>;

const MEMORY = 7 * DAY;
const MOST_WAITING = 200;
const MOST_ENDED = 100;

const seenRefund = async ({ db }: Context, caller: Member, refundId: string): Promise<Refund> =>
  seen(caller, await refundById(db, refundId));

/** The refund as it stands after something was done with it. */
async function viewOf(context: Context, caller: Member, refundId: string) {
  const refund = await seenRefund(context, caller, refundId);
  const payers = await payersOf(context.db, [refund]);
  return refundView(refund, payers, context.now);
}

/** Asks the channel how a refund stands and does what its answer asks for; null: unknown there. */
async function askRefund(context: Context, refund: Refund): Promise<ChannelRefund['state'] | null> {
  const { _id: refundId, orderId, channel } = refund;
  const found = await clearly(context, () => channelOf(channel).queryRefund({ orderId, refundId }));
  if (found) await settleRefund(context, { refundId, state: found.state });
  return found?.state ?? null;
}

/** Money on its way back, and what is done about it by hand. */
export const refundHandlers: Pick<Books, 'refunds' | 'resendRefund' | 'creditRefund'> = {
  async refunds({ caller, context: { db, now } }) {
    const scope = scopeOf(caller);
    const [waiting, ended, campuses] = await Promise.all([
      unendedRefunds(db, scope, MOST_WAITING),
      endedRefunds(db, scope, plus(now, -MEMORY), MOST_ENDED),
      scope === null ? allCampuses(db) : [],
    ]);
    const all = [...waiting, ...ended];
    const payers = await payersOf(db, all);
    return {
      refunds: all.map((refund) => refundView(refund, payers, now)),
      tills: campuses.map(({ _id: id, name }) => ({ id, name })),
      now,
    };
  },

  async resendRefund({ input: { refundId }, caller, context }) {
    const refund = await seenRefund(context, caller, refundId);
    if (!hasEnded(refund)) {
      const { campusId } = refund;
      const deed = { action: 'books.resendRefund', targetId: refundId, campusId } as const;
      await recordAsked(caller, context, deed);
      if (refund.status === 'ABNORMAL') await askRefund(context, refund);
      else await clearly(context, () => sendRefund(context, refundId, channelOf));
    }
    return viewOf(context, caller, refundId);
  },

  async creditRefund({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { refundId, campusId: till } = input;
    const reason = reasonOf(input.reason);
    const refund = await seenRefund(context, caller, refundId);
    // The reply to an earlier try was lost, or the channel was faster: how it ended is the answer.
    if (hasEnded(refund)) return viewOf(context, caller, refundId);
    if (!isStuck(refund, now)) throw refuse('REFUND_NOT_STUCK');
    if (till !== null && !(await campusOf(db, till))) throw refuse('CAMPUS_NOT_FOUND');
    // What the channel still works at would be paid twice.
    if ((await askRefund(context, refund)) === 'PROCESSING') throw refuse('REFUND_NOT_STUCK');
    const campusId = refund.campusId ?? till;
    const deed = { action: 'books.creditRefund', targetId: refundId, campusId, reason } as const;
    const audit = audited(caller, context, deed);
    await db.transaction(async (tx) => {
      if (await creditRefund(tx, { refundId, campusId }, now)) await audit(tx);
    });
    return viewOf(context, caller, refundId);
  },
};
