import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { memberById, membersById } from '../member/service';
import { challengerIn } from './member';
import { challengers } from './store';
import { personOf } from './views';

/** Keeps a member from challenging and being challenged by another one, or lets them again. */
export async function block(
  { db }: Context,
  memberId: string,
  { whom, blocked }: { readonly whom: string; readonly blocked: boolean },
): Promise<void> {
  if (whom === memberId || (blocked && !(await memberById(db, whom)))) {
    throw new Refusal('MEMBER_NOT_FOUND');
  }
  await db.transaction(async (tx) => {
    const own = await challengerIn(tx, memberId);
    if (own.blocked.includes(whom) === blocked) return;
    const others = own.blocked.filter((one) => one !== whom);
    await tx.put(challengers, { ...own, blocked: blocked ? [...others, whom] : others });
  });
}

/** Whom a member has blocked, as others see them. */
export async function blockedBy(db: Db, memberId: string) {
  const own = await db.get(challengers, memberId);
  const people = await membersById(db, own?.blocked ?? []);
  return [...people.values()].map(({ _id, nickname }) =>
    personOf({ memberId: _id, nickname }, people),
  );
}
