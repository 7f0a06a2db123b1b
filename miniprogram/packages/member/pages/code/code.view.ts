import { type Instant, SECOND } from '@shared/base/time';

/** A member code as the server made it. */
export interface Code {
  readonly text: string;
  readonly expiresAt: Instant;
}

/** Renewed this long before it ends, so that a slow scanner never meets a dead code. */
const RENEW_BEFORE = 10 * SECOND;

export interface CodeView {
  /** Empty when there is nothing worth scanning. */
  readonly text: string;
  readonly note: string;
}

export function codeView({ text, expiresAt }: Code, now: Instant): CodeView {
  const left = Math.ceil((expiresAt - now) / SECOND);
  if (left <= 0) return { text: '', note: '会员码已过期，正在换新的' };
  return { text, note: `${left} 秒后自动换新` };
}

export const isDueForRenewal = ({ expiresAt }: Code, now: Instant) =>
  now >= expiresAt - RENEW_BEFORE;

/** Side of the code in px: as wide as the card allows, never so big that it must be scrolled. */
export const codeSize = (windowWidth: number) => Math.max(220, Math.min(300, windowWidth - 96));
