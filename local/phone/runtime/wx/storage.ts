import type { Host } from '../host';
import { type Callbacks, Refusal, settle } from './settle';

/** WeChat: 1 MB a key, 10 MB a mini-program and person. */
const KEY_LIMIT = 1024 * 1024;
const TOTAL_LIMIT = 10 * 1024 * 1024;

type KeyOptions = Callbacks & { readonly key?: unknown; readonly data?: unknown };

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

/** Dates survive WeChat's storage; JSON alone would make strings of them. */
const DATE_MARK = '\u0000date:';

function encode(data: unknown): string {
  return JSON.stringify({ data }, function (this: Record<string, unknown>, key, value) {
    const raw = this[key];
    return raw instanceof Date ? `${DATE_MARK}${raw.getTime()}` : (value as unknown);
  });
}

function decode(text: string): unknown {
  const parsed = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(DATE_MARK)
      ? new Date(Number(value.slice(DATE_MARK.length)))
      : value,
  ) as { readonly data?: unknown };
  return parsed.data;
}

/** The storage of one person's phone, in the browser's own; phones of a stage do not mix. */
export function storageMembers(host: Host) {
  const prefix = `${host.storageNamespace}storage:`;
  const keys = (): string[] =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  const usedBytes = (): number =>
    keys().reduce((sum, key) => sum + sizeOf(localStorage.getItem(prefix + key) ?? ''), 0);
  const nameOf = (key: unknown): string => {
    if (typeof key !== 'string' || key === '') {
      throw new Refusal('parameter error: parameter.key should be String');
    }
    return prefix + key;
  };

  const get = (key: unknown): { readonly found: boolean; readonly data: unknown } => {
    const text = localStorage.getItem(nameOf(key));
    return text === null ? { found: false, data: '' } : { found: true, data: decode(text) };
  };
  const set = (key: unknown, data: unknown): void => {
    const name = nameOf(key);
    const text = encode(data);
    const before = sizeOf(localStorage.getItem(name) ?? '');
    if (sizeOf(text) > KEY_LIMIT) throw new Refusal('entry size limit reached');
    if (usedBytes() - before + sizeOf(text) > TOTAL_LIMIT) {
      throw new Refusal('the maximum storage size is 10 MB');
    }
    localStorage.setItem(name, text);
  };
  const remove = (key: unknown): void => localStorage.removeItem(nameOf(key));
  const clear = (): void => {
    for (const key of keys()) localStorage.removeItem(prefix + key);
  };
  const info = () => ({
    keys: keys(),
    currentSize: Math.ceil(usedBytes() / 1024),
    limitSize: TOTAL_LIMIT / 1024,
  });

  return {
    getStorageSync: (key: unknown): unknown => get(key).data,
    setStorageSync: (key: unknown, data: unknown): void => set(key, data),
    removeStorageSync: (key: unknown): void => remove(key),
    clearStorageSync: (): void => clear(),
    getStorageInfoSync: info,
    getStorage: (options: KeyOptions = {}) =>
      settle('getStorage', options, () => {
        const { found, data } = get(options.key);
        if (!found) throw new Refusal('data not found');
        return { data };
      }),
    setStorage: (options: KeyOptions = {}) =>
      settle('setStorage', options, () => set(options.key, options.data)),
    removeStorage: (options: KeyOptions = {}) =>
      settle('removeStorage', options, () => remove(options.key)),
    clearStorage: (options?: Callbacks) => settle('clearStorage', options, clear),
    getStorageInfo: (options?: Callbacks) => settle('getStorageInfo', options, info),
  };
}
