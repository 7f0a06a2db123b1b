import { fen } from '@shared/base/money';
import { addDays, type ClubDate, type ClubMonth } from '@shared/base/time';
import type { NotTeaching } from '@shared/domain/lesson';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  checkApplication,
  checkProfile,
  type Draft,
  draftOf,
  purposeOf,
} from '../../miniprogram/packages/coach/pages/apply/apply.view';
import { incomeView, monthTurn } from '../../miniprogram/packages/coach/pages/income/income.view';
import { newOff, offRows, withOff } from '../../miniprogram/packages/coach/pages/off/off.view';
import { self } from './coaching';
import { now, TODAY } from './training';

describe('hours that a coach does not teach', () => {
  const monday: NotTeaching = { weekday: 1, date: null, from: 480, until: 720 };

  test('stand with those of every week first', () => {
    const friday: NotTeaching = {
      weekday: null,
      date: '2026-03-20' as ClubDate,
      from: 480,
      until: 510,
    };
    const wednesday: NotTeaching = { ...monday, weekday: 3 };
    expect(offRows([friday, wednesday, monday], now)).toMatchObject([
      { index: 2, day: '每周一', time: '08:00–12:00' },
      { index: 1, day: '每周三' },
      { index: 0, day: '3 月 20 日 周五', time: '08:00–08:30' },
    ]);
  });

  test.each([
    [{ from: 16, until: 16 }, '结束时间要晚于开始时间'],
    [{ from: 17, until: 16 }, '结束时间要晚于开始时间'],
    [{ from: 16, until: 24 }, '这段时间已经在里面了'],
  ])('%o beside Monday morning: %s', (part, wrong) => {
    expect(withOff([monday], { ...newOff(now), ...part }, now)).toEqual({ ok: false, wrong });
  });

  test('take a whole day up to midnight, and no more than fifty of them', () => {
    const draft = { ...newOff(now), from: 0, until: 48 };
    expect(withOff([], draft, now)).toMatchObject({ ok: true, off: [{ from: 0, until: 1440 }] });
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        ...monday,
        weekday: null,
        date: addDays(TODAY, n),
      }));
    expect(withOff(many(49), draft, now).ok).toBe(true);
    expect(withOff(many(50), draft, now)).toMatchObject({ wrong: '最多 50 段，请先删掉不用的' });
  });
});

describe('the income of a coach', () => {
  test('stands by month, and no month comes after this one', () => {
    const month = (text: string) => monthTurn(text as ClubMonth, now);
    expect(month('2026-03')).toEqual({ title: '2026 年 3 月', before: '2026-02', after: '' });
    expect(month('2026-01')).toMatchObject({ before: '2025-12', after: '2026-02' });
  });

  test('says lessons, hours and money of each student', () => {
    const sums = { lessons: 2, minutes: 150, fen: fen(50_000) };
    const byStudent = [{ memberId: 'm-lin', realName: '林小满', ...sums }];
    expect(incomeView({ month: '2026-03' as ClubMonth, ...sums, byStudent })).toMatchObject({
      total: '¥500.00',
      lessons: '2 节',
      hours: '2 小时 30 分',
      rows: [{ name: '林小满', detail: '2 节 · 2 小时 30 分', amount: '¥500.00' }],
    });
  });
});

describe('the form of a coach', () => {
  const blank = draftOf({ coach: null, campuses: [] }, '13800000001');
  const filled: Draft = {
    ...blank,
    campusId: 'c-centre',
    realName: '何敏',
    photo: 'wxfile://photo.jpg',
    achievements: '省大学生锦标赛女双亚军，执教三年',
  };
  const errorsOf = (part: Partial<Draft>) => {
    const result = checkApplication({ ...filled, ...part });
    return result.ok ? [] : Object.entries(result.errors).filter(([, error]) => error !== '');
  };

  test('starts with what is known: the member’s number and the only campus', () => {
    const campuses = [{ id: 'c-centre', name: '中心校区' }];
    expect(draftOf({ coach: null, campuses }, '13800000001')).toMatchObject({
      campusId: 'c-centre',
      phone: '13800000001',
      sport: 'TABLE_TENNIS',
    });
  });

  test.each([
    [{}, []],
    [{ photo: '' }, [['photo', REFUSALS.PHOTO_REQUIRED]]],
    [{ campusId: '' }, [['campus', '请选择校区']]],
    [{ realName: '何' }, [['realName', REFUSALS.REAL_NAME_INVALID]]],
    [{ phone: '138' }, [['phone', REFUSALS.PHONE_INVALID]]],
    [{ phone: '', phoneCode: 'code' }, []],
    [{ achievements: '九个字九个字九个字' }, [['achievements', REFUSALS.ACHIEVEMENTS_INVALID]]],
    [{ achievements: '十个字十个字十个字十' }, []],
    [{ idNumber: '110101199001011234' }, [['idNumber', REFUSALS.ID_NUMBER_INVALID]]],
    [{ age: '151' }, [['age', REFUSALS.AGE_INVALID]]],
  ] as const)('with %o is wrong in %o', (part, wrong) => {
    expect(errorsOf(part)).toEqual(wrong);
  });

  test('sends nothing that was left empty', () => {
    expect(checkApplication(filled)).toMatchObject({
      ok: true,
      form: { phone: '13800000001', phoneCode: null, age: null, email: null, idNumber: null },
    });
    const byButton = checkApplication({ ...filled, phoneCode: 'code' });
    expect(byButton).toMatchObject({ form: { phone: null, phoneCode: 'code' } });
  });

  test.each([
    ['PENDING', 'waiting'],
    ['REJECTED', 'apply'],
    ['ACTIVE', 'update'],
    ['DISABLED', 'stopped'],
  ] as const)('of somebody %s is there to be: %s', (status, kind) => {
    expect(purposeOf(self({ status })).kind).toBe(kind);
  });

  test('says why it was refused, and keeps what only an admin changes out of reach', () => {
    const refused = purposeOf(self({ status: 'REJECTED', rejectReason: '照片不清楚' }));
    expect(refused).toMatchObject({ refused: '上次没有通过：照片不清楚' });
    expect(purposeOf(null)).toEqual({ kind: 'apply', refused: '' });
    const profile = checkProfile(draftOf({ coach: self(), campuses: [] }, ''));
    expect(profile).toMatchObject({ ok: true });
    expect(Object.keys(profile.ok ? profile.form : {}).sort()).toEqual([
      'achievements',
      'email',
      'phone',
    ]);
  });
});
