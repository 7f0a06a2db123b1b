import { clubDateOf } from '@shared/base/time';
import type { booksContract } from '@shared/contracts/books';
import type { ServerHandlers } from '../_kit/serve';
import { attentionOf, bookState } from '../bookkeeping/service';
import { newestReconciliations } from '../reconciliation/service';
import { allCampuses, type Campus } from '../venue/service';
import { ledgerAgrees } from './agreement';
import { scopeOf } from './scope';
import { moneyDayOf, takingsRows, totalOf } from './takings';

/** The campuses that somebody with this scope may look at. */
const choicesOf = (campuses: readonly Campus[], scope: string | null) =>
  campuses
    .filter(({ _id }) => scope === null || _id === scope)
    .map(({ _id: id, name }) => ({ id, name }));

type Books = ServerHandlers<typeof booksContract>;

/** A day in sums. */
export const overviewHandlers: Pick<Books, 'home' | 'takings'> = {
  async home({ caller, context }) {
    const { db, now } = context;
    const scope = scopeOf(caller);
    const superAdmin = scope === null;
    const [campuses, day, attention, books, reconciliations] = await Promise.all([
      allCampuses(db),
      moneyDayOf(db, clubDateOf(now), scope),
      attentionOf(context, scope),
      bookState(db),
      superAdmin ? newestReconciliations(db) : [],
    ]);
    return {
      superAdmin,
      campuses: choicesOf(campuses, scope),
      today: totalOf(day),
      attention,
      balancedAt: books.balancedAt,
      reconciliations,
      now,
    };
  },

  async takings({ input: { date, campusId }, caller, context: { db, now }, refuse }) {
    const own = scopeOf(caller);
    if (own !== null && campusId !== null && campusId !== own) throw refuse('CAMPUS_NOT_FOUND');
    const scope = campusId ?? own;
    const campuses = await allCampuses(db);
    const campusIds = campuses.map(({ _id }) => _id);
    if (scope !== null && !campusIds.includes(scope)) throw refuse('CAMPUS_NOT_FOUND');
    const day = await moneyDayOf(db, date, scope);
    const seenIds = scope === null ? campusIds : [scope];
    const [rows, agrees] = await Promise.all([
      takingsRows(db, day, seenIds),
      ledgerAgrees(db, day, scope, seenIds),
    ]);
    const choices = choicesOf(campuses, own);
    return { date, rows, total: totalOf(day), agrees, campuses: choices, now };
  },
};
