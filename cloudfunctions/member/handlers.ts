import { clubMonthOf, type Instant, plus } from '@shared/base/time';
import type { memberContract } from '@shared/contracts/member';
import { cleanNickname, cleanPhone, refusalToRegister } from '@shared/domain/member';
import { nextMilestone } from '@shared/domain/streak';
import { drainOutbox, leaveInOutbox } from '../_kit/outbox';
import type { ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { unreadOf } from '../message/service';
import { pointsOf } from '../points/service';
import { needsPhone } from '../training/service';
import { openVisitView, presenceOf, visitPage, visitsBetween, visitView } from '../visit/service';
import { memberOutbox } from './erasing';
import { NO_RECORDS, recordsOf, storedOf } from './exporting';
import { inviterOf } from './inviting';
import { changesOf, ownEntry } from './logging';
import { claimPhone } from './phone';
import { memberOf, profileOf } from './profile';
import { deleteAccount, register } from './registering';
import { memberCodeOf } from './service';
import { type MemberDoc, members } from './store';
import { earliestOf, monthSpan, periodsOf, periodTotals, visitDays } from './views';

const EXPORT_PAGE = 500;

/** `cloud://<environment>/avatars/<member>/<file>` and nothing deeper. */
const isAvatarOf = (memberId: string, fileId: string) => {
  const [folder, owner, file, ...deeper] = fileId.replace(/^cloud:\/\/[^/]+\//, '').split('/');
  return folder === 'avatars' && owner === memberId && Boolean(file) && deeper.length === 0;
};

export const memberHandlers: ServerHandlers<typeof memberContract> = {
  async home({ input, caller: { identity }, context }) {
    const { db, now } = context;
    if (identity?.status !== 'ACTIVE') return { now, member: null };
    const { memberId } = identity;
    const month = input.month ?? clubMonthOf(now);
    const start = periodsOf(now);
    const from = earliestOf(start.lastWeek, start.thisMonth, monthSpan(month).from);
    const [member, presence, points, visits, unread] = await Promise.all([
      memberOf(context, memberId),
      presenceOf(db, memberId, now),
      pointsOf(db, memberId, now),
      visitsBetween(db, memberId, from, plus(now, 1)),
      unreadOf(db, memberId),
    ]);
    const until = plus(now, 1);
    const totals = (begin: typeof now, end: typeof now) =>
      periodTotals(visits, { from: begin, until: end }, now);
    return {
      now,
      member: {
        profile: await profileOf(context, member),
        activity: {
          points,
          streakDays: presence.streakDays,
          checkedInToday: presence.checkedInToday,
          nextMilestone: nextMilestone(presence.streakDays),
          thisWeek: totals(start.thisWeek, until),
          lastWeek: totals(start.lastWeek, start.thisWeek),
          thisMonth: totals(start.thisMonth, until),
        },
        openVisit: presence.open && openVisitView(presence.open),
        unread,
        teaches: identity.coachOf !== null,
        calendar: { month, days: visitDays(visits, month) },
      },
    };
  },

  async calendar({ input: { month }, caller, context: { db } }) {
    const { from, until } = monthSpan(month);
    const visits = await visitsBetween(db, caller.identity.memberId, from, until);
    return { month, days: visitDays(visits, month) };
  },

  async register({ input, caller, context, refuse }) {
    const { openid, identity } = caller;
    if (openid === '') throw new Error('a registration without an openid');
    if (identity?.status === 'DISABLED') throw refuse('ACCOUNT_DISABLED');
    if (!identity) {
      const refusal = refusalToRegister(input, context.now);
      if (refusal) throw refuse(refusal);
    }
    const { invite } = input;
    const invitedBy = identity || !invite ? null : await inviterOf(context.db, invite);
    const ask = { openid, form: input, memberId: context.newId(), invitedBy };
    return profileOf(context, await register(context.db, ask, context.now));
  },

  async updateProfile({ input, caller, context, refuse }) {
    const { memberId } = caller.identity;
    const { avatarFileId } = input;
    const typed = typeof input.phone === 'string';
    const phone = typeof input.phone === 'string' ? cleanPhone(input.phone) : input.phone;
    if (typed && phone === null) throw refuse('PHONE_INVALID');
    const nickname = input.nickname === undefined ? undefined : cleanNickname(input.nickname);
    if (nickname === null) throw refuse('NICKNAME_INVALID');
    // Pictures of a member lie in the member's own folder, or they are not the member's.
    if (avatarFileId && !isAvatarOf(memberId, avatarFileId)) throw refuse('PICTURE_INVALID');
    const key = `profile:${context.newId()}`;
    const changed = await context.db.transaction(async (tx) => {
      const member = await tx.need(members, memberId);
      const drops = phone === null && member.phone !== null;
      if (drops && (await needsPhone(tx, memberId))) throw refuse('PHONE_NEEDED');
      if (phone !== undefined) await claimPhone(tx, member, phone);
      const next: MemberDoc = {
        ...member,
        phone: phone === undefined ? member.phone : phone,
        nickname: nickname ?? member.nickname,
        avatarFileId: avatarFileId ?? member.avatarFileId,
      };
      await tx.put(members, next);
      const detail = changesOf(member, next);
      if (detail !== '') {
        const entry = { key, at: context.now, ...ownEntry(caller) };
        await recordAudit(tx, { ...entry, action: 'member.updateProfile', detail });
      }
      const before = member.avatarFileId;
      if (before && before !== next.avatarFileId) {
        const payload = { fileId: before };
        const key = `picture:${memberId}:${context.newId()}`;
        await leaveInOutbox(tx, { key, kind: 'deletePicture', payload, at: context.now });
      }
      return next;
    });
    return profileOf(context, changed);
  },

  async code({ caller, context }) {
    const member = await memberOf(context, caller.identity.memberId);
    return { ...memberCodeOf(member, context.now), now: context.now };
  },

  stored: ({ caller, context }) => storedOf(context, caller.identity.memberId),

  async exportData({ input, caller: { identity }, context }) {
    const before = input.cursor === null ? null : (Number(input.cursor) as Instant);
    const page = await visitPage(context.db, identity.memberId, before, EXPORT_PAGE);
    const visits = page.visits.map(visitView);
    const next = page.next === null ? null : String(page.next);
    // Everything but the visits stands on the first page.
    const record = before === null ? await recordsOf(context, identity) : NO_RECORDS;
    return { ...record, visits, next };
  },

  async deleteAccount({ caller, context }) {
    const { campusId } = ownEntry(caller);
    await deleteAccount(context.db, { memberId: caller.identity.memberId, campusId }, context.now);
    // The account has ended whatever happens now; what cannot be erased at once, the timer erases.
    const { platform, newId } = context;
    await drainOutbox(memberOutbox, context).catch((fault) => platform.reportFault(fault, newId()));
    return { deleted: true };
  },
};
