import { Refusal } from '@shared/refusals';
import { ENVIRONMENT } from '../environment';

/** Once, when the mini-program starts. */
export function startSession(): void {
  wx.cloud.init({ traceUser: true, ...(ENVIRONMENT && { env: ENVIRONMENT }) });
}

/** What the card of a friend carried, until somebody registers with it. */
let invite: string | null = null;

export function rememberInvite(token: string): void {
  invite = token;
}

export const inviteToRegister = (): string | null => invite;

let registering: Promise<boolean> | null = null;

/**
 * Opens the registration; true when the person became a member, false when they went back. Asked
 * again while it is open, it answers with the same.
 */
export function register(): Promise<boolean> {
  registering ??= openRegistration().finally(() => {
    registering = null;
  });
  return registering;
}

function openRegistration(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let registered = false;
    wx.navigateTo({
      url: '/packages/member/pages/register/register',
      events: {
        registered: () => {
          registered = true;
        },
        left: () => resolve(registered),
      },
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    });
  });
}

/**
 * Does what only a member can do. Somebody who is not registered yet is invited, and after that
 * the work is done: nobody has to find the button again. Null when they would rather not, or have
 * left the page meanwhile: whoever has just deleted the account is not invited by a late answer.
 */
export async function asMember<T>(work: () => Promise<T>): Promise<T | null> {
  const page = getCurrentPages().at(-1);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'REGISTER_FIRST') throw error;
    if (getCurrentPages().at(-1) !== page) return null;
    return (await register()) ? work() : null;
  }
}
