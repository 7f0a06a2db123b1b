import { type Instant, MINUTE, plus } from '../base/time';

export const ACCOUNT_REFUSALS = {
  USERNAME_INVALID: '用户名要 4 到 50 位字母或数字，以字母开头',
  USERNAME_TAKEN: '这个用户名已经有人使用，请换一个',
  PASSWORD_WEAK: '密码要 8 到 16 位，字母数字和符号都要有',
  LOGIN_FAILED: '用户名或密码不对，请核对后再试',
  LOGIN_LOCKED: '连续输错 5 次，请 15 分钟后再试',
  PASSWORD_WRONG: '原密码不对，请核对后再试',
  ALREADY_BOUND: '这个微信已有账号，要换账号请先解绑或注销',
  CREDENTIALS_SET: '已经设置过用户名，可以直接修改密码',
  WECHATS_FULL: '这个账号已经绑定 5 个微信，请先解绑一个',
  NO_CREDENTIALS: '还没有设置用户名和密码，请先设置',
} as const;

const USERNAME = /^[A-Za-z][A-Za-z0-9]{3,49}$/;

/** As it is compared and stored: lower case. Null when it is none. */
export function cleanUsername(text: string): string | null {
  const clean = text.trim();
  return USERNAME.test(clean) ? clean.toLowerCase() : null;
}

// Visible ASCII without the space: what every keyboard has and no font confuses with white space.
const ALLOWED = /^[!-~]{8,16}$/;

/** 8 to 16 characters with a letter, a digit and a special character. */
export const isStrongPassword = (password: string) =>
  ALLOWED.test(password) &&
  /[A-Za-z]/.test(password) &&
  /\d/.test(password) &&
  /[^A-Za-z0-9]/.test(password);

/** So many wrong tries in a row close a username for a while. */
export const MOST_TRIES = 5;
export const LOCK_LIFE = 15 * MINUTE;

/** A lock whose last try was made then or before is over: fifteen minutes to the millisecond. */
export const lockOverSince = (now: Instant) => plus(now, -LOCK_LIFE);

/** So many WeChats may be one member: the own phones, a parent's, no crowd's. */
export const MOST_WECHATS = 5;
