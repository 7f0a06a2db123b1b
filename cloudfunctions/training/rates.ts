import { yuanText } from '@shared/base/money';
import {
  type CoachLevel,
  DEFAULT_RATES,
  DEFAULT_SHARE,
  isRate,
  isShare,
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

/** What a campus has set, or the club's own. */
export const ratesOf = async (db: Pick<Db, 'get'>, campusId: string): Promise<School> => {
  const { rates, share } = (await db.get(trainingSettings, campusId)) ?? DEFAULTS;
  return { rates, share };
};

const DEFAULTS = { rates: DEFAULT_RATES, share: DEFAULT_SHARE };

/** What an hour costs at a campus, and how much of it, in percent, is the coach's. */
export interface School {
  readonly rates: Rates;
  readonly share: number;
}

/** How much of a fee is the coach's at a campus now, percent. */
export const shareAt = async (tx: Transaction, campusId: string): Promise<number> =>
  (await tx.get(trainingSettings, campusId))?.share ?? DEFAULT_SHARE;

/**
 * The same in a transaction that sets somebody's rate by them. Written again, so that new rates that
 * are saved meanwhile find the coach or are found by this.
 */
export async function ratesHeld(tx: Transaction, campusId: string): Promise<Rates> {
  const known = await tx.get(trainingSettings, campusId);
  const settings = known ?? { _id: campusId, ...DEFAULTS };
  await tx.put(trainingSettings, settings);
  return settings.rates;
}

/**
 * Sets what an hour costs at a campus and the coach's share. Coaches follow through the outbox; what
 * is booked keeps its price, and what is over its share.
 *
 * @throws Refusal RATE_INVALID, SHARE_INVALID
 */
export async function saveRates(
  { db }: Context,
  deed: Deed,
  { campusId, rates, share }: School & { readonly campusId: string },
): Promise<School> {
  if (!Object.values(rates).every(isRate)) throw new Refusal('RATE_INVALID');
  if (!isShare(share)) throw new Refusal('SHARE_INVALID');
  await db.transaction(async (tx) => {
    await tx.put(trainingSettings, { _id: campusId, rates, share });
    const payload = { campusId };
    const { id, at } = deed;
    await leaveInOutbox(tx, { key: `rates:${id}:reprice`, kind: 'repriceCoaches', payload, at });
    const levels = Object.entries(LEVEL_WORDS) as [CoachLevel, string][];
    const prices = levels.map(([level, word]) => `${word} ${yuanText(rates[level])}`);
    const detail = [...prices, `教练分成 ${share}%`].join('，');
    await recordDeed(tx, deed, {
      action: 'school.saveRates',
      campusId,
      targetId: campusId,
      detail,
    });
  });
  return { rates, share };
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
