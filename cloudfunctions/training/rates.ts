import { yuanText } from '@shared/base/money';
import {
  type CoachLevel,
  DEFAULT_RATES,
  isRate,
  LEVEL_WORDS,
  type Rates,
} from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { campusName, type Deed, recordDeed } from './acting';
import { PAGES, profileLetter } from './letters';
import { touchCoach } from './service';
import { coaches, trainingSettings } from './store';

/** What an hour costs at a campus by level, fen. */
export const ratesOf = async (db: Pick<Db, 'get'>, campusId: string): Promise<Rates> =>
  (await db.get(trainingSettings, campusId))?.rates ?? DEFAULT_RATES;

/**
 * The same in a transaction that sets somebody's rate by them. Written again, so that new rates that
 * are saved meanwhile find the coach or are found by this.
 */
export async function ratesHeld(tx: Transaction, campusId: string): Promise<Rates> {
  const known = await tx.get(trainingSettings, campusId);
  const settings = known ?? { _id: campusId, rates: DEFAULT_RATES };
  await tx.put(trainingSettings, settings);
  return settings.rates;
}

/**
 * Sets what an hour costs at a campus. Its coaches follow through the outbox; what is booked keeps
 * its price.
 *
 * @throws Refusal RATE_INVALID
 */
export async function saveRates(
  { db }: Context,
  deed: Deed,
  { campusId, rates }: { readonly campusId: string; readonly rates: Rates },
): Promise<Rates> {
  if (!Object.values(rates).every(isRate)) throw new Refusal('RATE_INVALID');
  await db.transaction(async (tx) => {
    await tx.put(trainingSettings, { _id: campusId, rates });
    const payload = { campusId };
    const { id, at } = deed;
    await leaveInOutbox(tx, { key: `rates:${id}:reprice`, kind: 'repriceCoaches', payload, at });
    const levels = Object.entries(LEVEL_WORDS) as [CoachLevel, string][];
    const detail = levels.map(([level, word]) => `${word} ${yuanText(rates[level])}`).join('，');
    await recordDeed(tx, deed, {
      action: 'school.saveRates',
      campusId,
      targetId: campusId,
      detail,
    });
  });
  return rates;
}

/** Gives every coach of a campus the rate of the level, as it is now. Done twice, it tells once. */
export async function repriceCoaches(context: Context, campusId: string): Promise<void> {
  const { db, now, newId } = context;
  const event = { at: now, campusName: await campusName(context, campusId) };
  for (const { _id } of await db.all(coaches, { campusId })) {
    const key = `rate:${newId()}`;
    await db.transaction(async (tx) => {
      const coach = await tx.get(coaches, _id);
      if (!coach?.level || coach.campusId !== campusId) return;
      const rate = (await ratesHeld(tx, campusId))[coach.level];
      if (coach.rate === rate) return;
      await touchCoach(tx, { ...coach, rate });
      const letter = profileLetter(
        { ...event, key },
        {
          memberId: _id,
          title: '课时费已调整',
          body: `「${event.campusName}」的${LEVEL_WORDS[coach.level]}教练课时费改为每小时 ${yuanText(rate)} 元，已约的课不变。`,
          page: PAGES.coach,
        },
      );
      await sendMessage(tx, letter, { first: true });
    });
  }
}
