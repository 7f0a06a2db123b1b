import type { CollectionRules, Rule } from '../manifestTypes';
import { evaluateRule } from '../rules/access';
import { type Caller, CloudError } from '../types';
import type { StoredFile } from './store';

const CLOUD_PATH_BYTES = 850;

/**
 * Refuses a path the platform would not take: empty, absolute, with empty parts, over 850 bytes,
 * or with characters that do not survive a URL.
 */
export function checkPath(path: unknown): string {
  const valid =
    typeof path === 'string' &&
    path !== '' &&
    !/^\/|\/\/|[?#%\\\p{Cc}]/u.test(path) &&
    !path.split('/').some((part) => part === '.' || part === '..') &&
    Buffer.byteLength(path) <= CLOUD_PATH_BYTES;
  if (!valid) throw new CloudError('INVALID_PARAM', `invalid cloud path ${JSON.stringify(path)}`);
  return path;
}

/** Server callers may do everything; clients what the storage rules allow. */
export class FileAccess {
  readonly #rules: CollectionRules;

  constructor(rules: CollectionRules) {
    this.#rules = rules;
  }

  mayRead(caller: Caller, file: StoredFile): boolean {
    return this.#may(caller, this.#rules.read, file);
  }

  /** `file` null: it does not exist yet and will belong to the caller. */
  mayWrite(caller: Caller, path: string, file: StoredFile | null): boolean {
    const openid = caller.kind === 'client' ? caller.openid : null;
    return this.#may(caller, this.#rules.write, file ?? { path, openid });
  }

  #may(
    caller: Caller,
    rule: Rule | undefined,
    file: { readonly path: string; readonly openid: string | null },
  ): boolean {
    if (caller.kind === 'server') return true;
    if (typeof rule === 'boolean' || rule === undefined) return rule ?? false;
    const auth = caller.openid === null ? null : { openid: caller.openid, uid: caller.openid };
    // Never null: a file that nobody owns is not the file of whoever has not signed in.
    const resource = { openid: file.openid ?? '', path: file.path };
    return evaluateRule(rule, { auth, resource, request: { auth }, now: Date.now() });
  }
}
