import { Refusal } from '@shared/refusals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PagedList, type PagedState } from '../../miniprogram/services/pagedList';

interface Rows {
  readonly rows: readonly string[];
  readonly next: string | null;
}
type State = PagedState<{ readonly text: string }>;

const toasts: string[] = [];

beforeEach(() => {
  toasts.length = 0;
  vi.stubGlobal('wx', { showToast: ({ title }: { title: string }) => toasts.push(title) });
});
afterEach(() => void vi.unstubAllGlobals());

/** A list whose questions are answered by hand, in whatever order. */
function handDriven(lost?: (message: string) => void) {
  const asked: (string | null)[] = [];
  const open: { answer(page: Rows | null): void; fail(error: Error): void }[] = [];
  const shown: State[] = [];
  const list = new PagedList<Rows, { readonly text: string }>({
    ask: (next) => {
      asked.push(next);
      return new Promise((answer, fail) => open.push({ answer, fail }));
    },
    joined: (known, { rows, next }) => ({ rows: [...known.rows, ...rows], next }),
    view: ({ rows }) => ({ text: rows.join('') }),
    show: (state) => shown.push(state),
    ...(lost && { lost }),
  });
  const question = (index: number) => {
    const found = open[index];
    if (!found) throw new Error(`question ${index} was not asked`);
    return found;
  };
  return { list, asked, question, now: () => shown.at(-1) };
}

/** A list of which the first page, a and b, is shown. */
async function withFirstPage(next: string | null = 'b', lost?: (message: string) => void) {
  const driven = handDriven(lost);
  const loaded = driven.list.load();
  driven.question(0).answer({ rows: ['a', 'b'], next });
  await loaded;
  return driven;
}

const ready = (text: string, tail: 'more' | 'busy' | 'end', hint = '') => ({
  ...{ kind: 'ready', text, tail, hint },
});
const OFFLINE = '网络不太顺畅，请稍后再试';

test('pages come one below the other, from where the one before ended', async () => {
  const { list, asked, question, now } = await withFirstPage();
  expect(now()).toEqual(ready('ab', 'more'));
  const fetched = list.more();
  expect(now()).toEqual(ready('ab', 'busy'));
  question(1).answer({ rows: ['c'], next: null });
  await fetched;
  expect(now()).toEqual(ready('abc', 'end'));
  await list.more();
  expect(asked).toEqual([null, 'b']);
});

test('only the answer to the newest question is shown', async () => {
  const { list, question, now } = handDriven();
  const asked = [list.load(), list.load()];
  question(1).answer({ rows: ['new'], next: null });
  await asked[1];
  question(0).answer({ rows: ['old'], next: 'old' });
  await asked[0];
  expect(now()).toEqual(ready('new', 'end'));
});

test('an old question that fails says nothing', async () => {
  const { list, question, now } = handDriven();
  const asked = [list.load(), list.load()];
  question(0).fail(new Error('offline'));
  await asked[0];
  expect(now()).toBeUndefined();
  question(1).answer({ rows: ['new'], next: null });
  await asked[1];
  expect(now()).toEqual(ready('new', 'end'));
});

test('a lost reply keeps the list and says why, until the next one', async () => {
  const { list, question, now } = await withFirstPage();
  const lost = list.load();
  question(1).fail(new Error('offline'));
  await lost;
  expect(now()).toEqual(ready('ab', 'more', OFFLINE));
  list.reprint();
  expect(now()).toEqual(ready('ab', 'more', OFFLINE));
  const found = list.load();
  question(2).answer({ rows: ['c'], next: null });
  await found;
  expect(now()).toEqual(ready('c', 'end'));
});

test('a page that says it in its own way shows no hint', async () => {
  const said = vi.fn();
  const { list, question, now } = await withFirstPage('b', said);
  const lost = list.load();
  question(1).fail(new Refusal('NOT_ALLOWED'));
  await lost;
  expect(said.mock.calls).toEqual([[new Refusal('NOT_ALLOWED').message]]);
  expect(now()).toEqual(ready('ab', 'more'));
});

