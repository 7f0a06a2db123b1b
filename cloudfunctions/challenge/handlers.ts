import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { challengeContract } from '@shared/contracts/challenge';
import { refusalToChallenge } from '@shared/domain/challenge';
import * as z from 'zod';
import { drainOutbox } from '../_kit/outbox';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import {
  accept,
  addSteps,
  block,
  blockedBy,
  boardView,
  cancel,
  challengeOfToken,
  challengeOutbox,
  cheer,
  closeReport,
  confirmScore,
  create,
  decide,
  decline,
  deskOf,
  enterScore,
  homeOf,
  invitationOf,
  leave,
  ownChallenge,
  rankingFor,
  recount,
  report,
  settle,
  showOnBoards,
} from '../challenges/service';

type Challenge = Awaited<ReturnType<typeof ownChallenge>>;

const viewerOf = ({ identity, openid }: Member) => ({ memberId: identity.memberId, openid });
const boardFor = (context: Context, challenge: Challenge, caller: Member) =>
  boardView(context, challenge, viewerOf(caller));

/** Pays what has just been settled; what cannot be paid at once, the timer pays. */
const payNow = (context: Context) =>
  drainOutbox(challengeOutbox, context).catch((fault) =>
    context.platform.reportFault(fault, context.newId()),
  );

/** What the platform makes of the CloudID of `wx.getWeRunData`; seconds, the start of a club day. */
const weRun = z.object({
  data: z.object({
    stepInfoList: z
      .array(z.object({ timestamp: z.int().min(0).max(10_000_000_000), step: z.int().min(0) }))
      .min(1)
      .max(400),
  }),
});

export const challengeHandlers: ServerHandlers<typeof challengeContract> = {
  home: ({ input, caller, context }) => homeOf(context, caller.identity.memberId, input.before),

  async create({ input, caller, context, refuse }) {
    const { requestId, ...asked } = input;
    const form = { ...asked, stake: points(asked.stake) };
    const refusal = refusalToChallenge(form);
    if (refusal) throw refuse(refusal);
    const { memberId } = caller.identity;
    return boardFor(context, await create(context, { memberId, requestId, form }), caller);
  },

  invitation: ({ input, caller, context }) =>
    invitationOf(context, input.token, { memberId: caller.identity?.memberId ?? null }),

  async accept({ input, caller, context }) {
    const known = await challengeOfToken(context.db, input.token);
    const { memberId } = caller.identity;
    return boardFor(context, await accept(context, { known, memberId }), caller);
  },

  async decline({ input, caller, context }) {
    const { _id: challengeId } = await challengeOfToken(context.db, input.token);
    await decline(context, { challengeId, memberId: caller.identity.memberId });
    return { done: true };
  },

  async cancel({ input, caller, context }) {
    const own = { ...input, memberId: caller.identity.memberId };
    return boardFor(context, await cancel(context, own), caller);
  },

  async board({ input, caller, context }) {
    const { memberId } = caller.identity;
    return boardFor(context, await ownChallenge(context.db, input.challengeId, memberId), caller);
  },

  async leave({ input, caller, context }) {
    const { challengeId } = input;
    const left = await leave(context, { challengeId, memberId: caller.identity.memberId });
    const settled = await settle(context, challengeId);
    if (settled) await payNow(context);
    return boardFor(context, settled ?? left, caller);
  },

  async cheer({ input, caller, context }) {
    const { challengeId, memberId: whom } = input;
    const own = { challengeId, memberId: caller.identity.memberId };
    const { cheers } = await cheer(context, own, whom);
    await recount(context, challengeId);
    return { cheers: cheers[whom] ?? 0 };
  },

  async addSteps({ input, caller, context, refuse }) {
    const { challengeId } = input;
    await ownChallenge(context.db, challengeId, caller.identity.memberId);
    const told = weRun.safeParse(input.weRun);
    if (!told.success) throw refuse('STEPS_UNAVAILABLE');
    const steps = told.data.data.stepInfoList.map(({ timestamp, step }) => ({
      at: (timestamp * 1000) as Instant,
      steps: step,
    }));
    const own = { challengeId, memberId: caller.identity.memberId };
    const walked = await addSteps(context, own, steps);
    const settled = await settle(context, challengeId);
    if (settled) await payNow(context);
    return boardFor(context, settled ?? walked, caller);
  },

  async score({ input, caller, context }) {
    const { challengeId, mine, theirs } = input;
    const own = { challengeId, memberId: caller.identity.memberId };
    return boardFor(context, await enterScore(context, own, { mine, theirs }), caller);
  },

  async confirmScore({ input, caller, context }) {
    const { challengeId, agree } = input;
    const own = { challengeId, memberId: caller.identity.memberId };
    const confirmed = await confirmScore(context, own, agree);
    if (confirmed.status === 'SETTLED') await payNow(context);
    return boardFor(context, confirmed, caller);
  },

  async report({ input, caller, context }) {
    await report(context, input, caller.identity.memberId);
    return { done: true };
  },

  async block({ input, caller, context }) {
    const { memberId } = caller.identity;
    await block(context, memberId, { whom: input.memberId, blocked: input.blocked });
    return { blocked: await blockedBy(context.db, memberId) };
  },

  blocked: async ({ caller, context }) => ({
    blocked: await blockedBy(context.db, caller.identity.memberId),
  }),

  ranking({ input, caller: { identity }, context }) {
    const { memberId, campusId, coachOf, studentOf } = identity;
    return rankingFor(context, input, { memberId, campusId: campusId ?? coachOf ?? studentOf });
  },

  async showMe({ input: { shown }, caller, context }) {
    await showOnBoards(context, caller.identity.memberId, shown);
    return { shown };
  },

  desk: ({ context }) => deskOf(context),

  async decide({ input, caller: { identity }, context }) {
    const { memberId, campusId } = identity;
    const decided = await decide(context, input, { memberId, campusId });
    await payNow(context);
    await recount(context, decided._id);
    return { done: true };
  },

  async closeReport({ input, caller: { identity }, context }) {
    const { memberId, campusId } = identity;
    await closeReport(context, input, { memberId, campusId });
    return { done: true };
  },
};
