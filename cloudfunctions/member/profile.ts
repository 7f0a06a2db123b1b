import type { ProfileView } from '@shared/contracts/member';
import type { Context } from '../_kit/serve';
import { campusOf } from '../venue/service';
import { memberById } from './service';
import type { MemberDoc } from './store';
import { profileView } from './views';

/** The document of a caller, who has one. */
export async function memberOf({ db }: Context, memberId: string): Promise<MemberDoc> {
  const member = await memberById(db, memberId);
  if (!member) throw new Error(`members/${memberId} should exist`);
  return member;
}

export async function profileOf({ db }: Context, member: MemberDoc): Promise<ProfileView> {
  const campus = member.campusId === null ? null : await campusOf(db, member.campusId);
  return profileView(member, campus?.name ?? null);
}
