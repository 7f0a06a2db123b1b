import { ACCOUNT_REFUSALS } from './domain/account';
import { BOOKING_REFUSALS } from './domain/booking';
import { CHALLENGE_REFUSALS } from './domain/challenge';
import { COACH_REFUSALS } from './domain/coach';
import { CODE_REFUSALS } from './domain/codes';
import { FORECAST_REFUSALS } from './domain/forecast/refusals';
import { LEDGER_REFUSALS } from './domain/ledger';
import { LESSON_REFUSALS } from './domain/lesson';
import { MEMBER_REFUSALS } from './domain/member';
import { MEMBERSHIP_REFUSALS } from './domain/membership';
import { ORDER_REFUSALS } from './domain/order';
import { POINTS_REFUSALS } from './domain/points';
import { RECONCILIATION_REFUSALS } from './domain/reconciliation';
import { RELATION_REFUSALS } from './domain/relation';
import { REWARD_REFUSALS } from './domain/reward';
import { CLUB_REFUSALS } from './domain/venue';
import { VISIT_REFUSALS } from './domain/visit';
import { WALLET_REFUSALS } from './domain/wallet';

const EDGE_REFUSALS = {
  INVALID_INPUT: '填写的内容有误，请检查后再试',
  REGISTER_FIRST: '请先完成注册，只要半分钟',
  NOT_ALLOWED: '你没有权限做这个操作，请联系管理员',
  BUSY: '现在操作的人太多了，请稍等几秒再试',
  INTERNAL: '系统开小差了，请稍后再试',
} as const;

/** Every "no" a person can be told: the key is for programs, the text is for people. */
export const REFUSALS = {
  ...EDGE_REFUSALS,
  ...CODE_REFUSALS,
  ...VISIT_REFUSALS,
  ...LEDGER_REFUSALS,
  ...MEMBER_REFUSALS,
  ...CLUB_REFUSALS,
  ...ORDER_REFUSALS,
  ...WALLET_REFUSALS,
  ...RECONCILIATION_REFUSALS,
  ...BOOKING_REFUSALS,
  ...COACH_REFUSALS,
  ...RELATION_REFUSALS,
  ...LESSON_REFUSALS,
  ...ACCOUNT_REFUSALS,
  ...POINTS_REFUSALS,
  ...MEMBERSHIP_REFUSALS,
  ...CHALLENGE_REFUSALS,
  ...REWARD_REFUSALS,
  ...FORECAST_REFUSALS,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** An expected "no". Anything else that is thrown is a bug or an outage. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    readonly traceId?: string,
  ) {
    super(REFUSALS[code]);
  }
}
