import type { rewardContract } from '@shared/contracts/reward';
import { maskName } from '@shared/domain/member';
import type { Context, ServerHandlers } from '../_kit/serve';
import { usableCoupons } from '../coupons/service';
import { membersById } from '../member/service';
import { pointsOf } from '../points/service';
import {
  cancelRedemption,
  handOver,
  mineOf,
  openOf,
  redeem,
  redemptionByCode,
  redemptionOf,
  redemptionView,
  saveReward,
  shelfOf,
  shelvesFor,
} from '../rewards/service';
import { allCampuses, serves } from '../venue/service';

type Found = Awaited<ReturnType<typeof redemptionByCode>>;

async function deskView({ db, now }: Context, redemption: Found) {
  const [view, members] = await Promise.all([
    redemptionView(db, redemption, now),
    membersById(db, [redemption.memberId]),
  ]);
  return { ...view, who: maskName(members.get(redemption.memberId)?.nickname ?? '') };
}

export const rewardHandlers: ServerHandlers<typeof rewardContract> = {
  async home({ caller: { identity }, context: { db, now } }) {
    const { memberId, level } = identity;
    const [points, rewards, open, coupons] = await Promise.all([
      pointsOf(db, memberId, now),
      shelvesFor(db, { memberId, level }, now),
      openOf(db, memberId),
      usableCoupons(db, memberId, now),
    ]);
    return { level, points, rewards, open, coupons, now };
  },

  async redeem({ input, caller, context }) {
    return redemptionView(context.db, await redeem(context, caller, input), context.now);
  },

  mine: ({ input: { before }, caller, context: { db, now } }) =>
    mineOf(db, { memberId: caller.identity.memberId, before }, now),

  async redemption({ input, caller, context: { db, now }, refuse }) {
    const found = await redemptionOf(db, input.redemptionId, caller.identity.memberId);
    if (!found) throw refuse('REDEMPTION_NOT_FOUND');
    return { redemption: await redemptionView(db, found, now), now };
  },

  async cancel({ input, caller, context }) {
    const cancelled = await cancelRedemption(context, caller, input.redemptionId);
    return redemptionView(context.db, cancelled, context.now);
  },

  look: async ({ input, caller, context }) =>
    deskView(context, await redemptionByCode(context.db, caller, input.code)),

  async handOver({ input, caller, context }) {
    const { _id } = await redemptionByCode(context.db, caller, input.code);
    return deskView(context, await handOver(context, caller, _id));
  },

  async shelf({ input, caller: { identity }, context: { db }, refuse }) {
    const campuses = (await allCampuses(db))
      .filter(({ _id: campusId }) => serves(identity, { campusId }))
      .map(({ _id, name }) => ({ id: _id, name }));
    const campus = campuses.find(({ id }) => input.campusId === null || id === input.campusId);
    if (!campus) throw refuse('CAMPUS_NOT_FOUND');
    return { campusId: campus.id, campuses, rewards: await shelfOf(db, campus.id) };
  },

  async save({ input: { opened, requestId, ...form }, caller, context }) {
    return { id: await saveReward(context, caller, { form, opened, requestId }) };
  },
};
