import { type ClubDate, clubDateOf, clubDayStart, formatClub } from '@shared/base/time';
import {
  type Expiring,
  expiringSoon,
  lastExpiredDay,
  newestToRemind,
  sumOfLots,
} from '@shared/domain/points';
import { budgetOf } from '../_kit/budget';
import type { Db, Where } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Letter, sendMessage } from '../message/service';
import { upToDate, withLots } from './account';
import { reaching } from './earning';
import { type PointAccount, pointAccounts } from './store';

/** Accounts that are read at once: each may have a lot for every day of a year. */
const PAGE = 100;
/** What is left then, the next hour's run does. */
const BUDGET_MS = 20_000;

/** Every account that matches, page by page in the order of the ids. */
async function* accountsBy(db: Db, where: Where<PointAccount>): AsyncGenerator<PointAccount> {
  for (let after = 'points:member:'; ; ) {
    const found = await db.find(pointAccounts, {
      where: { ...where, _id: { gt: after as PointAccount['_id'] } },
      order: [['_id', 'asc']],
      limit: PAGE,
    });
    yield* found;
    const last = found.at(-1);
    if (!last || found.length < PAGE) return;
    after = last._id;
  }
}

/** Does something with each of some accounts; one that fails keeps nobody else waiting. */
async function eachOf(
  { db, platform }: Context,
  where: Where<PointAccount>,
  work: (account: PointAccount) => Promise<unknown>,
): Promise<void> {
  const mayGoOn = budgetOf(BUDGET_MS);
  for await (const account of accountsBy(db, where)) {
    if (!mayGoOn()) return;
    await work(account).catch((fault) => platform.reportFault(fault, account._id));
  }
}

/**
 * Takes away what is twelve months old. Right at any time and however often: what is over is asked
 * of the lots, and somebody who spends at this instant does the same for their own.
 */
export async function expirePoints(context: Context): Promise<void> {
  const { db, now } = context;
  const where = { oldest: { lte: lastExpiredDay(clubDateOf(now)) } };
  await eachOf(context, where, ({ _id }) =>
    db.transaction(async (tx) => {
      const account = await tx.get(pointAccounts, _id);
      if (account) await upToDate(tx, withLots(account, account.lots), now);
    }),
  );
}

/**
 * Looks at accounts that points came into unseen (`earnUnseen`): their lots are put in order, what
 * they owe is paid, and a level that was reached is left in the outbox.
 */
export async function lookAtAccounts(context: Context): Promise<void> {
  const { db, now } = context;
  await eachOf(context, { unseen: { gt: 0 } }, ({ _id }) =>
    db.transaction(async (tx) => {
      const account = await tx.get(pointAccounts, _id);
      if (account === null || account.unseen === 0) return;
      const seen = await upToDate(tx, withLots(account, account.lots), now);
      await tx.put(pointAccounts, { ...(await reaching(tx, seen, now)), unseen: 0 });
    }),
  );
}

/**
 * Tells members of the points that go a month from now: one letter for each calendar month in which
 * some go.
 */
export async function remindExpiry(context: Context): Promise<void> {
  const { db, now } = context;
  const today = clubDateOf(now);
  await eachOf(context, { oldest: { lte: newestToRemind(today) } }, async (seen) => {
    if (expiringSoon(seen.lots, today, seen.told).length === 0) return;
    await db.transaction(async (tx) => {
      const account = await tx.get(pointAccounts, seen._id);
      if (!account) return;
      const soon = expiringSoon(account.lots, today, account.told);
      const [newest] = soon
        .map(({ month }) => month)
        .sort()
        .reverse();
      if (newest === undefined) return;
      await tx.put(pointAccounts, { ...account, told: newest });
      for (const one of soon)
        await sendMessage(tx, expiryLetter(account, one, now), { first: true });
    });
  });
}

const dayText = (date: ClubDate) => formatClub(clubDayStart(date), 'YYYY年M月D日');

function expiryLetter(
  { _id }: PointAccount,
  { month, amount, first, last }: Expiring,
  at: Letter['at'],
): Letter {
  const memberId = _id.slice('points:member:'.length);
  const day =
    first === last ? `${dayText(first)}` : `${dayText(first)}起陆续到期，${dayText(last)}`;
  return {
    key: `points:${memberId}:expiry:${month}`,
    memberId,
    kind: 'POINTS',
    title: '积分快到期了',
    body: `你有 ${amount} 积分将在${day}结束时全部到期，订场时可以抵扣`,
    page: MEMBERSHIP_PAGE,
    at,
  };
}

/** Where a member reads of points and level. */
export const MEMBERSHIP_PAGE = 'packages/membership/pages/home/home';

/**
 * By how much the lots of all accounts differ from their balances: nothing but 0 is right. A single
 * document is always read whole, so nobody has to stand still for it.
 */
export async function lotDifferences(db: Db): Promise<number> {
  let difference = 0;
  for await (const { balance, lots } of accountsBy(db, {})) {
    difference += Math.abs(balance - sumOfLots(lots));
  }
  return difference;
}
