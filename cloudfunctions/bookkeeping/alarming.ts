import { HOUR } from '@shared/base/time';
import type { Context } from '../_kit/serve';
import { attentionOf } from './attention';
import { type Attention, alarms } from './store';

const SAID_AGAIN_AFTER = 6 * HOUR;

const isCalm = (picture: Attention) => Object.values(picture).every((part) => Number(part) === 0);

const isSame = (one: Attention, other: Attention) =>
  (Object.keys(one) as (keyof Attention)[]).every((part) => one[part] === other[part]);

/**
 * Says in the log what is stuck, for whoever watches it: when the picture changed, every six hours
 * while it stays, and once when all is well again. Counts only, nothing about anybody.
 */
export async function alarmOnStuck(context: Context): Promise<void> {
  const { db, now, platform } = context;
  const said = await attentionOf(context);
  const known = await db.get(alarms, 'money');
  const calm = isCalm(said);
  if (!known && calm) return;
  if (known && isSame(known.said, said)) {
    const age = now - known.at;
    if (calm || (age >= 0 && age < SAID_AGAIN_AFTER)) return;
  }
  // Written before it is said: of two at once, one says it.
  const ours = known
    ? await db.changeIf(alarms, { _id: 'money', at: known.at }, { set: { at: now, said } })
    : await db.insert(alarms, { _id: 'money', at: now, said });
  if (!ours) return;
  const name = calm ? 'ALARM_OVER' : 'ALARM';
  platform.reportFault(JSON.stringify({ name, ...said }), 'alarmOnStuck');
}
