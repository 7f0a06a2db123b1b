import tcb from '@cloudbase/node-sdk';
import type { Instant } from '@shared/base/time';
import { cloudDb } from '../../cloudfunctions/_kit/cloudDb';
import type { Context } from '../../cloudfunctions/_kit/serve';
import type { Club } from './club';

const unused = () => Promise.reject(new Error('unused'));

/** What a timer's job gets, at moments of our choosing, over the real SDK. */
export function openTimerContexts(club: Pick<Club, 'cloud'>) {
  Object.assign(process.env, club.cloud.sdkEnv(), { SILENCE: 'true' });
  const db = cloudDb(tcb.init({ env: 'local' }).database());
  /** What was reported, oldest first. */
  const faults: { readonly fault: unknown; readonly where: string }[] = [];
  let ids = 0;
  const contextAt = (now: Instant): Context => ({
    db,
    now,
    newId: () => `id-${++ids}`,
    platform: {
      wallCode: unused,
      sendSubscribe: unused,
      uploadShipping: unused,
      phoneNumber: unused,
      deleteFiles: unused,
      reportFault: (fault, where) => faults.push({ fault, where }),
    },
  });
  return { db, contextAt, faults };
}
