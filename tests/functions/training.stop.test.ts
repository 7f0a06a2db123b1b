import { MINUTE, plus } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { type Club, outcome } from './club';
import { ask, askCancel, atSchool, confirmed, purse, relationOf, toldTo } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import {
  applyTo,
  expectTiesInOrder,
  HE,
  LI,
  loggedOf,
  requestChange,
  titlesOf,
  WANG,
} from './training';

let club: Club;
atSchool((opened) => {
  club = opened.club;
});

const reason = '进修三个月';
const teaching = (memberId: string, active: boolean) =>
  club.as('root').school.setTeaching({ memberId, active, reason });
const account = (memberId: string, active: boolean) =>
  club.as('root').school.setActive({ memberId, active, reason });
const statusOf = async (lessonId: string) => (await club.document('lessons', lessonId))?.status;
const untouched = { balance: 100_000, frozen: 0 };

/** A request for a lesson whose function had looked at the coach, and the caller, before the stop. */
async function lateRequest() {
  const coach = await club.document('coaches', WANG);
  await club.cloud.load('coaches', [{ ...coach, status: 'ACTIVE' }]);
  const lesson = await ask(club, 'lin');
  await club.cloud.load('coaches', [{ ...(await club.document('coaches', WANG)), ...coach }]);
  return lesson.id;
}

describe('a coach who is stopped', () => {
  test('has what nobody confirmed refused, and keeps what is confirmed', async () => {
    const lesson = await confirmed(club, 'lin', { from: 600, until: 660 });
    const waiting = await ask(club, 'lin');
    await teaching(WANG, false);
    expect([await statusOf(lesson.id), await statusOf(waiting.id)]).toEqual([
      'CONFIRMED',
      'REJECTED',
    ]);
    await expectLessonsInOrder(club);
  });

  test('has a request refused that commits after the first deed was done', async () => {
    await teaching(WANG, false);
    const lessonId = await lateRequest();
    expect(await statusOf(lessonId)).toBe('PENDING');
    await club.passMinutes(2);
    expect(await statusOf(lessonId)).toBe('REJECTED');
    expect(await purse(club, 'lin')).toEqual(untouched);
    expect(await club.documents('outbox', { kind: 'refuseLessons' })).toEqual([]);
    await expectLessonsInOrder(club);
  });

  test('and teaches again before the minute is over, keeps what was asked for since', async () => {
    await teaching(WANG, false);
    await teaching(WANG, true);
    const { id } = await ask(club, 'lin');
    await club.passMinutes(2);
    expect(await statusOf(id)).toBe('PENDING');
  });
});

describe('who waits for an answer when somebody is stopped', () => {
  const asking = 'r-zhao-coach-wang';

  test('of a coach is refused, told, and may ask another', async () => {
    await teaching(WANG, false);
    expect(await club.document('coach_relations', asking)).toMatchObject({ status: 'REJECTED' });
    expect(await titlesOf(club, 'zhao')).toEqual(['教练没有同意']);
    expect(await outcome(applyTo(club, 'zhao', LI))).toBe('ok');
    await expectTiesInOrder(club);
  });

  test('and teaches again at once: who asks since then still waits', async () => {
    await teaching(WANG, false);
    await teaching(WANG, true);
    const { relationId } = await applyTo(club, 'zhao', WANG);
    await club.passMinutes(2);
    expect(await club.document('coach_relations', relationId)).toMatchObject({ status: 'PENDING' });
    await expectTiesInOrder(club);
  });

  test('as a student asks no longer, and the coach reads of it', async () => {
    await account('m-zhao', false);
    expect(await club.document('coach_relations', asking)).toMatchObject({ status: 'WITHDRAWN' });
    expect(await titlesOf(club, 'coach-wang')).toContain('学员的申请已撤回');
    await expectTiesInOrder(club);
  });
});

