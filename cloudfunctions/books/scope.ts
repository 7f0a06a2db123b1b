import { Refusal } from '@shared/refusals';
import type { Member } from '../_kit/serve';
import type { CampusScope } from '../order/service';

/** The campus whose money a caller sees; null is all there is, what was sold in the app included. */
export function scopeOf({ identity }: Member): CampusScope {
  if (identity.role === 'SUPER_ADMIN') return null;
  if (identity.campusId === null) throw new Refusal('NOT_ALLOWED');
  return identity.campusId;
}

/**
 * What a caller asked for by its number, if it is there for the caller. Of another campus it is not
 * found: a guess learns nothing.
 *
 * @throws Refusal ORDER_NOT_FOUND
 */
export function seen<T extends { readonly campusId: string | null }>(
  caller: Member,
  found: T | null,
): T {
  const scope = scopeOf(caller);
  if (!found || (scope !== null && found.campusId !== scope)) throw new Refusal('ORDER_NOT_FOUND');
  return found;
}
