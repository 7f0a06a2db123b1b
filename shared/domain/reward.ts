import { type Fen, fen } from '../base/money';
import { addDays, clubDateOf, clubDayStart, type Instant, plus } from '../base/time';

export const REWARD_REFUSALS = {
  REWARD_NOT_FOUND: '没有找到这个礼品，请刷新后再试',
  REWARD_OFF: '这个礼品已下架，可以看看其他礼品',
  REWARD_SOLD_OUT: '这个礼品已经兑完，请等补货或换一个',
  REWARD_LIMIT_MEMBER: '这个礼品你已兑到上限，可以看看其他礼品',
  REWARD_LIMIT_DAY: '这个礼品今天已兑完，请明天再来',
  REWARD_CHANGED: '所需积分刚刚有变动，请核对后再兑换',
  REWARD_FORM_INVALID: '礼品的内容有误，请检查后再保存',
  REDEMPTION_NOT_FOUND: '没有找到这个兑换码，请核对后再试',
  REDEMPTION_CLOSED: '这个兑换已经完成或取消，请刷新查看',
  REDEMPTION_ELSEWHERE: '这是其他校区的兑换，请到对应校区领取',
  COUPON_NOT_FOUND: '没有找到这张优惠券，请刷新后再试',
  COUPON_CLOSED: '这张优惠券已用过或过期，请换一张',
  COUPON_TOO_LITTLE: '订单没有达到这张券的使用门槛，请换一张',
} as const;

/** What points buy: vouchers for court hours and others are coupons, the rest the desk hands over. */
export const REWARD_KINDS = ['COURT_HOURS', 'RENTAL', 'GOODS', 'COUPON'] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];
export const REWARD_WORDS = {
  COURT_HOURS: '场地时长',
  RENTAL: '器材租借',
  GOODS: '实物礼品',
  COUPON: '优惠券',
} as const satisfies Record<RewardKind, string>;

/** Whether redeeming it gives a coupon at once; everything else is fetched at the desk with a code. */
export const givesCoupon = (kind: RewardKind) => kind === 'COURT_HOURS' || kind === 'COUPON';

/** What a coupon has to say belongs to what gives one, and to nothing else. */
export const refusalOfReward = (form: {
  readonly kind: RewardKind;
  readonly coupon: object | null;
}) => (givesCoupon(form.kind) === (form.coupon !== null) ? null : 'REWARD_FORM_INVALID');

/** The life of what was redeemed: points go at once, the desk hands over, or it is taken back. */
const NEXT = {
  OPEN: { handOver: 'DONE', cancel: 'CANCELLED' },
  DONE: {},
  CANCELLED: {},
} as const;
export type RedemptionStatus = keyof typeof NEXT;
export const REDEMPTION_STATUSES = Object.keys(NEXT) as [RedemptionStatus, ...RedemptionStatus[]];
export type RedemptionEvent = 'handOver' | 'cancel';
export function nextRedemptionStatus(
  status: RedemptionStatus,
  event: RedemptionEvent,
): RedemptionStatus | null {
  const exits: Partial<Record<RedemptionEvent, RedemptionStatus>> = NEXT[status];
  return exits[event] ?? null;
}
export const REDEMPTION_STATUS_WORDS = {
  OPEN: '待领取',
  DONE: '已完成',
  CANCELLED: '已取消',
} as const satisfies Record<RedemptionStatus, string>;

export interface RewardLimits {
  readonly stock: number;
  /** In all for one member; null: as many as there are. */
  readonly perMember: number | null;
  /** For everybody together on one club day; null: no limit. */
  readonly perDay: number | null;
}

/**
 * Why a member cannot have one more now, however many points there are, or null.
 * `today` is what was taken by everybody on this club day.
 */
export function refusalToRedeem(
  reward: RewardLimits & { readonly onShelf: boolean },
  taken: { readonly byMember: number; readonly today: number },
) {
  if (!reward.onShelf) return 'REWARD_OFF';
  if (reward.stock <= 0) return 'REWARD_SOLD_OUT';
  if (reward.perMember !== null && taken.byMember >= reward.perMember) return 'REWARD_LIMIT_MEMBER';
  return reward.perDay !== null && taken.today >= reward.perDay ? 'REWARD_LIMIT_DAY' : null;
}

export const COUPON_STATUSES = ['UNUSED', 'USED', 'EXPIRED'] as const;
export type CouponStatus = (typeof COUPON_STATUSES)[number];
export const COUPON_WORDS = {
  UNUSED: '未使用',
  USED: '已使用',
  EXPIRED: '已过期',
} as const satisfies Record<CouponStatus, string>;

export interface CouponTerms {
  /** What it takes off, at most the price. */
  readonly off: Fen;
  /** The price from which on it can be used. */
  readonly least: Fen;
  readonly validUntil: Instant;
}

/** Why a coupon cannot be used for a price now, or null. Through its last instant it can. */
export function refusalToUseCoupon(
  coupon: CouponTerms & { readonly status: CouponStatus },
  { price, now }: { readonly price: Fen; readonly now: Instant },
) {
  if (coupon.status !== 'UNUSED' || now > coupon.validUntil) return 'COUPON_CLOSED';
  return price < coupon.least ? 'COUPON_TOO_LITTLE' : null;
}

/** What a coupon takes off a price, after the level's discount and before points. */
export const couponOff = ({ off }: Pick<CouponTerms, 'off'>, price: Fen): Fen =>
  fen(Math.min(off, price));

/** A coupon of so many days ends with the last of them; the day on which it was given is extra. */
export const couponUntil = (at: Instant, days: number): Instant =>
  plus(clubDayStart(addDays(clubDateOf(at), days + 1)), -1);

/** What a coupon is now: one that is over is expired also before the timer has said so. */
export const couponStatusAt = (
  { status, validUntil }: Pick<CouponTerms, 'validUntil'> & { readonly status: CouponStatus },
  now: Instant,
): CouponStatus => (status === 'UNUSED' && now > validUntil ? 'EXPIRED' : status);

/** So many days before its last one a member is told of a coupon. */
const TOLD_DAYS_BEFORE = 3;
/** Coupons that end up to this moment are to be told of now. */
export const couponsToTellUntil = (now: Instant): Instant => couponUntil(now, TOLD_DAYS_BEFORE);

/** Twelve digits, in groups to be read aloud. */
const REDEMPTION_CODE = /^\d{12}$/;
export const redemptionCodeText = (code: string) => code.replace(/(\d{4})(?=\d)/g, '$1 ');
/** What the code's picture says: the prefix tells it from doors, members and bookings. */
export const redemptionCodePicture = (code: string) => `CR1.${code}`;
/** The digits of what was scanned or typed, or null. */
export const parseRedemptionCode = (text: string): string | null => {
  const digits = text
    .trim()
    .replace(/^CR1\./, '')
    .replace(/\s/g, '');
  return REDEMPTION_CODE.test(digits) ? digits : null;
};
