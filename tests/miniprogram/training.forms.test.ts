import { fen } from '@shared/base/money';
import { DAY, MINUTE, plus } from '@shared/base/time';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { bookView, wantedFrom } from '../../miniprogram/packages/training/pages/book/book.view';
import {
  changePage,
  NO_FORM,
  startingForm,
} from '../../miniprogram/packages/training/pages/change/change.view';
import {
  foundCoaches,
  searchOf,
} from '../../miniprogram/packages/training/pages/coaches/coaches.view';
import {
  evaluateView,
  formOf,
  whyNot,
} from '../../miniprogram/packages/training/pages/evaluate/evaluate.view';
import {
  checkDraft,
  draftOf,
} from '../../miniprogram/packages/training/pages/register/register.view';
import { bookPath } from '../../miniprogram/packages/training/paths';
import { change, coach, detail, lesson, now, said, TOMORROW, tie } from './training';

describe('the form of a student', () => {
  const draft = {
    ...draftOf(null, [{ id: 'c-centre', name: '中心校区' }]),
    realName: '林小满',
    phone: '138 0000 0001',
  };

  test('the only campus is chosen by itself, and what is optional may stay empty', () => {
    expect(checkDraft(draft)).toEqual({
      ok: true,
      form: {
        campusId: 'c-centre',
        realName: '林小满',
        phone: '138 0000 0001',
        phoneCode: null,
        gender: null,
        age: null,
        email: null,
      },
    });
  });

  test('a code of WeChat stands for the number', () => {
    const result = checkDraft({ ...draft, phone: '', phoneCode: 'code-1' });
    expect(result).toMatchObject({ ok: true, form: { phone: null, phoneCode: 'code-1' } });
  });

  test.each([
    [{ campusId: '' }, 'campus', '请选择校区'],
    [{ realName: '林' }, 'realName', REFUSALS.REAL_NAME_INVALID],
    [{ phone: '1380000' }, 'phone', REFUSALS.PHONE_INVALID],
    [{ age: '0' }, 'age', REFUSALS.AGE_INVALID],
    [{ age: '151' }, 'age', REFUSALS.AGE_INVALID],
    [{ email: 'lin@' }, 'email', REFUSALS.EMAIL_INVALID],
  ] as const)('%j is told beside its field', (part, field, message) => {
    const result = checkDraft({ ...draft, ...part });
    expect(result).toMatchObject({ ok: false, errors: { [field]: message } });
  });
});

describe('looking for a coach', () => {
  const words = { name: '', gender: null, age: '' } as const;

  test('one of name, gender and age is enough, none is too little', () => {
    expect(searchOf(words)).toEqual({ wrong: REFUSALS.SEARCH_EMPTY });
    expect(searchOf({ ...words, name: ' 王 ' })).toMatchObject({ name: '王', browse: false });
    expect(searchOf({ ...words, gender: 'FEMALE' })).toMatchObject({ gender: 'FEMALE' });
    expect(searchOf({ ...words, age: '38' })).toMatchObject({ age: 38 });
    expect(searchOf({ ...words, age: '0' })).toEqual({ wrong: REFUSALS.AGE_INVALID });
  });

  test('it is told who is mine, not who was', () => {
    const found = { coaches: [], ties: 1 };
    const tied = (status: 'ESTABLISHED' | 'TERMINATED') =>
      foundCoaches({ ...found, coaches: [{ ...coach(), tie: status }] })[0]?.tie;
    expect(tied('ESTABLISHED')).toBe('已建立');
    expect(tied('TERMINATED')).toBe('');
  });
});

