import { createHash } from 'node:crypto';

/** Chance that is the same every time: a small generator (mulberry32) from a number. */
export function chanceFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    /** Below 1. */
    next,
    /** A whole number, both ends included. */
    between: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    pick: <T>(from: readonly T[]): T => {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}

export type Chance = ReturnType<typeof chanceFrom>;

/** The seeded club's keys: the same on every machine, so good for nothing but the local club. */
export const keyOf = (purpose: string) =>
  createHash('sha256').update(`courtside local club ${purpose}`).digest('base64url');

export const idOf = (purpose: string) =>
  createHash('sha256').update(purpose).digest('hex').slice(0, 32);
