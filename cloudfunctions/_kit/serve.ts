import type { Instant } from '@shared/base/time';
import type { CallerKind, Contract, Handlers, Reply } from '@shared/contracts/procedure';
import { isAdmin, isStaff } from '@shared/domain/member';
import { Refusal, type RefusalCode } from '@shared/refusals';
import * as z from 'zod';
import { isThrottled } from './cloudErrors';
import type { Db } from './db';
import type { Identity } from './identity';

/** Everything a handler may reach. There is no other clock, id source, database or platform. */
export interface Context {
  readonly db: Db;
  readonly now: Instant;
  readonly newId: () => string;
  readonly platform: PlatformServices;
}

/** What WeChat and CloudBase do for a handler beside documents. */
export interface PlatformServices {
  /** A printable code that opens a page of the mini-program; `scene` at most 32 characters. */
  wallCode(ask: { page: string; scene: string }): Promise<{ image: Buffer; contentType: string }>;
  deleteFiles(fileIds: readonly string[]): Promise<void>;
  /**
   * One WeChat subscribe message. Answers WeChat's code, 0 when it went out; throws when no answer
   * came, and nobody knows.
   */
  sendSubscribe(ask: {
    openid: string;
    templateId: string;
    page: string | null;
    data: Readonly<Record<string, { value: string }>>;
  }): Promise<number>;
  /**
   * Tells WeChat that what a payment bought was handed over at a moment: 3 virtual, 4 picked up on
   * the spot; at most 120 characters say what it was. `LATER` when WeChat cannot take it yet;
   * throws when it says no or no answer comes.
   */
  uploadShipping(ask: {
    transactionId: string;
    openid: string;
    logisticsType: 3 | 4;
    itemDescription: string;
    at: Instant;
  }): Promise<'DONE' | 'LATER'>;
  /**
   * The eleven digits of the number that a person let the page have, for the one-time code of
   * `<button open-type="getPhoneNumber">`. Null when WeChat does not know the code (used, expired,
   * made up) and for a number outside +86, which the club cannot keep; throws when WeChat says
   * anything else or no answer comes.
   */
  phoneNumber(code: string): Promise<string | null>;
  reportFault(fault: unknown, traceId: string): void;
}

/** Who is calling, as WeChat (not the request) tells us. */
export interface Visitor {
  readonly openid: string;
  readonly identity: Identity | null;
  /** The address of the phone, IPv4 or IPv6; null when the platform does not say. */
  readonly ip: string | null;
}

export interface Member extends Visitor {
  readonly identity: Identity;
}

export interface Platform {
  readonly newTraceId: () => string;
  readonly open: () => Promise<{ visitor: Visitor; context: Context }>;
  readonly reportFault: (fault: unknown, traceId: string) => void;
}

export type ServerHandlers<C extends Contract> = Handlers<C, Context, Visitor, Member>;

const request = z.object({
  action: z.string(),
  input: z.unknown(),
  /** What the platform made of a CloudID: it looks one up at the top of a call's data only. */
  weRun: z.unknown().optional(),
});

/** The edge of a cloud function: the only place that parses, authorises and catches. */
export function serve<C extends Contract>(
  contract: C,
  handlers: ServerHandlers<C>,
  platform: Platform,
) {
  return async function main(event: unknown): Promise<Reply> {
    const traceId = platform.newTraceId();
    try {
      const { action, input, weRun } = parseOrRefuse(request, event);
      if (!Object.hasOwn(contract, action)) throw new Refusal('INVALID_INPUT');
      const name = action as keyof C;
      const procedure = contract[name] as C[keyof C];
      const whole = weRun !== undefined && typeof input === 'object' ? { ...input, weRun } : input;
      const parsed = parseOrRefuse(procedure.input, whole) as z.output<C[keyof C]['input']>;
      const { visitor, context } = await platform.open();
      const answer = await handlers[name]({
        input: parsed,
        caller: admit(visitor, procedure.caller) as never, // Visitor or Member, as `caller` says
        context,
        refuse: (code) => new Refusal(code),
      });
      return { ok: true, data: procedure.output.parse(answer) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, code: error.code, traceId };
      platform.reportFault(error, traceId);
      return { ok: false, code: isThrottled(error) ? 'BUSY' : 'INTERNAL', traceId };
    }
  };
}

function admit(visitor: Visitor, caller: CallerKind): Visitor {
  if (caller === 'anyone') return visitor;
  const { identity } = visitor;
  if (identity === null) throw new Refusal('REGISTER_FIRST');
  if (identity.status === 'DISABLED') throw new Refusal('ACCOUNT_DISABLED');
  const allowed: Record<Exclude<CallerKind, 'anyone'>, boolean> = {
    member: true,
    student: identity.studentOf !== null,
    coach: identity.coachOf !== null,
    staff: isStaff(identity.role),
    admin: isAdmin(identity.role),
    superAdmin: identity.role === 'SUPER_ADMIN',
  };
  if (!allowed[caller]) throw new Refusal(NOT_ADMITTED[caller] ?? 'NOT_ALLOWED');
  return visitor;
}

/** Where a member can do something about it, the words say what. */
const NOT_ADMITTED: Partial<Record<CallerKind, RefusalCode>> = {
  student: 'STUDENT_FIRST',
  coach: 'COACH_ONLY',
};

function parseOrRefuse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('INVALID_INPUT');
  return parsed.data;
}
