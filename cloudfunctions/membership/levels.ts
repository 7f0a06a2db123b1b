import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { id } from '@shared/contracts/scalars';
import {
  FULL_PRICE,
  isAbove,
  LEVEL_WORDS,
  type Level,
  levelFor,
  percentOf,
} from '@shared/domain/membership';
import * as z from 'zod';
import type { Db, Transaction } from '../_kit/db';
import type { OutboxHandlers } from '../_kit/outbox';
import { memberInTransaction, setLevel } from '../member/service';
import { type Letter, sendMessage } from '../message/service';
import { accountIn, MEMBERSHIP_PAGE } from '../points/service';
import { type Membership, memberships } from './store';

/**
 * Opens a membership at the level that the points earned so far reach; asked again it changes
 * nothing. Whoever ends the account at this instant meets it in the member.
 */
export const join = (db: Db, memberId: string, now: Instant): Promise<void> =>
  db.transaction(async (tx) => {
    if (await tx.get(memberships, memberId)) return;
    const member = await memberInTransaction(tx, memberId);
    if (!member) throw new Error(`members/${memberId} should exist`);
    const { earned } = await accountIn(tx, memberId);
    await tx.put(memberships, { _id: memberId, joinedAt: now, celebrated: 'BASIC' });
    await setLevel(tx, member, levelFor(points(earned)));
  });

/**
 * Gives a member the level that was reached, everywhere it is read, and says so once. A level never
 * falls, and who has no membership has none.
 */
export const raiseLevel = (db: Db, memberId: string, now: Instant): Promise<void> =>
  db.transaction(async (tx) => {
    const member = await memberInTransaction(tx, memberId);
    if (!member || member.level === null) return;
    const { earned } = await accountIn(tx, memberId);
    const level = levelFor(points(earned));
    if (!isAbove(level, member.level)) return;
    await setLevel(tx, member, level);
    await sendMessage(tx, raisedLetter(memberId, level, now), { first: true });
  });

function raisedLetter(memberId: string, level: Level, at: Instant): Letter {
  const tenths = percentOf(level) / 10;
  const price = percentOf(level) < FULL_PRICE ? `，订场享 ${tenths} 折` : '';
  return {
    key: `level:${memberId}:${level}`,
    memberId,
    kind: 'POINTS',
    title: `升级为${LEVEL_WORDS[level]}`,
    body: `恭喜，你已升级为${LEVEL_WORDS[level]}${price}`,
    page: MEMBERSHIP_PAGE,
    at,
  };
}

/** The level whose celebration waits to be seen, or null. */
export const toCelebrate = ({ celebrated }: Membership, level: Level): Level | null =>
  isAbove(level, celebrated) ? level : null;

/** The celebration of a level was seen. One that was not reached, or seen before, changes nothing. */
export const celebrate = (db: Db, memberId: string, level: Level): Promise<void> =>
  db.transaction(async (tx: Transaction) => {
    const known = await tx.get(memberships, memberId);
    const member = known && (await memberInTransaction(tx, memberId));
    if (!known || !member?.level) return;
    if (isAbove(level, member.level) || !isAbove(level, known.celebrated)) return;
    await tx.put(memberships, { ...known, celebrated: level });
  });

const raised = z.object({ memberId: id });

/** What earning left to be done. Done twice, it does nothing the second time. */
export const membershipOutbox: OutboxHandlers = {
  async raiseLevel(payload, { db, now }) {
    await raiseLevel(db, raised.parse(payload).memberId, now);
  },
};
