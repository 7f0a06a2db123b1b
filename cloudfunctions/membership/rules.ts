import { DEFAULT_EARN_RULES, type EarnRules } from '@shared/domain/points';
import type { Db, Transaction } from '../_kit/db';
import { campusRules } from './store';

export const rulesOf = async (db: Db, campusId: string): Promise<EarnRules> =>
  (await db.get(campusRules, campusId))?.rules ?? DEFAULT_EARN_RULES;

export const rulesIn = async (tx: Transaction, campusId: string): Promise<EarnRules> =>
  (await tx.get(campusRules, campusId))?.rules ?? DEFAULT_EARN_RULES;

const WORDS = {
  perYuan: '每元',
  leastBooking: '每次订场至少',
  review: '评价',
  invitation: '邀请',
} as const satisfies Record<keyof EarnRules, string>;

/** What of the rules was changed, for the log; empty when nothing was. */
export const changesOf = (before: EarnRules, after: EarnRules): string =>
  (Object.keys(WORDS) as (keyof EarnRules)[])
    .filter((name) => before[name] !== after[name])
    .map((name) => `${WORDS[name]} ${before[name]} → ${after[name]}`)
    .join('，');
