import { points } from '@shared/base/money';
import { clubDateOf } from '@shared/base/time';
import type { MembershipHome, membershipContract } from '@shared/contracts/membership';
import { frozenPoints } from '@shared/domain/ledger';
import { cleanPhone, maskPhone } from '@shared/domain/member';
import { isAbove, levelFor, nextLevel } from '@shared/domain/membership';
import { expiryByMonth, usableLots } from '@shared/domain/points';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { balanceOf } from '../ledger/service';
import {
  inviteTokenOf,
  type MemberDoc,
  memberById,
  memberByPhone,
  readMemberCode,
  useMemberCode,
} from '../member/service';
import { accountOf, linesOfMonth, recentLinesOf, usableIn } from '../points/service';
import { allCampuses, serves } from '../venue/service';
import { adjust } from './adjusting';
import { celebrate, join, raiseLevel, toCelebrate } from './levels';
import { changesOf, rulesIn, rulesOf } from './rules';
import { campusRules, memberships } from './store';

async function memberOf({ db }: Context, memberId: string): Promise<MemberDoc> {
  const member = await memberById(db, memberId);
  if (!member) throw new Error(`members/${memberId} should exist`);
  return member;
}

/** The page of a member; a level that the timer has not given yet is given before it is shown. */
async function homeOf(context: Context, memberId: string): Promise<MembershipHome> {
  const { db, now } = context;
  const [member, membership, account, frozen, recent] = await Promise.all([
    memberOf(context, memberId),
    db.get(memberships, memberId),
    accountOf(db, memberId),
    balanceOf(db, frozenPoints(memberId)),
    recentLinesOf(db, memberId),
  ]);
  const lifetime = points(account.earned);
  const { level } = member;
  if (level !== null && isAbove(levelFor(lifetime), level)) {
    await raiseLevel(db, memberId, now);
    return homeOf(context, memberId);
  }
  return {
    level,
    lifetime,
    next: level === null ? null : nextLevel(level, lifetime),
    points: usableIn(account, now),
    frozen: points(frozen),
    owed: points(account.owed),
    expiring: expiryByMonth(usableLots(account.lots, clubDateOf(now))),
    recent,
    celebrate: membership && level !== null ? toCelebrate(membership, level) : null,
    inviteToken: inviteTokenOf(member),
    now,
  };
}

/** What a manager sees of somebody's points. */
async function pointsView({ db, now }: Context, member: MemberDoc) {
  const { _id: memberId, nickname, phone, level } = member;
  const [account, recent] = await Promise.all([
    accountOf(db, memberId),
    recentLinesOf(db, memberId),
  ]);
  return {
    memberId,
    nickname,
    phone: phone === null ? null : maskPhone(phone),
    level,
    points: usableIn(account, now),
    lifetime: points(account.earned),
    recent,
  };
}

/** The campuses that an admin sets rules for. */
async function servedCampuses({ db }: Context, { identity }: Member) {
  const all = await allCampuses(db);
  return all
    .filter(({ _id: campusId }) => serves(identity, { campusId }))
    .map(({ _id, name }) => ({ id: _id, name }));
}

export const membershipHandlers: ServerHandlers<typeof membershipContract> = {
  home: ({ caller, context }) => homeOf(context, caller.identity.memberId),

  async apply({ caller, context }) {
    const { memberId } = caller.identity;
    await join(context.db, memberId, context.now);
    return homeOf(context, memberId);
  },

  async celebrated({ input: { level }, caller, context: { db } }) {
    await celebrate(db, caller.identity.memberId, level);
    return { done: true };
  },

  async lines({ input: { month }, caller, context: { db } }) {
    return { month, lines: await linesOfMonth(db, caller.identity.memberId, month) };
  },

  async rules({ input, caller, context, refuse }) {
    const campuses = await servedCampuses(context, caller);
    const campus = campuses.find(({ id }) => input.campusId === null || id === input.campusId);
    if (!campus) throw refuse('CAMPUS_NOT_FOUND');
    return { campusId: campus.id, campuses, rules: await rulesOf(context.db, campus.id) };
  },

  async saveRules({ input: { campusId, rules }, caller, context, refuse }) {
    const { db, now, newId } = context;
    const campuses = await servedCampuses(context, caller);
    if (!campuses.some(({ id }) => id === campusId)) throw refuse('CAMPUS_NOT_FOUND');
    const key = `rules:${campusId}:${newId()}`;
    await db.transaction(async (tx) => {
      const detail = changesOf(await rulesIn(tx, campusId), rules);
      if (detail === '') return;
      await tx.put(campusRules, { _id: campusId, rules });
      const actorId = caller.identity.memberId;
      const entry = { key, at: now, actorId, campusId, targetId: campusId, detail };
      await recordAudit(tx, { ...entry, action: 'membership.saveRules' });
    });
    return { rules };
  },

  async find({ input: { text }, context, refuse }) {
    const { db, now } = context;
    const phone = cleanPhone(text);
    if (phone !== null) {
      const member = await memberByPhone(db, phone);
      if (!member) throw refuse('MEMBER_NOT_FOUND');
      return pointsView(context, member);
    }
    const read = await readMemberCode(db, text, now);
    if (typeof read === 'string') throw refuse(read);
    const { member, useId } = read;
    const use = { useId, memberId: member._id, at: now };
    if (!(await db.transaction((tx) => useMemberCode(tx, use)))) throw refuse('MEMBER_CODE_USED');
    return pointsView(context, member);
  },

  async adjust({ input, caller, context }) {
    await adjust(context, caller, input);
    return pointsView(context, await memberOf(context, input.memberId));
  },
};
