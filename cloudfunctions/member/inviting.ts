import { id } from '@shared/contracts/scalars';
import type { Db } from '../_kit/db';
import { isSignedBy, signatureOf } from '../_kit/signing';
import { type MemberDoc, members } from './store';

const messageOf = (memberId: string) => `invite:${memberId}`;

/** What a member's card to a friend carries: always the same, and worth nothing to anybody else. */
export const inviteTokenOf = ({ _id, codeKey }: MemberDoc): string =>
  `${_id}.${signatureOf(codeKey, messageOf(_id))}`;

/** Who invited somebody with this token; null for one that is not genuine, or of nobody any more. */
export async function inviterOf(db: Db, token: string): Promise<string | null> {
  const [named, signature = ''] = token.split('.');
  const memberId = id.safeParse(named).data;
  const inviter = memberId === undefined ? null : await db.get(members, memberId);
  if (inviter?.status !== 'ACTIVE') return null;
  return isSignedBy(inviter.codeKey, messageOf(inviter._id), signature) ? inviter._id : null;
}
