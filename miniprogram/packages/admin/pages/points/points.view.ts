import { type Points, points } from '@shared/base/money';
import type { Api } from '@shared/contracts';
import { LEVEL_WORDS } from '@shared/domain/membership';
import { ADJUSTMENT } from '@shared/domain/points';
import { REFUSALS } from '@shared/refusals';
import { type Checked, checked, type FieldErrors, wholeError } from '../../../../forms/fields';
import { newRequestId } from '../../../../services/requestId';
import { type PointRow, pointRow, pointsText, signedPoints } from '../../../../words/points';

export type MemberPoints = Awaited<ReturnType<Api['membership']['find']>>;

/** Somebody's points as a manager sees them. */
export interface FoundView {
  readonly name: string;
  /** `138****0000 · 金卡会员`. */
  readonly about: string;
  readonly points: string;
  readonly lifetime: string;
  readonly recent: readonly PointRow[];
}

export function foundView({ nickname, phone, level, ...found }: MemberPoints): FoundView {
  return {
    name: nickname,
    about: [phone ?? '没有留手机号', level ? LEVEL_WORDS[level] : '没有开通会员'].join(' · '),
    points: pointsText(found.points),
    lifetime: pointsText(found.lifetime),
    recent: found.recent.map((line) => pointRow(line, 'M 月 D 日 HH:mm')),
  };
}

export type Direction = 'GIVE' | 'TAKE';
export type AdjustField = 'amount' | 'reason';

export interface AdjustDraft {
  readonly direction: Direction;
  readonly amount: string;
  readonly reason: string;
}

export const EMPTY_DRAFT: AdjustDraft = { direction: 'GIVE', amount: '', reason: '' };
export const NO_ERRORS: FieldErrors<AdjustField> = { amount: '', reason: '' };

/** What is sent: negative takes away. */
export interface Adjustment {
  readonly amount: Points;
  readonly reason: string;
}

export function checkAdjustment(
  { direction, amount, reason }: AdjustDraft,
  has: Points,
): Checked<Adjustment, AdjustField> {
  const typed = reason.trim();
  const { least, most } = ADJUSTMENT.reason;
  const fits = typed.length >= least && typed.length <= most;
  const wrong = wholeError(amount, '积分', ADJUSTMENT.most);
  const short = direction === 'TAKE' && Number(amount) > has;
  const errors = {
    amount: wrong || (short ? `现在只有 ${pointsText(has)} 积分可以扣` : ''),
    reason: fits ? '' : REFUSALS.POINTS_REASON_REQUIRED,
  };
  return checked(errors, () => ({
    amount: points(direction === 'GIVE' ? Number(amount) : -Number(amount)),
    reason: typed,
  }));
}

/** What has to be agreed to: who, how much, and what is left. */
export function questionOf(
  { nickname, points: has }: MemberPoints,
  { amount, reason }: Adjustment,
) {
  return {
    title: `${signedPoints(amount)} 积分？`,
    content: `${nickname}的积分从 ${pointsText(has)} 变为 ${pointsText(points(has + amount))}。原因会发给会员：${reason}`,
    confirmText: amount > 0 ? '增加' : '扣除',
  };
}

/** An adjustment on its way: its id stays with it, however often it is sent. */
export interface Request extends Adjustment {
  readonly memberId: string;
  readonly requestId: string;
}

/** The same request for the same words and points of one member; anything else is another one. */
export function requestFor(
  memberId: string,
  { amount, reason }: Adjustment,
  before: Request | null,
): Request {
  const same =
    before?.memberId === memberId && before.amount === amount && before.reason === reason;
  return same ? before : { memberId, amount, reason, requestId: newRequestId() };
}
