import type { Instant } from '@shared/base/time';
import type { Context, Member } from '../../cloudfunctions/_kit/serve';
import type { Club } from './club';
import { openTimerContexts } from './timerContext';

export const PASSWORD = 'Court#26';
export const WRONG = 'Wrong#99';

export const createFor = (club: Club, who: string, username: string) =>
  club.as(who).account.create({ username, password: PASSWORD });

export const login = (club: Club, openid: string, username: string, password = PASSWORD) =>
  club.as(openid).account.login({ username, password });

/** Calls a service as the function of another domain does, over the real SDK, with fresh ids. */
export function openService(club: Club) {
  const { contextAt } = openTimerContexts(club);
  let ids = 0;
  const context = (): Context => ({
    ...contextAt(club.cloud.clock.now() as Instant),
    newId: () => `svc-${++ids}-${Math.random().toString(36).slice(2)}`,
  });
  /** A persona as the edge lets them in. */
  const caller = async (who: string): Promise<Member> => {
    const found = await club.document('identities', `oCourtside-${who}`);
    const identity = { studentOf: null, coachOf: null, ...found } as Member['identity'];
    return { openid: identity._id, identity, ip: '203.0.113.7' };
  };
  return { context, contextAt, caller };
}

/** Makes a persona the student of a campus, as registering does. */
export async function enrol(club: Club, who: string, campusId: string): Promise<void> {
  await club.cloud.load('students', [
    {
      ...{
        _id: `m-${who}`,
        campusId,
        realName: `${who}同学`,
        gender: null,
        age: null,
        email: null,
      },
      ...{ createdAt: 0, ties: [], changeId: null, version: 0 },
    },
  ]);
  const identity = await club.document('identities', `oCourtside-${who}`);
  await club.cloud.load('identities', [
    { _id: `oCourtside-${who}`, ...identity, studentOf: campusId },
  ]);
}
