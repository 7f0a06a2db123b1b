import { createHash, timingSafeEqual } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import type { Transaction } from '../_kit/db';
import { installationClaim, superAdmins } from './store';

const hashOf = (code: string) => createHash('sha256').update(code.trim()).digest('hex');

/** Takes the claim code out of use for a new super admin; answers why not, if it may not. */
export async function claimInstallation(
  tx: Transaction,
  claim: { readonly code: string; readonly memberId: string; readonly now: Instant },
) {
  const current = await tx.get(superAdmins, 'superAdmins');
  if (current && current.memberIds.length > 0) return 'ALREADY_CLAIMED';
  const offered = await tx.get(installationClaim, 'claim');
  const given = Buffer.from(hashOf(claim.code));
  const right = offered && timingSafeEqual(given, Buffer.from(offered.codeHash));
  if (!right || offered.expiresAt <= claim.now) return 'CLAIM_CODE_INVALID';
  await tx.remove(installationClaim, 'claim');
  await tx.put(superAdmins, { _id: 'superAdmins', memberIds: [claim.memberId] });
  return null;
}

/** Takes a super admin off the list; false when nobody would be left. */
export async function resignSuperAdmin(tx: Transaction, memberId: string): Promise<boolean> {
  const current = await tx.need(superAdmins, 'superAdmins');
  const memberIds = current.memberIds.filter((other) => other !== memberId);
  if (memberIds.length === 0) return false;
  await tx.put(superAdmins, { _id: 'superAdmins', memberIds });
  return true;
}
