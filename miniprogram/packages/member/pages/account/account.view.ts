import { cleanUsername, isStrongPassword, MOST_WECHATS } from '@shared/domain/account';
import { REFUSALS } from '@shared/refusals';

/** What is typed on the page: a new username and password, or the password now and the next one. */
export interface Secrets {
  readonly username: string;
  readonly password: string;
  readonly current: string;
  readonly next: string;
}

export const NOTHING_TYPED: Secrets = { username: '', password: '', current: '', next: '' };

export interface FormView {
  /** What is wrong with a field; empty while nobody can know yet. */
  readonly errors: Readonly<Record<keyof Secrets, string>>;
  readonly ready: boolean;
}

// Nobody is told off while typing: only once it is long enough to be judged.
const LEAST = { username: 4, password: 8 } as const;

const usernameError = (text: string) =>
  text.trim().length >= LEAST.username && cleanUsername(text) === null
    ? REFUSALS.USERNAME_INVALID
    : '';

const passwordError = (text: string) =>
  text.length >= LEAST.password && !isStrongPassword(text) ? REFUSALS.PASSWORD_WEAK : '';

/** Asks the server's own rules before the button can be tapped. */
export function formView(typed: Secrets, hasUsername: boolean): FormView {
  const { username, password, current, next } = typed;
  const errors = {
    username: usernameError(username),
    password: passwordError(password),
    current: '',
    next:
      passwordError(next) || (next !== '' && next === current ? '请换一个和原来不同的密码' : ''),
  };
  const ready = hasUsername
    ? current !== '' && isStrongPassword(next) && next !== current
    : cleanUsername(username) !== null && isStrongPassword(password);
  return { errors, ready };
}

/** `2 个，最多 5 个`. */
export const wechatsText = (wechats: number) => `${wechats} 个，最多 ${MOST_WECHATS} 个`;
