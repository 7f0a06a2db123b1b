import { describe, expect, test } from 'vitest';
import { createFor } from './account';
import { type Club, outcome } from './club';
import { askCancel, atSchool, confirmed, enrol, hire } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { expectTiesInOrder, HE, requestChange, titlesOf, WANG } from './training';

let club: Club;
atSchool((opened) => {
  club = opened.club;
});

const appoint = async (who: string) => {
  const { text: code } = await club.as(who).member.code({});
  await club.as('root').club.appoint({ campusId: 'c-centre', role: 'CAMPUS_ADMIN', code });
};
const reason = '自己说了算';

describe('an admin of a campus who is of its school', () => {
  test('does not approve or refuse the own application; the super admin does', async () => {
    await appoint('coach-he');
    const { approve, refuse } = club.as('coach-he').school;
    expect(await outcome(approve({ memberId: HE, level: 'SENIOR' }))).toBe('NOT_ALLOWED');
    expect(await outcome(refuse({ memberId: HE, reason }))).toBe('NOT_ALLOWED');
    const decided = club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    expect(await outcome(decided)).toBe('ok');
  });

  test('gives nobody’s own hour another price, and resumes nobody’s own teaching', async () => {
    await appoint('coach-wang');
    const form = { gender: null, age: null, email: null, phone: null, idNumber: null };
    const edit = (level: 'SENIOR' | 'JUNIOR') =>
      club.as('coach-wang').school.editCoach({
        ...{ memberId: WANG, realName: '王建国', ...form, level },
        achievements: '全国青年锦标赛男单第三名',
      });
    expect(await outcome(edit('JUNIOR'))).toBe('NOT_ALLOWED');
    expect(await outcome(edit('SENIOR'))).toBe('ok');
    await club.as('root').school.setTeaching({ memberId: WANG, active: false, reason });
    const resume = { memberId: WANG, active: true, reason: '' };
    expect(await outcome(club.as('coach-wang').school.setTeaching(resume))).toBe('NOT_ALLOWED');
  });

  test.each(['lin', 'coach-wang'])('does not end a relation of their own: %s', async (who) => {
    await appoint(who);
    const end = (admin: string) =>
      outcome(club.as(admin).school.endRelation({ relationId: 'r-lin-coach-wang', reason }));
    expect(await end(who)).toBe('NOT_ALLOWED');
    expect(await end('root')).toBe('ok');
    await expectTiesInOrder(club);
  });

  test('as the only one of a campus, is judged by the super admin', async () => {
    await hire(club, 'm-wu', { campusId: 'c-east' });
    const { text: code } = await club.as('coach-liu').member.code({});
    const east = { campusId: 'c-east', role: 'CAMPUS_ADMIN' } as const;
    await club.as('root').club.appoint({ ...east, code });
    await club.as('root').club.dismiss({ memberId: 'm-admin-east' });
    const { id: changeId } = await requestChange(club, 'sun', 'm-coach-liu', 'm-wu');
    expect(await titlesOf(club, 'root')).toContain('更换教练待你表决');
    const ballot = { changeId, yes: true, note: '' };
    expect(await outcome(club.as('coach-liu').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('root').school.vote(ballot))).toBe('ok');
  });

  test.each(['lin', 'coach-wang'])('does not cancel a lesson of their own: %s', async (who) => {
    const { id: lessonId } = await confirmed(club, 'lin');
    await appoint(who);
    const { cancelLesson } = club.as(who).school;
    expect(await outcome(cancelLesson({ lessonId, reason }))).toBe('NOT_ALLOWED');
    expect(await outcome(askCancel(club, who, lessonId))).toBe('ok');
    expect(await outcome(club.as('root').school.cancelLesson({ lessonId, reason }))).toBe('ok');
    await expectLessonsInOrder(club);
  });
});

type Admin = ReturnType<Club['as']>['school'];
const FORM = { gender: null, age: null, email: null } as const;
const RATES = { SENIOR: 30_000, INTERMEDIATE: 15_000, JUNIOR: 8_000 } as never;

