import type { Member } from '../_kit/serve';
import type { MemberDoc } from './store';

/** A member's own deed in the log, in that of the campus they belong to. */
export const ownEntry = ({ identity }: Member) => ({
  actorId: identity.memberId,
  targetId: identity.memberId,
  campusId: identity.campusId ?? identity.coachOf ?? identity.studentOf,
});

/** What of a profile was changed, in words; not to what. */
export const changesOf = (before: MemberDoc, after: MemberDoc) =>
  [
    before.nickname !== after.nickname && '昵称',
    before.phone !== after.phone && '手机号',
    before.avatarFileId !== after.avatarFileId && '头像',
  ]
    .filter(Boolean)
    .join('、');
