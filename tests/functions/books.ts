import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Club } from './club';

const manifest = JSON.parse(readFileSync('cloudfunctions/manifest.json', 'utf8')) as {
  readonly collections: Readonly<Record<string, unknown>>;
};

export const COLLECTIONS = Object.keys(manifest.collections);

interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

/**
 * The ledger adds up: every posting took from one account what it gave another, and what each
 * member has is the sum of the entries, never below zero, and nothing that no entry gave.
 */
export async function expectLedgerInOrder(club: Club): Promise<void> {
  const sums = new Map<string, number>();
  for (const entry of await club.documents('ledger_entries')) {
    for (const { from, to, amount } of entry.postings as Posting[]) {
      expect(amount).toBeGreaterThan(0);
      sums.set(from, (sums.get(from) ?? 0) - amount);
      sums.set(to, (sums.get(to) ?? 0) + amount);
    }
  }
  expect([...sums.values()].reduce((total, sum) => total + sum, 0)).toBe(0);
  const balances = await club.documents('ledger_balances');
  const held = new Map(balances.map(({ _id, balance }) => [String(_id), Number(balance)]));
  for (const account of new Set([...sums.keys(), ...held.keys()])) {
    if (!/^(fen|points):(member|frozen):/.test(account)) continue;
    const balance = held.get(account) ?? 0;
    expect(balance, account).toBe(sums.get(account) ?? 0);
    expect(balance, account).toBeGreaterThanOrEqual(0);
  }
}

/** Every board shows as many people as there are open visits, and the rest is free. */
export async function expectBoardsInOrder(club: Club): Promise<void> {
  const open = await club.documents('visits', { status: 'OPEN' });
  for (const { _id, headcount, capacity, free } of await club.documents('venue_boards')) {
    const inside = open.filter(({ venueId }) => venueId === _id).length;
    expect({ venue: _id, headcount, free }).toEqual({
      venue: _id,
      headcount: inside,
      free: Number(capacity) - inside,
    });
  }
}

/** The collections in which a text occurs anywhere, ids and field names included. */
export async function whereIs(club: Club, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of COLLECTIONS) {
    if (JSON.stringify(await club.documents(name)).includes(text)) found.push(name);
  }
  return found;
}
