import { DAY, HOUR, plus } from '@shared/base/time';
import { REFUSALS } from '@shared/refusals';
import { afterEach, expect, test, vi } from 'vitest';
import {
  type Detail,
  isWaiting,
  lessonPage,
} from '../../miniprogram/packages/training/pages/lesson/lesson.view';
import { detail, lesson, now, said, wish } from './training';

const page = (of: Detail, at = now) => lessonPage(of, { now: at, fresh: false });

test('a request waits for the coach: the student may take it back, the coach answers', () => {
  const pending = { status: 'PENDING' } as const;
  expect(page(detail(pending)).may).toMatchObject({ withdraw: true, confirm: false });
  expect(page(detail(pending, { side: 'COACH' })).may).toMatchObject({
    withdraw: false,
    confirm: true,
    refuse: true,
  });
});

test('one that has begun unconfirmed can be neither confirmed nor taken back', () => {
  const late = detail({ status: 'PENDING', startAt: now }, { side: 'COACH' });
  expect(page(late).may).toMatchObject({ confirm: false, refuse: false });
  expect(page(late).face.title).toBe('已过期');
  expect(page({ ...late, side: 'STUDENT' }).may).toMatchObject({ withdraw: false, again: true });
});

test('right after it was asked for, the page says that it was', () => {
  const fresh = lessonPage(detail({ status: 'PENDING' }), { now, fresh: true });
  expect(fresh.face.title).toBe('约课已提交');
  const confirmed = lessonPage(detail(), { now, fresh: true });
  expect(confirmed.face.title).toBe('已确认');
});

test('cancelling is open to the instant 24 hours before, with the number left', () => {
  const day = lesson();
  const at = (before: number) => page(detail(), plus(day.startAt, -before)).cancel;
  expect(at(24 * HOUR)).toEqual({ left: '本月还剩 3 次', why: '' });
  expect(at(24 * HOUR - 1)?.why).toBe(REFUSALS.CANCEL_TOO_LATE);
  expect(at(0)).toBeNull();
});

test('at zero left it rests and says why', () => {
  const { cancel } = page(detail({}, { cancelsLeft: 0 }));
  expect(cancel).toEqual({ left: '本月还剩 0 次', why: REFUSALS.CANCELS_USED_UP });
  expect(page(detail({}, { cancelsLeft: 1 })).cancel?.why).toBe('');
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

interface Opened {
  data: { sheet: string };
  setData(part: object): void;
  take(detail: Detail): void;
  onAskCancel(): void;
}

test.each([
  ['with none left', detail({}, { cancelsLeft: 0 }), ''],
  ['too late', detail({ startAt: plus(now, 24 * HOUR - 1) }), ''],
  ['in time with one left', detail({}, { cancelsLeft: 1 }), 'cancel'],
])('a tap on 申请取消 %s: what it opens', async (_, of, sheet) => {
  vi.stubGlobal('wx', { canIUse: () => false });
  const registered: Opened[] = [];
  vi.stubGlobal('Page', (options: Opened) => registered.push(options));
  await import('../../miniprogram/packages/training/pages/lesson/lesson');
  const [opened] = registered;
  if (!opened) throw new Error('there is no page');
  opened.setData = (part) => Object.assign(opened.data, part);
  vi.setSystemTime(now);
  opened.take(of);
  opened.onAskCancel();
  expect(opened.data.sheet).toBe(sheet);
});

test('a wish to cancel: who asked takes it back, the other answers until it begins', () => {
  const asked = (mine: boolean) =>
    detail({ status: 'CANCEL_PENDING', cancellation: wish(mine) }, { side: 'STUDENT' });
  expect(page(asked(true)).may).toMatchObject({ answer: false, withdrawCancel: true });
  expect(page(asked(false)).may).toMatchObject({ answer: true, withdrawCancel: false });
  expect(page(asked(false), lesson().startAt).may.answer).toBe(false);
  expect(page(asked(true)).wish).toMatchObject({ who: '你申请取消', reason: '临时有事' });
  expect(page(asked(true)).cancel).toBeNull();
});

test('after the lesson each evaluates once, and corrects it for seven days', () => {
  const ended = (...evaluations: Detail['evaluations']) =>
    detail({ status: 'COMPLETED' }, { evaluations });
  expect(page(ended()).may).toMatchObject({ evaluate: true, correct: false });
  expect(page(ended(said({ mine: false }))).may.evaluate).toBe(true);
  const own = ended(said());
  expect(page(own, plus(now, 7 * DAY)).may).toMatchObject({ evaluate: false, correct: true });
  expect(page(own, plus(now, 7 * DAY + 1)).may.correct).toBe(false);
});

test('both evaluations are there to be read; a coach gives no stars', () => {
  const { evaluations } = page(
    detail(
      { status: 'COMPLETED' },
      { evaluations: [said(), said({ by: 'COACH', stars: null, mine: false, text: '多练步法' })] },
    ),
  );
  expect(evaluations.map(({ title, stars }) => [title, stars.filter(Boolean).length])).toEqual([
    ['学员的收获和教训', 4],
    ['教练的评价和建议', 0],
  ]);
});

test('only a whole number can be called', () => {
  expect(page(detail()).partner).toMatchObject({ role: '教练', name: '王建国', callable: true });
  expect(page(detail({}, { otherPhone: '138****0001' })).partner.callable).toBe(false);
  expect(page(detail({}, { otherPhone: null })).partner.callable).toBe(false);
});

test.each([
  ['PENDING', '已冻结'],
  ['CONFIRMED', '已付'],
  ['CANCEL_PENDING', '已付'],
  ['COMPLETED', '已付'],
  ['REJECTED', '已退回'],
  ['CANCELLED', '已退回'],
] as const)('%s: the student reads that the fee is %s, the coach nothing of it', (status, note) => {
  expect(page(detail({ status })).feeNote).toBe(note);
  expect(page(detail({ status }, { side: 'COACH' })).feeNote).toBe('');
});

test('the page asks again by itself only while somebody else may answer', () => {
  expect(isWaiting(detail({ status: 'PENDING' }))).toBe(true);
  expect(isWaiting(detail())).toBe(false);
});
