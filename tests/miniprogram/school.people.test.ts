import type { PersonView } from '@shared/contracts/school';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  checkCoach,
  checkStudent,
  editing,
} from '../../miniprogram/packages/school/pages/edit/edit.view';
import { personRow } from '../../miniprogram/packages/school/pages/people/people.view';
import { personPage } from '../../miniprogram/packages/school/pages/person/person.view';
import { coach, student } from './schooling';
import { now } from './training';

const person = (part: Partial<PersonView> = {}): PersonView => ({
  memberId: 'm-lin',
  nickname: '小满',
  active: true,
  username: null,
  student,
  coach: null,
  ...part,
});

describe('people', () => {
  test.each([
    [person(), 'STUDENT', ''],
    [person({ active: false }), 'STUDENT', '账号已停用'],
    [person({ coach: coach() }), 'COACH', '待审核'],
    [person({ coach: coach({ status: 'ACTIVE', level: 'JUNIOR' }) }), 'COACH', '初级'],
    [person({ coach: coach({ status: 'DISABLED', level: 'JUNIOR' }) }), 'COACH', '已停用'],
  ] as const)('%# stand in the list as they are', (one, kind, standing) => {
    expect(personRow(one, kind)[0]?.standing).toBe(standing);
  });

  test('who is no coach is in no list of coaches', () => {
    expect(personRow(person(), 'COACH')).toEqual([]);
  });

  test.each([
    ['PENDING', '', true],
    ['REJECTED', '', false],
    ['ACTIVE', 'stop', false],
    ['DISABLED', 'resume', false],
  ] as const)('of a coach who is %s the teaching can: %s', (status, teaching, pending) => {
    const found = { person: person({ coach: coach({ status }) }), ties: [], lessons: [] };
    expect(personPage(found, now).parts[1]).toMatchObject({ teaching, pending });
  });

  test('only what is established can be ended', () => {
    const tie = {
      as: 'STUDENT',
      other: { memberId: 'm-wang', realName: '王建国' },
      appliedAt: now,
    } as const;
    const ties = [
      { ...tie, relationId: 'r1', status: 'ESTABLISHED' as const },
      { ...tie, relationId: 'r2', status: 'PENDING' as const },
    ];
    expect(personPage({ person: person(), ties, lessons: [] }, now).ties).toMatchObject([
      { who: '教练 王建国', mayEnd: true },
      { mayEnd: false },
    ]);
  });
});

describe('an entry that is corrected', () => {
  test('keeps the number and the identity number that nobody wrote anew', () => {
    const found = editing(person({ coach: coach({ idNumber: '110101********1234' }) }), 'COACH');
    expect(found).toMatchObject({ idNumber: '110101********1234', levelled: false });
    const result = found && checkCoach({ ...found.draft, phone: '' });
    expect(result).toMatchObject({ ok: true, form: { phone: null, idNumber: null } });
  });

  test('is checked by the server’s rules', () => {
    const found = editing(person(), 'STUDENT');
    const wrong = found && checkStudent({ ...found.draft, realName: '', age: '0' });
    expect(wrong).toMatchObject({
      ok: false,
      errors: { realName: REFUSALS.REAL_NAME_INVALID, age: REFUSALS.AGE_INVALID, phone: '' },
    });
    expect(editing(person(), 'COACH')).toBeNull();
  });
});