describe('an account that is stopped', () => {
  test('of a coach stops the teaching; opened again, teaching waits until it is resumed', async () => {
    const { id } = await ask(club, 'lin');
    const standing = await confirmed(club, 'lin', { from: 600, until: 660 });
    expect((await account(WANG, false)).coach).toMatchObject({ status: 'DISABLED' });
    expect([await statusOf(id), await statusOf(standing.id)]).toEqual(['REJECTED', 'CONFIRMED']);
    expect(await outcome(ask(club, 'lin'))).toBe('COACH_DISABLED');
    expect(await outcome(teaching(WANG, true))).toBe('OPEN_ACCOUNT_FIRST');
    await account(WANG, true);
    expect(await outcome(club.as('coach-wang').coach.students({}))).toBe('COACH_ONLY');
    const [told] = (await club.as('coach-wang').message.list({ before: null })).messages;
    expect(told).toMatchObject({ title: '账号已启用' });
    expect(told?.body).toContain('授课仍然暂停');
    await teaching(WANG, true);
    expect(await outcome(club.as('coach-wang').coach.students({}))).toBe('ok');
    expect(await loggedOf(club, WANG)).toEqual(
      expect.arrayContaining(['account.stop', 'school.stopTeaching', 'account.open']),
    );
    await expectLessonsInOrder(club);
    await expectTiesInOrder(club);
  });

  test('of a student takes back what nobody confirmed, and the coach reads of it', async () => {
    const { id } = await ask(club, 'lin');
    const standing = await confirmed(club, 'lin', { from: 600, until: 660 });
    await account('m-lin', false);
    expect([await statusOf(id), await statusOf(standing.id)]).toEqual(['WITHDRAWN', 'CONFIRMED']);
    await club.passMinutes(1);
    expect(await toldTo(club, 'coach-wang')).toContain('学员撤回了约课');
    await account('m-lin', true);
    expect(await purse(club, 'lin')).toEqual({ balance: 80_000, frozen: 0 });
    await expectLessonsInOrder(club);
  });

  test('of a student takes back what committed after the first deed', async () => {
    await account('m-lin', false);
    const identity = await club.document('identities', 'oCourtside-lin');
    await club.cloud.load('identities', [{ ...identity, status: 'ACTIVE' }]);
    const { id } = await ask(club, 'lin');
    await club.cloud.load('identities', [{ ...identity }]);
    await club.passMinutes(2);
    expect(await statusOf(id)).toBe('WITHDRAWN');
    await expectLessonsInOrder(club);
  });

  test('of an applicant cannot be approved before it is opened', async () => {
    await account(HE, false);
    const approve = () => club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    expect(await outcome(approve())).toBe('OPEN_ACCOUNT_FIRST');
    await account(HE, true);
    expect(await outcome(approve())).toBe('ok');
  });

  test('leaves confirmed lessons to the admin, who gives everything back', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    await askCancel(club, 'coach-wang', lessonId);
    await account(WANG, false);
    await club.as('root').school.cancelLesson({ lessonId, reason: '教练离职' });
    expect(await purse(club, 'lin')).toEqual(untouched);
    await expectLessonsInOrder(club);
  });
});

describe('a change of coach whose old coach is stopped', () => {
  const ballot = (changeId: string, yes = true) => ({ changeId, yes, note: '' });
  /** Zhao, no: May leaves Wang for Li. */
  const asked = () => requestChange(club, 'may', WANG, LI);
  const votesOf = async (id: string) => (await club.as('may').student.home({})).change ?? id;

  test('needs the two who can vote', async () => {
    const { id } = await asked();
    await teaching(WANG, false);
    expect(await votesOf(id)).toMatchObject({ votes: { from: 'WAIVED', to: 'PENDING' } });
    await club.as('coach-li').coach.vote(ballot(id));
    expect(await club.as('root').school.vote(ballot(id))).toMatchObject({ status: 'COMPLETED' });
    await expectTiesInOrder(club);
  });

  test('is made at once where the other two have agreed', async () => {
    const { id } = await asked();
    await club.as('coach-li').coach.vote(ballot(id));
    await club.as('root').school.vote(ballot(id));
    await account(WANG, false);
    expect(await votesOf(id)).toMatchObject({ status: 'COMPLETED', votes: { from: 'WAIVED' } });
    expect(await titlesOf(club, 'may')).toContain('教练已更换');
    const relation = await club.document('coach_relations', relationOf('may', 'coach-wang'));
    expect(relation).toMatchObject({ status: 'TERMINATED' });
    await expectTiesInOrder(club);
  });

  test('is told and logged as nobody’s call, whoever’s call did it', async () => {
    const { id } = await asked();
    await club.as('coach-li').coach.vote(ballot(id));
    await club.as('root').school.vote(ballot(id));
    await account(WANG, false);
    const [stopped] = await club.documents('audit_entries', { action: 'account.stop' });
    const [made] = await club.documents('audit_entries', { action: 'training.changed' });
    expect([typeof stopped?.ip, made?.ip]).toEqual(['string', null]);
  });

  test('asked for afterwards, it begins without that vote', async () => {
    await teaching(WANG, false);
    expect(await asked()).toMatchObject({ votes: { from: 'WAIVED', to: 'PENDING' } });
  });

  test('takes the vote of a coach who teaches again', async () => {
    const { id } = await asked();
    await teaching(WANG, false);
    await teaching(WANG, true);
    expect(await club.as('coach-wang').coach.vote(ballot(id, false))).toMatchObject({
      status: 'REJECTED',
    });
  });

  test('waits and expires where the new coach is stopped, too', async () => {
    const { id } = await asked();
    await club.as('coach-li').coach.vote(ballot(id));
    await club.as('root').school.vote(ballot(id));
    await teaching(LI, false);
    await teaching(WANG, false);
    expect(await votesOf(id)).toMatchObject({ status: 'PENDING', votes: { from: 'PENDING' } });
    club.cloud.clock.jump(plus(club.cloud.clock.now() as never, 7 * 24 * 60 * MINUTE));
    await club.passMinutes(1);
    expect(await votesOf(id)).toMatchObject({ status: 'EXPIRED' });
    await expectTiesInOrder(club);
  });
});
