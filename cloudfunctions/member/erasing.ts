import { frozenMoney, memberMoney } from '@shared/domain/ledger';
import type { OutboxHandlers } from '../_kit/outbox';
import { eraseBookingsOf } from '../booking/service';
import { eraseChallengesOf } from '../challenges/service';
import { eraseQuietWaitsOf } from '../forecast/service';
import { dropBalances } from '../ledger/service';
import { eraseLessonsOf } from '../lessons/service';
import { eraseMembershipOf } from '../membership/service';
import { eraseMessagesOf } from '../message/service';
import { eraseOrdersOf } from '../order/service';
import { erasePointHoldsOf } from '../points/service';
import { eraseRewardsOf } from '../rewards/service';
import { eraseTrainingOf } from '../training/records';
import { eraseFavouritesOf } from '../venue/service';
import { eraseVisitsOf } from '../visit/service';
import { memberCodeUses, members } from './store';

/** What is left to do after an account was ended. Done twice, it does nothing the second time. */
export const memberOutbox: OutboxHandlers = {
  async eraseMember(payload, context) {
    const { db, platform } = context;
    const { memberId, avatarFileId } = payload as { memberId: string; avatarFileId: string | null };
    await dropBalances(db, [memberMoney(memberId), frozenMoney(memberId)]);
    await eraseFavouritesOf(db, memberId);
    await eraseQuietWaitsOf(db, memberId);
    await db.removeAll(memberCodeUses, { memberId });
    await eraseVisitsOf(db, memberId);
    await eraseOrdersOf(db, memberId);
    await eraseBookingsOf(context, memberId);
    await eraseTrainingOf(db, memberId);
    await eraseLessonsOf(context, memberId);
    // Before the holds: what somebody staked is in one.
    await eraseChallengesOf(context, memberId);
    await eraseMembershipOf(db, memberId);
    await eraseRewardsOf(db, memberId);
    await erasePointHoldsOf(db, memberId);
    await db.changeAll(members, { invitedBy: memberId }, { set: { invitedBy: null } });
    await eraseMessagesOf(db, memberId);
    if (avatarFileId) await platform.deleteFiles([avatarFileId]);
  },
  async deletePicture(payload, { platform }) {
    await platform.deleteFiles([(payload as { fileId: string }).fileId]);
  },
};
