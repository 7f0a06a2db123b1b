import type { Instant } from '@shared/base/time';
import { lockOverSince, MOST_TRIES } from '@shared/domain/account';
import type { Db } from '../_kit/db';
import { isPassword } from './passwords';
import { type Credential, credentials } from './store';

/**
 * Counts a try before the password is looked at, so that guesses made at the same moment cannot be
 * more than the rule allows. False when the username is locked.
 */
export async function reserveTry(db: Db, username: string, now: Instant): Promise<boolean> {
  const counted = () => {
    const free = { _id: username, tries: { lt: MOST_TRIES } };
    return db.changeIf(credentials, free, { set: { triedAt: now }, increase: { tries: 1 } });
  };
  if (await counted()) return true;
  const over = { _id: username, tries: { gte: MOST_TRIES }, triedAt: { lte: lockOverSince(now) } };
  if (await db.changeIf(credentials, over, { set: { triedAt: now, tries: 1 } })) return true;
  // Another try has opened the lock at this very moment: then there are tries left.
  return counted();
}

/** What became of a password that somebody typed for a username. */
export type Tried = 'RIGHT' | 'WRONG' | 'LOCKED';

/**
 * Tries a password. A username that does not exist takes the same requests and the same computation
 * as a wrong password. Who is right says so by `forgetTries` or by writing the credential.
 */
export async function tryPassword(
  db: Db,
  known: Credential | null,
  ask: { readonly username: string; readonly password: string; readonly now: Instant },
): Promise<Tried> {
  const { username, password, now } = ask;
  if (known && !(await reserveTry(db, username, now))) return 'LOCKED';
  if (!known) await db.changeIf(credentials, { _id: username, tries: 0 }, { set: { tries: 0 } });
  return (await isPassword(password, known?.hash ?? null)) ? 'RIGHT' : 'WRONG';
}
