import { createHash, timingSafeEqual } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import type { Transaction } from '../_kit/db';
import { centre, installationClaim, superAdmins } from './store';

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

/** Puts another super admin on the list. */
export async function addSuperAdmin(tx: Transaction, memberId: string): Promise<void> {
  const current = await tx.need(superAdmins, 'superAdmins');
  await tx.put(superAdmins, {
    _id: 'superAdmins',
    memberIds: [...new Set([...current.memberIds, memberId])],
  });
}

/** Takes a super admin off the list; false when nobody would be left. */
export async function resignSuperAdmin(tx: Transaction, memberId: string): Promise<boolean> {
  const current = await tx.need(superAdmins, 'superAdmins');
  const memberIds = current.memberIds.filter((other) => other !== memberId);
  if (memberIds.length === 0) return false;
  await tx.put(superAdmins, { _id: 'superAdmins', memberIds });
  return true;
}

/** Makes a campus the centre; false while another one is. */
export async function claimCentre(tx: Transaction, campusId: string): Promise<boolean> {
  const current = await tx.get(centre, 'centre');
  if (current && current.campusId !== campusId) return false;
  await tx.put(centre, { _id: 'centre', campusId });
  return true;
}

export const releaseCentre = (tx: Transaction) => tx.remove(centre, 'centre');
