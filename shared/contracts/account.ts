import * as z from 'zod';
import { type Contract, procedure } from './procedure';
import { count } from './scalars';

const password = z.string().max(100);

/** A username and password, to use one account from another WeChat. */
export const accountContract = {
  state: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({
      username: z.string().nullable(),
      /** How many WeChats are this member. */
      wechats: count,
    }),
    refuses: [],
  }),
  create: procedure({
    caller: 'member',
    input: z.object({ username: z.string().max(200), password }),
    output: z.object({ username: z.string() }),
    refuses: ['USERNAME_INVALID', 'USERNAME_TAKEN', 'PASSWORD_WEAK', 'CREDENTIALS_SET'],
  }),
  changePassword: procedure({
    caller: 'member',
    input: z.object({ current: password, next: password }),
    output: z.object({ username: z.string() }),
    refuses: ['NO_CREDENTIALS', 'PASSWORD_WRONG', 'PASSWORD_WEAK', 'LOGIN_LOCKED'],
  }),
  /** Makes this WeChat the member's, too. */
  login: procedure({
    caller: 'anyone',
    input: z.object({ username: z.string().max(200), password }),
    output: z.object({ nickname: z.string() }),
    refuses: ['LOGIN_FAILED', 'LOGIN_LOCKED', 'ALREADY_BOUND', 'WECHATS_FULL', 'ACCOUNT_DISABLED'],
  }),
  /** This WeChat is nobody's from now on; the account stays, to be opened with the password. */
  unbind: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({ unbound: z.literal(true) }),
    refuses: ['NO_CREDENTIALS'],
  }),
} satisfies Contract;
