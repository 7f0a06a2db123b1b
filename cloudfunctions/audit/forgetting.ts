import { plus } from '@shared/base/time';
import { LOG_LIFE } from '@shared/domain/audit';
import type { Context } from '../_kit/serve';
import { auditEntries } from './store';

const PAGE = 500;
/** A day writes far fewer: what is left over is forgotten tomorrow. */
const MOST_PAGES = 10;

/** Forgets entries that are older than the log is kept. */
export async function forgetLog({ db, now }: Pick<Context, 'db' | 'now'>): Promise<void> {
  const old = { at: { lt: plus(now, -LOG_LIFE) } };
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await db.find(auditEntries, { where: old, order: [['at', 'asc']], limit: PAGE });
    if (found.length === 0) return;
    await db.removeAll(auditEntries, { _id: { in: found.map(({ _id }) => _id) } });
    if (found.length < PAGE) return;
  }
}