describe('confirming a lesson', () => {
  const wanted = wantedFrom({
    coachId: 'm-wang',
    name: encodeURIComponent('王建国'),
    date: TOMORROW,
    from: '840',
    until: '900',
  });
  const table = (id: string, free = true) => ({ id, name: `${id} 号台`, venueName: '中心', free });
  const offered = {
    tables: [table('1', false), table('2'), table('3')],
    fee: fen(20_000),
    available: fen(20_000),
  };
  const view = (part: Partial<typeof offered> = {}, tableId: string | null = null) =>
    bookView({ ...offered, ...part }, wanted, { tableId, now });

  test('the club chooses the table unless the student does', () => {
    expect(view()).toMatchObject({ free: '2 张空闲', tableId: null });
    expect(view({}, '3').tableId).toBe('3');
    expect(
      view({}, '3').venues[0]?.tables.map(({ id, free, chosen }) => [id, free, chosen]),
    ).toEqual([
      ['1', false, false],
      ['2', true, false],
      ['3', true, true],
    ]);
  });

  test('a table that was taken meanwhile is let go', () => {
    expect(view({}, '1').tableId).toBeNull();
  });

  test('what the wallet holds to the fen is enough, one fen less is told', () => {
    expect(view().missing).toBe('');
    expect(view({ available: fen(19_999) }).missing).toBe('¥0.01');
  });

  test('without a free table, or without an hour left, it cannot be asked for', () => {
    expect(view({ tables: [table('1', false)] }).why).toBe(REFUSALS.NO_TABLE_FREE);
    const late = (minutes: number) =>
      bookView(
        offered,
        { ...wanted },
        { tableId: null, now: plus(lesson(wanted).startAt, -minutes * MINUTE) },
      );
    expect(late(60).why).toBe('');
    expect(late(59).why).toBe(REFUSALS.LESSON_TOO_SOON);
  });

  test('the address of the page brings the choice along', () => {
    const path = bookPath(
      { id: 'm-wang', name: '王建国' },
      { date: TOMORROW, from: 840, until: 900 },
    );
    const query = Object.fromEntries(new URLSearchParams(path.split('?')[1]));
    expect(wantedFrom(query)).toEqual(wanted);
  });
});

describe('changing the coach', () => {
  const found = {
    coaches: [
      { ...coach(), tie: 'ESTABLISHED' as const },
      { ...coach({ memberId: 'm-li', realName: '李静' }), tie: null },
      { ...coach({ memberId: 'm-he', realName: '何敏', full: true }), tie: null },
    ],
    ties: 1,
  };
  const records = { ties: [tie()], changes: [] };

  test('an own coach goes, another one with room comes, and why is said', () => {
    const form = startingForm(records, '');
    expect(form.fromId).toBe('m-wang');
    const page = (part: object) => changePage(records, found, { ...form, ...part });
    expect(page({})).toMatchObject({ kind: 'form', missing: '请选择新教练' });
    expect(page({ toId: 'm-li', reason: '远' })).toMatchObject({
      missing: REFUSALS.REASON_REQUIRED,
    });
    expect(page({ toId: 'm-li', reason: '太远' })).toMatchObject({ missing: '' });
    const ready = page({});
    const others = ready.kind === 'form' ? ready.others : [];
    expect(others.map(({ id, open }) => [id, open])).toEqual([
      ['m-li', true],
      ['m-he', false],
    ]);
  });

  test('while votes are given there is no second wish', () => {
    expect(changePage({ ...records, changes: [change()] }, found, NO_FORM).kind).toBe('waiting');
    const ended = changePage(
      { ...records, changes: [change({ status: 'REJECTED' })] },
      found,
      NO_FORM,
    );
    expect(ended.kind).toBe('form');
  });

  test('who has no coach has nobody to change', () => {
    const waiting = { ties: [tie({ status: 'PENDING' })], changes: [] };
    expect(changePage(waiting, found, NO_FORM).kind).toBe('none');
  });
});

describe('evaluating', () => {
  const done = (part: Partial<Parameters<typeof whyNot>[0]> = {}) =>
    detail({ status: 'COMPLETED' }, part);

  test('a student gives stars and words, a coach only words', () => {
    const missing = (side: 'STUDENT' | 'COACH', stars: number, text: string) =>
      evaluateView(done({ side }), { stars, text }, now).missing;
    expect(missing('STUDENT', 0, '好')).toBe('请给教练打个分');
    expect(missing('STUDENT', 5, '  ')).toBe(REFUSALS.EVALUATION_INVALID);
    expect(missing('STUDENT', 5, '好')).toBe('');
    expect(missing('COACH', 0, '好')).toBe('');
  });

  test('it is open after the lesson and for seven days after it was written', () => {
    expect(whyNot(detail(), now)).toBe(REFUSALS.NOT_EVALUABLE);
    expect(whyNot(done(), now)).toBe('');
    const written = done({ evaluations: [said({ at: plus(now, -7 * DAY) })] });
    expect(whyNot(written, now)).toBe('');
    expect(whyNot(written, plus(now, 1))).toBe(REFUSALS.EVALUATED_ALREADY);
    expect(whyNot(done({ evaluations: [said({ mine: false })] }), plus(now, 9 * DAY))).toBe('');
  });

  test('what was written before is there to be changed', () => {
    expect(formOf(done({ evaluations: [said()] }))).toEqual({ stars: 4, text: '反手稳了' });
    expect(formOf(done({ evaluations: [said({ mine: false })] }))).toEqual({ stars: 0, text: '' });
  });
});
