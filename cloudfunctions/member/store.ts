import { fileId, id, instant } from '@shared/contracts/scalars';
import { ROLES } from '@shared/domain/member';
import { LEVELS } from '@shared/domain/membership';
import * as z from 'zod';
import { collection } from '../_kit/db';

const member = z.object({
  _id: id,
  nickname: z.string(),
  avatarFileId: fileId.nullable(),
  birthYear: z.int(),
  /** Eleven digits; claimed by a document of `member_phones`. */
  phone: z.string().nullable().default(null),
  /** The name of its password, which `credentials` has under it; null while there is none. */
  username: z.string().nullable().default(null),
  guardianConsent: z.boolean(),
  consentAt: instant,
  role: z.enum(ROLES),
  campusId: id.nullable(),
  /** Null while there is no membership. */
  level: z.enum(LEVELS).nullable().default(null),
  /** Who invited this member, until the first completed booking has thanked for it. */
  invitedBy: id.nullable().default(null),
  status: z.enum(['ACTIVE', 'DISABLED']),
  /** The WeChat identities that are this member. */
  openids: z.array(z.string().min(1)),
  /** Signs the member's codes; never leaves the server. */
  codeKey: z.string().min(16),
  createdAt: instant,
});
export type MemberDoc = z.output<typeof member>;
export const members = collection('members', member);

/** Whose a phone number is: the number is the id, so two members never share one. */
export const memberPhones = collection(
  'member_phones',
  z.object({ _id: z.string(), memberId: id }),
);

/** A member code that was used: its id is the member and the moment it was made. */
export const memberCodeUses = collection(
  'member_code_uses',
  z.object({ _id: z.string(), memberId: id, at: instant }),
);
