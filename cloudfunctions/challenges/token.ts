import { id } from '@shared/contracts/scalars';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import { isSignedBy, signatureOf } from '../_kit/signing';
import { type Challenge, challenges } from './store';

const message = (challengeId: string) => `invite:${challengeId}`;

/** What the card carries. */
export const inviteTokenOf = ({ _id, secret }: Challenge) =>
  `${_id}.${signatureOf(secret, message(_id))}`;

/**
 * The challenge that a card invites to.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND
 */
export async function challengeOfToken(db: Db, token: string): Promise<Challenge> {
  const [named, signature = ''] = token.split('.');
  const known = id.safeParse(named);
  const challenge = known.success ? await db.get(challenges, known.data) : null;
  if (!challenge || !isSignedBy(challenge.secret, message(challenge._id), signature)) {
    throw new Refusal('CHALLENGE_NOT_FOUND');
  }
  return challenge;
}
