import { type Instant, SECOND } from '../base/time';

export const CODE_REFUSALS = {
  DOOR_CODE_INVALID: '这不是场馆门口的打卡码，请扫描门口屏幕上的二维码',
  DOOR_CODE_EXPIRED: '这个打卡码已经过期，请重新扫描门口屏幕上的二维码',
  DOOR_CODE_OTHER_VENUE: '这是另一个场馆的打卡码，请扫描本馆门口的二维码',
  MEMBER_CODE_INVALID: '这不是会员码，请让会员在「我的」里打开会员码再扫',
  MEMBER_CODE_EXPIRED: '会员码已过期，请会员刷新后再扫',
  MEMBER_CODE_USED: '这个会员码已经用过了，请会员刷新后再扫',
} as const;

/** A door code turns every 30 s and is good for its own window and the next one. */
export const DOOR_WINDOW = 30 * SECOND;

/** A member's code is good for 60 s from the moment it was made, and for one use. */
export const MEMBER_CODE_LIFE = 60 * SECOND;

export const doorWindowOf = (now: Instant) => Math.floor(now / DOOR_WINDOW);

export const doorWindowStart = (window: number) => (window * DOOR_WINDOW) as Instant;

export interface DoorCode {
  readonly venueId: string;
  readonly window: number;
  readonly signature: string;
}

export interface MemberCode {
  readonly memberId: string;
  readonly madeAt: Instant;
  readonly signature: string;
}

const SIGNED = /^(CD|CM)1\.([0-9A-Za-z_-]{1,40})\.(\d{1,13})\.([0-9A-Za-z_-]{22,43})$/;

/** What the signature of a door code is made over: the venue and the window, nothing else. */
export const doorCodeMessage = (code: Pick<DoorCode, 'venueId' | 'window'>) =>
  `CD1.${code.venueId}.${code.window}`;

export const memberCodeMessage = (code: Pick<MemberCode, 'memberId' | 'madeAt'>) =>
  `CM1.${code.memberId}.${code.madeAt}`;

export function parseDoorCode(text: string): DoorCode | null {
  const [, kind, venueId, window, signature] = SIGNED.exec(text.trim()) ?? [];
  if (kind !== 'CD' || !venueId || !window || !signature) return null;
  return { venueId, window: Number(window), signature };
}

export function parseMemberCode(text: string): MemberCode | null {
  const [, kind, memberId, madeAt, signature] = SIGNED.exec(text.trim()) ?? [];
  if (kind !== 'CM' || !memberId || !madeAt || !signature) return null;
  return { memberId, madeAt: Number(madeAt) as Instant, signature };
}

/** A window that has not begun is no better than one that is over: nobody was shown it. */
export function refusalOfWindow(window: number, now: Instant) {
  const current = doorWindowOf(now);
  return window === current || window === current - 1 ? null : 'DOOR_CODE_EXPIRED';
}

export function refusalOfMemberCodeAge(madeAt: Instant, now: Instant) {
  return madeAt <= now && now < madeAt + MEMBER_CODE_LIFE ? null : 'MEMBER_CODE_EXPIRED';
}
