import { id, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Who rules the whole installation: written by every change of a super admin, so that one always stays. */
export const superAdmins = collection(
  'installation',
  z.object({ _id: z.literal('superAdmins'), memberIds: z.array(id) }),
);

/** Which campus is the centre: there is one at most, and its creation or change writes this. */
export const centre = collection(
  'installation',
  z.object({ _id: z.literal('centre'), campusId: id }),
);

/** The one-time code of a deployment, as a hash. */
export const installationClaim = collection(
  'installation',
  z.object({ _id: z.literal('claim'), codeHash: z.string(), expiresAt: instant }),
);
