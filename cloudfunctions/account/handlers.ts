import type { accountContract } from '@shared/contracts/account';
import { cleanUsername, isStrongPassword } from '@shared/domain/account';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { type MemberDoc, memberById, memberInTransaction, setUsername } from '../member/service';
import { sendMessage } from '../message/service';
import { bind, unbind } from './binding';
import { passwordChangedLetter } from './letters';
import { hashOf } from './passwords';
import { credentials } from './store';
import { tryPassword } from './trying';

/** What no username can be: looked for in the place of one that cannot exist. */
const NO_USERNAME = '-';

/** The caller's entry in the log about the own account. */
const entryOf = ({ identity }: Member, { now }: Context) => ({
  at: now,
  actorId: identity.memberId,
  campusId: identity.campusId ?? identity.coachOf ?? identity.studentOf,
  targetId: identity.memberId,
  detail: '',
});

async function callerIn({ db }: Context, { identity }: Member): Promise<MemberDoc> {
  const member = await memberById(db, identity.memberId);
  if (!member) throw new Error(`members/${identity.memberId} should exist`);
  return member;
}

export const accountHandlers: ServerHandlers<typeof accountContract> = {
  async state({ caller, context }) {
    const { username, openids } = await callerIn(context, caller);
    return { username, wechats: openids.length };
  },

  async create({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const username = cleanUsername(input.username);
    if (username === null) throw refuse('USERNAME_INVALID');
    if (!isStrongPassword(input.password)) throw refuse('PASSWORD_WEAK');
    const hash = await hashOf(input.password);
    await db.transaction(async (tx) => {
      const member = await memberInTransaction(tx, memberId);
      if (!member) throw new Error(`members/${memberId} should exist`);
      if (member.username !== null) throw refuse('CREDENTIALS_SET');
      if (await tx.get(credentials, username)) throw refuse('USERNAME_TAKEN');
      const times = { triedAt: now, createdAt: now, changedAt: now };
      await tx.put(credentials, { _id: username, memberId, hash, tries: 0, ...times });
      await setUsername(tx, member, username);
      const key = `account:${memberId}:create`;
      await recordAudit(tx, { key, action: 'account.create', ...entryOf(caller, context) });
    });
    return { username };
  },

  async changePassword({ input, caller, context, refuse }) {
    const { db, now, newId } = context;
    const { memberId } = caller.identity;
    const { username } = await callerIn(context, caller);
    if (username === null) throw refuse('NO_CREDENTIALS');
    if (!isStrongPassword(input.next)) throw refuse('PASSWORD_WEAK');
    const known = await db.get(credentials, username);
    const ask = { username, password: input.current, now };
    const tried = await tryPassword(db, known, ask);
    if (tried === 'LOCKED') throw refuse('LOGIN_LOCKED');
    if (tried === 'WRONG') throw refuse('PASSWORD_WRONG');
    const hash = await hashOf(input.next);
    const deed = `password:${newId()}`;
    await db.transaction(async (tx) => {
      const held = await tx.get(credentials, username);
      // Somebody changed it at this very moment: this one is not the current one any more.
      if (held?.hash.key !== known?.hash.key || !held) throw refuse('PASSWORD_WRONG');
      await tx.put(credentials, { ...held, hash, tries: 0, changedAt: now });
      const letter = passwordChangedLetter({ memberId, deed, at: now });
      await sendMessage(tx, letter, { first: true });
      const entry = entryOf(caller, context);
      await recordAudit(tx, { key: deed, action: 'account.changePassword', ...entry });
    });
    return { username };
  },

  async login({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { openid, identity } = caller;
    if (openid === '') throw new Error('a login without an openid');
    const username = cleanUsername(input.username) ?? NO_USERNAME;
    const known = await db.get(credentials, username);
    // Signing in once more to the own account is the second try of a form whose reply was lost.
    if (identity && identity.memberId !== known?.memberId) throw refuse('ALREADY_BOUND');
    const ask = { username, password: input.password, now };
    const tried = await tryPassword(db, known, ask);
    if (tried === 'LOCKED') throw refuse('LOGIN_LOCKED');
    if (tried === 'WRONG' || !known) throw refuse('LOGIN_FAILED');
    const { nickname } = await bind(context, openid, known);
    return { nickname };
  },

  async unbind({ caller, context }) {
    await unbind(context, caller);
    return { unbound: true };
  },
};
