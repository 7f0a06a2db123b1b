import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { bothSdks, type Collection, type Documents, failureOf, startDocuments } from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({
    claims: {
      rules: {},
      indexes: [
        {
          name: 'by_slot',
          fields: [
            ['court', 1],
            ['hour', -1],
          ],
          unique: true,
        },
      ],
    },
    codes: { rules: {}, indexes: [{ name: 'by_code', fields: [['code', 1]], unique: true }] },
    texts: { rules: {}, indexes: [{ name: 'by_text', fields: [['text', 1]], unique: false }] },
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.stop());

describe.each(bothSdks)('a unique index through %s', (_name, connect) => {
  let documents: Documents;
  const at = (name: string): Collection => documents.db.collection(name);
  beforeAll(() => {
    documents = connect();
  });

  test('refuses the second document with the same values', async () => {
    await documents.add(at('claims'), { court: 'a', hour: 9 });
    await documents.add(at('claims'), { court: 'a', hour: 10 });
    const failure = await failureOf(documents.add(at('claims'), { court: 'a', hour: 9 }));
    expect(failure.message).toContain('E11000 duplicate key error collection: ');
    expect(failure.message).toContain('index: by_slot');
    expect(failure.code ?? failure.errCode).toBe(
      documents.sdk === 'node-sdk' ? 'DATABASE_DUPLICATE_WRITE' : -502001,
    );
  });

  test('refuses an update and a set that would make a duplicate', async () => {
    await documents.add(at('codes'), [
      { _id: 'a', code: 1 },
      { _id: 'b', code: 2 },
    ]);
    const update = documents.update(at('codes').doc('b'), { code: 1 });
    expect((await failureOf(update)).message).toContain('E11000');
    const set = documents.set(at('codes').doc('c'), { code: 1 });
    expect((await failureOf(set)).message).toContain('E11000');
    expect(await documents.update(at('codes').doc('a'), { code: 1, more: true })).toBe(1);
  });

  test('counts a missing field as null, so two documents without it collide', async () => {
    await documents.add(at('codes'), { other: 1 });
    expect((await failureOf(documents.add(at('codes'), { other: 2 }))).message).toContain('E11000');
    const nothing = documents.add(at('codes'), { code: null });
    expect((await failureOf(nothing)).message).toContain('E11000');
  });

  test('tells types apart', async () => {
    await documents.add(at('codes'), { code: 1 });
    await documents.add(at('codes'), { code: '1' });
    await documents.add(at('codes'), { code: true });
    expect((await at('codes').count()).total).toBe(3);
  });

  test('frees a value with its document', async () => {
    await documents.add(at('codes'), { _id: 'a', code: 1 });
    await documents.remove(at('codes').doc('a'));
    await documents.add(at('codes'), { _id: 'b', code: 1 });
    await documents.update(at('codes').doc('b'), { code: 2 });
    await documents.add(at('codes'), { code: 1 });
  });

  test('looks at each element of an array', async () => {
    await documents.add(at('codes'), { code: ['x', 'y'] });
    expect((await failureOf(documents.add(at('codes'), { code: 'y' }))).message).toContain(
      'E11000',
    );
  });

  test('two in one batch are refused together', async () => {
    const batch = documents.add(at('codes'), [{ code: 5 }, { code: 5 }]);
    expect((await failureOf(batch)).message).toContain('E11000');
    expect((await at('codes').count()).total).toBe(0);
  });

  test('of 30 inserts at once one gets in', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, () => documents.add(at('codes'), { code: 'seat' })),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what an index holds', () => {
  test('at most 1024 bytes a value', async () => {
    const { db } = bothSdks[0][1]();
    const texts = db.collection('texts');
    await texts.add({ text: 'x'.repeat(1024) });
    const failure = await failureOf(texts.add({ text: '场'.repeat(342) }));
    expect(failure.code).toBe('DATABASE_REQUEST_FAILED');
    expect(failure.message).toContain('key too large to index');
  });
});
