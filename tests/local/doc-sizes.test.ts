import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { closed, failureOf, nodeDb, startDocuments } from './localCloud';

const MEGA = 1024 * 1024;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ files: closed });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.stop());

const files = () => nodeDb().collection('files');

test('one request of a server SDK writes at most 5 MB', async () => {
  await files().add({ text: 'x'.repeat(4.9 * MEGA) });
  const failure = await failureOf(files().add({ text: 'x'.repeat(5.1 * MEGA) }));
  expect(failure.code).toBe('DATABASE_REQUEST_FAILED');
});

test('a document grows to 16 MB and no further', async () => {
  await cloud.load('files', [{ _id: 'big', parts: ['x'.repeat(15 * MEGA)] }]);
  const { command: _ } = nodeDb();
  const grow = (bytes: number) =>
    files()
      .doc('big')
      .update({ parts: _.push(['y'.repeat(bytes)]) });
  await grow(0.5 * MEGA);
  const failure = await failureOf(grow(MEGA));
  expect(failure.message).toContain('object to insert too large');
});

test('one request of a server SDK reads at most 50 MB', async () => {
  const text = 'x'.repeat(11 * MEGA);
  await cloud.load(
    'files',
    [1, 2, 3, 4, 5].map((n) => ({ _id: `f${n}`, text })),
  );
  expect((await files().limit(4).field({ _id: true }).get()).data).toHaveLength(4);
  const failure = await failureOf(files().get());
  expect(failure.code).toBe('DATABASE_QUERY_SIZE_EXCEED_LIMIT');
});
