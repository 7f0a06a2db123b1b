import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { ask, closed, fn, startFixtureCloud } from './fixtures/cloud';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startFixtureCloud({
    functions: { steps: fn(), whoami: fn() },
    collections: { notes: closed },
  });
});
beforeEach(() => cloud.reset());
afterEach(() => ask(`${cloud.url}/__dev/faults`, 'DELETE'));
afterAll(() => cloud.stop());

const order = (fault: object) => ask(`${cloud.url}/__dev/faults`, 'POST', fault);
const pair = (id: string) => cloud.call('oLin', 'steps', { action: 'pair', id });
const waiting = async () =>
  ((await ask(`${cloud.url}/__dev/faults`)).body as { waiting: unknown[] }).waiting;

async function notes(): Promise<string[]> {
  const { body } = await ask(`${cloud.url}/admin`, 'POST', {
    action: 'database.getDocument',
    collectionName: 'notes',
    queryType: 'WHERE',
    query: '{}',
    order: '{"_id":1}',
  });
  const { list } = (body as { data: { list: string[] } }).data;
  return list.map((text) => (JSON.parse(text) as { _id: string })._id);
}

const second = { function: 'steps', action: 'pair', n: 2 };

describe('the second request of a function’s action', () => {
  test('fails before it takes effect', async () => {
    await order({ ...second, when: 'before', effect: 'fail', code: 'DATABASE_TIMEOUT' });
    expect(await pair('a')).toMatchObject({ code: 'DATABASE_TIMEOUT' });
    expect(await notes()).toEqual(['a-1']);
  });

  test('is turned away with HTTP 429, as over the quota', async () => {
    await order({ ...second, when: 'before', effect: 'throttle' });
    expect(await pair('a')).toMatchObject({ code: 429 });
    expect(await notes()).toEqual(['a-1']);
  });

  test('fails after it has taken effect', async () => {
    await order({ ...second, when: 'after', effect: 'fail' });
    expect(await pair('a')).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
    expect(await notes()).toEqual(['a-1', 'a-2']);
  });

  test('takes effect, and its reply is lost', async () => {
    await order({ ...second, when: 'after', effect: 'drop' });
    expect(await pair('a')).toMatchObject({ message: expect.stringMatching(/socket hang up/) });
    expect(await notes()).toEqual(['a-1', 'a-2']);
  });

  test.each([
    ['before', ['a-1']],
    ['after', ['a-1', 'a-2']],
  ])('kills the function %s it takes effect', async (when, expected) => {
    await order({ ...second, when, effect: 'kill' });
    await expect(pair('a')).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' });
    expect(await notes()).toEqual(expected);
    expect(await pair('b')).toBe('both');
  });
});

describe('an ordered fault', () => {
  test('strikes once, then everything works', async () => {
    await order({ ...second, when: 'before', effect: 'fail' });
    expect(await waiting()).toHaveLength(1);
    await pair('a');
    expect(await waiting()).toEqual([]);
    expect(await pair('b')).toBe('both');
  });

  test('strikes as many calls as ordered', async () => {
    await order({ ...second, when: 'before', effect: 'fail', times: 2 });
    await pair('a');
    await pair('b');
    expect(await pair('c')).toBe('both');
    expect(await notes()).toEqual(['a-1', 'b-1', 'c-1', 'c-2']);
  });

  test('leaves other actions alone', async () => {
    await order({ ...second, action: 'other', when: 'before', effect: 'fail' });
    expect(await pair('a')).toBe('both');
  });

  test('can count one kind of request: a commit whose reply is lost has happened', async () => {
    const request = 'database.commitTransaction';
    await order({ function: 'steps', request, n: 1, when: 'after', effect: 'drop' });
    const reply = await cloud.call('oLin', 'steps', { action: 'together', id: 'a' });
    expect(reply).toMatchObject({ message: expect.any(String) });
    expect(await notes()).toEqual(['a-1', 'a-2']);
  });

  test('is taken back by a reset', async () => {
    await order({ ...second, when: 'before', effect: 'fail' });
    await cloud.reset();
    expect(await waiting()).toEqual([]);
  });

  test('that makes no sense is refused', async () => {
    const { status } = await order({ n: 0, when: 'later', effect: 'fail' });
    expect(status).toBe(400);
  });
});