/** What an admin does, to whom, and what the log calls it; before it, what it takes. */
const deeds: readonly {
  readonly action: string;
  readonly to: readonly string[];
  readonly target?: string;
  readonly first?: () => Promise<unknown>;
  readonly act: (admin: Admin) => Promise<unknown>;
}[] = [
  {
    ...{ action: 'school.approve', to: ['coach-he'] },
    act: ({ approve }) => approve({ memberId: HE, level: 'JUNIOR' }),
  },
  {
    ...{ action: 'school.refuse', to: ['coach-he'] },
    act: ({ refuse }) => refuse({ memberId: HE, reason }),
  },
  {
    ...{ action: 'school.editStudent', to: ['lin'] },
    act: ({ editStudent }) =>
      editStudent({ memberId: 'm-lin', realName: '林大满', phone: null, ...FORM }),
  },
  {
    ...{ action: 'school.editCoach', to: ['coach-wang'] },
    act: ({ editCoach }) =>
      editCoach({
        ...{ memberId: WANG, realName: '王建国', phone: null, ...FORM, idNumber: null },
        ...{ level: 'JUNIOR', achievements: '全国青年锦标赛男单第三名' },
      }),
  },
  {
    ...{ action: 'account.stop', to: ['lin'] },
    act: ({ setActive }) => setActive({ memberId: 'm-lin', active: false, reason }),
  },
  {
    ...{ action: 'account.open', to: ['lin'] },
    first: () => club.as('root').school.setActive({ memberId: 'm-lin', active: false, reason }),
    act: ({ setActive }) => setActive({ memberId: 'm-lin', active: true, reason: '' }),
  },
  {
    ...{ action: 'school.stopTeaching', to: ['coach-wang'] },
    act: ({ setTeaching }) => setTeaching({ memberId: WANG, active: false, reason }),
  },
  {
    ...{ action: 'school.resumeTeaching', to: ['coach-wang'] },
    first: () => club.as('root').school.setTeaching({ memberId: WANG, active: false, reason }),
    act: ({ setTeaching }) => setTeaching({ memberId: WANG, active: true, reason: '' }),
  },
  {
    ...{ action: 'school.removeStudent', to: ['feng'] },
    first: () => enrol(club, 'm-feng'),
    act: ({ remove }) => remove({ memberId: 'm-feng', kind: 'STUDENT', reason }),
  },
  {
    ...{ action: 'school.removeCoach', to: ['coach-he'] },
    act: ({ remove }) => remove({ memberId: HE, kind: 'COACH', reason }),
  },
  {
    ...{ action: 'account.resetPassword', to: ['lin'] },
    first: () => createFor(club, 'lin', 'linxm'),
    act: ({ resetPassword }) => resetPassword({ memberId: 'm-lin' }),
  },
  {
    ...{ action: 'school.endRelation', to: ['lin', 'coach-wang'], target: 'm-lin' },
    act: ({ endRelation }) => endRelation({ relationId: 'r-lin-coach-wang', reason }),
  },
  {
    ...{ action: 'school.cancelLesson', to: ['lin', 'coach-wang'], target: 'the lesson' },
    first: () => confirmed(club, 'lin'),
    act: async ({ cancelLesson }) => {
      const [lesson] = await club.documents('lessons');
      return cancelLesson({ lessonId: String(lesson?._id), reason });
    },
  },
  {
    ...{ action: 'school.vote', to: ['lin'], target: 'm-lin' },
    first: () => requestChange(club, 'lin', WANG, HE),
    act: async ({ vote }) => {
      const [change] = await club.documents('coach_changes');
      return vote({ changeId: String(change?._id), yes: false, note: '' });
    },
  },
  {
    ...{ action: 'school.saveRates', to: ['coach-wang'], target: 'c-centre' },
    act: ({ saveRates }) => saveRates({ campusId: 'c-centre', rates: RATES, share: 100 }),
  },
];

const countOf = async (collection: string, where: object) =>
  (await club.documents(collection, where as never)).length;

test.each(deeds)(
  '$action is told once to each whom it concerns, and written down once',
  async (deed) => {
    const { action, to, first, act } = deed;
    await appoint('yang');
    if (action === 'school.vote')
      await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    await first?.();
    await club.passMinutes(1);
    const told = () => Promise.all(to.map((who) => countOf('messages', { memberId: `m-${who}` })));
    const before = await told();
    const known = new Set((await club.documents('audit_entries')).map(({ _id }) => _id));
    await act(club.as('yang').school);
    await club.passMinutes(2);
    expect((await told()).map((all, n) => all - (before[n] ?? 0))).toEqual(to.map(() => 1));
    const written = (await club.documents('audit_entries')).filter(({ _id }) => !known.has(_id));
    const own = written.filter((entry) => entry.actorId === 'm-yang' && entry.action === action);
    expect(own).toHaveLength(1);
    const [lesson] = await club.documents('lessons');
    const target = deed.target === 'the lesson' ? lesson?._id : (deed.target ?? `m-${to[0]}`);
    expect(own[0]).toMatchObject({ campusId: 'c-centre', targetId: target });
    expect(own[0]?.ip).not.toBe(null);
  },
);

test('who is dismissed while the call is on its way decides nothing any more', async () => {
  const { id: lessonId } = await confirmed(club, 'lin');
  await appoint('feng');
  const admitted = await club.document('identities', 'oCourtside-feng');
  await club.as('root').club.dismiss({ memberId: 'm-feng' });
  await club.cloud.load('identities', [{ ...admitted } as never]);
  const { approve, endRelation, cancelLesson } = club.as('feng').school;
  expect(await outcome(approve({ memberId: HE, level: 'JUNIOR' }))).toBe('NOT_ALLOWED');
  const relationId = 'r-lin-coach-wang';
  expect(await outcome(endRelation({ relationId, reason }))).toBe('NOT_ALLOWED');
  expect(await outcome(cancelLesson({ lessonId, reason }))).toBe('NOT_ALLOWED');
});
