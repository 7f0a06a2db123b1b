import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { collection } from '../../cloudfunctions/_kit/db';
import { type Club, openClub } from './club';
import { openTimerContexts } from './timerContext';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

const row = z.object({ total: z.int(), curve: z.record(z.string(), z.int()) });
const sheets = collection(
  'challenge_rankings',
  z.object({
    _id: z.string(),
    group: z.string(),
    rows: z.record(z.string(), row),
    cheers: z.record(z.string(), z.int()),
    at: z.int(),
  }),
);

const may = { total: 1, curve: { '2026-03-14': 1 } };
const lin = { total: 2, curve: { '2026-03-13': 1, '2026-03-14': 1 } };

test('merged keys go beside the others in every document, each value replaced as a whole', async () => {
  const { db } = openTimerContexts(club);
  for (const _id of ['a', 'b']) {
    await db.insert(sheets, { _id, group: 'g', rows: { lin, may }, cheers: { lin: 3 }, at: 1 });
  }
  const moved = { total: 5, curve: { '2026-03-15': 5 } };
  const changed = await db.changeAll(
    sheets,
    { group: 'g' },
    { set: { at: 2 }, merge: { rows: { 'm-may': moved, lin: moved }, cheers: { may: 1 } } },
  );
  expect(changed).toBe(2);
  for (const _id of ['a', 'b']) {
    expect(await db.get(sheets, _id)).toEqual({
      _id,
      group: 'g',
      rows: { lin: moved, may, 'm-may': moved },
      cheers: { lin: 3, may: 1 },
      at: 2,
    });
  }
});

test('merging in a transaction is the same, and nothing is merged by no keys', async () => {
  const { db } = openTimerContexts(club);
  await db.insert(sheets, { _id: 'c', group: 'h', rows: { may }, cheers: {}, at: 1 });
  await db.transaction((tx) => tx.change(sheets, 'c', { merge: { rows: { lin } } }));
  await db.changeIf(sheets, { _id: 'c' }, { set: { at: 3 }, merge: { rows: {} } });
  expect(await db.get(sheets, 'c')).toMatchObject({ rows: { lin, may }, at: 3 });
});

test.each(['a.b', '$set', '', 'rows.$'])(
  'a key such as %j would name something else',
  async (key) => {
    const { db } = openTimerContexts(club);
    const change = { merge: { cheers: { [key]: 1 } } };
    await expect(db.changeAll(sheets, { group: 'g' }, change)).rejects.toThrow(RangeError);
  },
);
