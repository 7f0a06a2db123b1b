import { clubDateOf, HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import type { Db } from '../_kit/db';
import { outbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import {
  type CampusScope,
  ordersOverdue,
  paidNotFulfilled,
  refundsStuck,
} from '../order/movements';
import { paymentInbox } from '../payment/inbox';
import { brokenDays, openDifferences } from '../reconciliation/service';
import { type BookState, bookState } from './checking';
import { newestClosing } from './closing';
import type { Attention } from './store';

/** The hourly check may find somebody moving value each time; not for three hours. */
const CHECKING_TAKES = 3 * HOUR;

/** Books that were never checked are as old as the first day that was closed: both begin together. */
async function isUnchecked(db: Db, { balancedAt }: BookState, now: Instant): Promise<boolean> {
  const since = balancedAt ?? (await newestClosing(db, clubDateOf(now)))?.at ?? now;
  return now - since > CHECKING_TAKES;
}

const SETTLING_TAKES = 5 * MINUTE;
/** Half an hour of pauses, each twice as long as the one before. */
const FAILING_ATTEMPTS = 5;

/**
 * Everything of money that waits for a person, of all campuses or of one. Notifications, deeds and
 * differences belong to no campus: they are counted for whoever can do something about them.
 */
export async function attentionOf(
  { db, now }: Pick<Context, 'db' | 'now'>,
  scope: CampusScope = null,
): Promise<Attention> {
  const all = scope === null;
  const late = { lt: plus(now, -SETTLING_TAKES) };
  const [notifications, deeds, refunds, overdue, unfulfilled, differences, broken, books] =
    await Promise.all([
      !all ? 0 : db.count(paymentInbox, { done: false, at: late }),
      !all ? 0 : db.count(outbox, { attempts: { gte: FAILING_ATTEMPTS } }),
      refundsStuck(db, now, scope),
      ordersOverdue(db, now, scope),
      paidNotFulfilled(db, now, scope),
      !all ? 0 : openDifferences(db),
      !all ? 0 : brokenDays(db, now),
      bookState(db),
    ]);
  return {
    notificationsWaiting: notifications,
    deedsFailing: deeds,
    refundsStuck: refunds,
    ordersOverdue: overdue,
    paidNotFulfilled: unfulfilled,
    differencesOpen: differences,
    daysBroken: broken,
    booksOff: books.off,
    booksUnchecked: !books.off && (await isUnchecked(db, books, now)),
  };
}
