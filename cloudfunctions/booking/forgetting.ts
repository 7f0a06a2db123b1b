import { addDays, clubDateOf, DAY, plus } from '@shared/base/time';
import type { Context } from '../_kit/serve';
import { bookings, waits } from './store';

/** How long it can be looked up what became of a wait, and who a walk-in was, days. */
const KEPT_DAYS = 30;

export const forgetWaits = async ({ db, now }: Context): Promise<void> => {
  const date = { lt: addDays(clubDateOf(now), -KEPT_DAYS) };
  await db.removeAll(waits, { status: { in: ['TAKEN', 'LAPSED', 'LEFT'] }, date });
};

/** The names and numbers of walk-ins serve to find them while they play and to settle it afterwards. */
export const forgetWalkIns = async ({ db, now }: Context): Promise<void> => {
  const endAt = { lt: plus(now, -KEPT_DAYS * DAY) };
  await db.changeAll(bookings, { customer: { ne: null }, endAt }, { set: { customer: null } });
};