test('with nothing to keep, the failure is what is shown', async () => {
  const { list, question, now } = handDriven();
  const lost = list.load();
  question(0).fail(new Error('offline'));
  await lost;
  expect(now()).toEqual({ kind: 'failed', message: OFFLINE });
  const again = list.again();
  expect(now()).toEqual({ kind: 'loading' });
  question(1).answer({ rows: ['a'], next: null });
  await again;
  expect(now()).toEqual(ready('a', 'end'));
});

test('a next page that fails after something else was asked for says nothing of it', async () => {
  const { list, question, now } = await withFirstPage();
  const fetched = list.more();
  const changed = list.again();
  question(2).answer({ rows: ['x'], next: null });
  await changed;
  question(1).fail(new Error('offline'));
  await fetched;
  expect(toasts).toEqual([]);
  expect(now()).toEqual(ready('x', 'end'));
});

test('why the list may be old stays said until it is asked for anew, whatever hangs below', async () => {
  const { list, question, now } = await withFirstPage();
  const reloaded = list.load();
  question(1).fail(new Error('offline'));
  await reloaded;
  const fetched = list.more();
  question(2).answer({ rows: ['c'], next: null });
  await fetched;
  expect(now()).toEqual(ready('abc', 'end', OFFLINE));
});

test('no second page is asked for while one is under way, nor while the list is', async () => {
  const { list, asked, question } = await withFirstPage();
  const fetched = [list.more(), list.more()];
  question(1).answer({ rows: ['c'], next: 'c' });
  await Promise.all(fetched);
  const loaded = list.load();
  await list.more();
  question(2).answer({ rows: ['a'], next: 'a' });
  await loaded;
  expect(asked).toEqual([null, 'b', null]);
});

test('a page that could not be fetched is said, and can be asked for again', async () => {
  const { list, asked, question, now } = await withFirstPage();
  const lost = list.more();
  question(1).fail(new Error('offline'));
  await lost;
  expect(toasts).toEqual([OFFLINE]);
  expect(now()).toEqual(ready('ab', 'more'));
  void list.more();
  expect(asked).toEqual([null, 'b', 'b']);
});

test('a page that hangs below a list asked for anew meanwhile is dropped', async () => {
  const { list, question, now } = await withFirstPage();
  const late = list.more();
  const loaded = list.load();
  question(2).answer({ rows: ['new'], next: 'new' });
  await loaded;
  question(1).answer({ rows: ['c'], next: null });
  await late;
  expect(now()).toEqual(ready('new', 'more'));
});

test('a reload that fails after a page was dropped leaves a list that goes on', async () => {
  const { list, question, now } = await withFirstPage();
  const late = list.more();
  const lost = list.load();
  question(1).answer({ rows: ['c'], next: null });
  await late;
  question(2).fail(new Error('offline'));
  await lost;
  expect(now()).toEqual(ready('ab', 'more', OFFLINE));
});

test('what was forgotten while a question was under way does not come back', async () => {
  const { list, question, now } = await withFirstPage();
  const late = [list.more()];
  list.forget();
  late.push(list.load());
  list.forget();
  list.reprint();
  const before = now();
  question(1).answer({ rows: ['c'], next: null });
  question(2).answer({ rows: ['d'], next: null });
  await Promise.all(late);
  expect(now()).toBe(before);
  expect(list.known).toBeNull();
});

test('what is changed while a page is fetched stays changed', async () => {
  const { list, question, now } = await withFirstPage();
  const fetched = list.more();
  list.change(({ next }) => ({ rows: ['A', 'b'], next }));
  expect(now()).toEqual(ready('Ab', 'busy'));
  question(1).answer({ rows: ['c'], next: null });
  await fetched;
  expect(now()).toEqual(ready('Abc', 'end'));
});

test('a guest is shown no list, and time that passes brings none back', async () => {
  const { list, question, now } = await withFirstPage();
  const loaded = list.load();
  question(1).answer(null);
  await loaded;
  list.reprint();
  expect(now()).toEqual({ kind: 'guest' });
});
