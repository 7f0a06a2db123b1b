import type { Api } from '@shared/contracts';
import type { Reply } from '@shared/contracts/procedure';
import { Refusal } from '@shared/refusals';

type Send = (cloudFunction: string, request: { action: string; input: unknown }) => Promise<Reply>;

/** The call did not come back: nobody knows whether it took effect. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
}

/** Calls that change nothing, by function. Only these are tried a second time by themselves. */
const READS = {
  venue: ['list', 'detail'],
  visit: ['list'],
  member: ['home', 'calendar', 'stored', 'exportData'],
  membership: ['home', 'lines', 'rules'],
  desk: ['home', 'doorCodes', 'inside'],
  cashier: ['home', 'order'],
  books: ['home', 'takings', 'refunds', 'order', 'orders', 'reconciliations', 'reconciliation'],
  club: ['overview'],
  wallet: ['home', 'order', 'statement'],
  booking: ['open', 'month', 'detail', 'mine', 'invitation', 'checkSeries'],
  courts: ['sheet', 'order', 'payCode', 'offer'],
  message: ['list', 'templates'],
  student: ['home', 'coaches', 'coach', 'relations', 'tables'],
  lesson: ['mine', 'detail'],
  coach: ['self', 'home', 'students', 'student', 'income'],
  school: ['home', 'people', 'person', 'lessons', 'log'],
  account: ['state'],
  challenge: ['home', 'invitation', 'board', 'blocked', 'ranking', 'desk'],
  forecast: ['venues', 'report'],
  reward: ['home', 'mine', 'redemption', 'look', 'shelf'],
} satisfies { readonly [Name in keyof Api]: readonly (keyof Api[Name])[] };

const reads: Readonly<Record<string, readonly string[]>> = READS;

/**
 * `api.visit.checkIn({…})` calls action `checkIn` of cloud function `visit`. Rejects with a Refusal
 * (the server's expected "no") or a NetworkFailure. Contracts are imported as types only, so zod
 * stays out of the mini-program.
 */
export function createApi(send: Send): Api {
  const ask = async (name: string, action: string, input: unknown): Promise<Reply> => {
    try {
      return await send(name, { action, input });
    } catch (error) {
      throw new NetworkFailure(error instanceof Error ? error.message : String(error));
    }
  };
  const client = (name: string) =>
    members((action) => async (input: unknown) => {
      const mayRepeat = reads[name]?.includes(action) ?? false;
      const reply = await ask(name, action, input).catch((error: unknown) => {
        if (!mayRepeat) throw error;
        return ask(name, action, input);
      });
      if (!reply.ok) throw new Refusal(reply.code, reply.traceId);
      return reply.data;
    });
  return members(client) as Api;
}

/** An object whose every property is made, once, by `make`. */
function members<T>(make: (name: string) => T): Record<string, T> {
  return new Proxy<Record<string, T>>(
    {},
    {
      get(made, name: string) {
        if (name === 'then') return undefined; // else `await` would take it for a promise
        made[name] ??= make(name);
        return made[name];
      },
    },
  );
}

export const api = createApi(async (name, request) => {
  const { result } = await wx.cloud.callFunction({ name, data: withOpenData(request) });
  return result as unknown as Reply;
});

/**
 * The CloudID of an input on its way: the platform looks one up at the top of a call's data only, and
 * the server puts what it stands for back where it belongs.
 */
function withOpenData<R extends { readonly input: unknown }>(request: R) {
  const { input } = request;
  if (typeof input !== 'object' || input === null || !('weRun' in input)) return request;
  const { weRun, ...rest } = input;
  return { ...request, input: rest, weRun };
}
