import fc from 'fast-check';
import type * as z from 'zod';
import { withAt } from '../permissions/inputs';
import { EXTRA, eventsOf, HOSTILE } from './hostile';

/** An event that a function is sent, and whether its procedure's schema takes it. */
export interface Attempt {
  readonly event: unknown;
  /** False for an event that is well-formed: an odd word, a number at the edge, a field too many. */
  readonly malformed: boolean;
}

export interface Target {
  readonly action: string;
  readonly schema: z.ZodType;
  /** An input that is understood: what goes wrong starts from it. */
  readonly input: object;
}

/** What a client may send at most, bytes; the platform itself refuses more. */
const CLIENT_LIMIT = 100 * 1024;
/** Invented values go on being invented until there are so many attempts. */
const INVENTED = 400;
const SEED = 20_260_314;

/** Every way to spoil the input in one place, whole events, and arbitrary values: always the same. */
export function attemptsOn({ action, schema, input }: Target): Attempt[] {
  const understood = (value: unknown) => schema.safeParse(value).success;
  const spoilt = [...HOSTILE, ...spoiltInputs(input), ...invented()];
  const sent = new Set<string>();
  const attempts: Attempt[] = [];
  const add = (event: unknown, malformed: (arrived: { input?: unknown }) => boolean) => {
    const text = JSON.stringify(event);
    if (sent.has(text) || Buffer.byteLength(text) > CLIENT_LIMIT) return;
    sent.add(text);
    const arrived = JSON.parse(text) as { input?: unknown };
    attempts.push({ event, malformed: malformed(arrived) });
  };
  for (const event of eventsOf(action, input)) add(event, () => true);
  for (const value of spoilt) {
    add({ action, input: value }, (arrived) => !understood(arrived.input));
  }
  return attempts;
}

/** The input with one place of it replaced, removed or grown, for every place. */
function spoiltInputs(input: object): unknown[] {
  return placesOf(input).flatMap((path) => {
    const grown = isObject(at(input, path)) ? EXTRA : [];
    return [
      ...HOSTILE.map((value) => withAt(input, path, value)),
      ...grown.map((extra) => withAt(input, path, merged(at(input, path) as object, extra))),
      without(input, path),
    ];
  });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keeps a key such as `__proto__` a key. */
const merged = (value: object, extra: unknown): unknown =>
  Object.defineProperties({ ...value }, Object.getOwnPropertyDescriptors(extra as object));

/** Every path into a value, its own included. */
function placesOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, part]) =>
    placesOf(part, path === '' ? key : `${path}.${key}`),
  );
  return [path, ...inner];
}

const at = (value: unknown, path: string): unknown =>
  path === '' ? value : path.split('.').reduce((part, key) => (part as never)[key], value);

function without(input: object, path: string): unknown {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = at(input, keys.join('.'));
  if (!isObject(holder)) return undefined;
  const rest = Object.entries(holder).filter(([key]) => key !== last);
  return withAt(input, keys.join('.'), Object.fromEntries(rest));
}

const invented = () => fc.sample(fc.jsonValue({ maxDepth: 3 }), { seed: SEED, numRuns: INVENTED });

/** At most so many of them, spread over all. */
export function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  const step = all.length / most;
  return Array.from({ length: most }, (_, index) => all[Math.floor(index * step)] as T);
}
