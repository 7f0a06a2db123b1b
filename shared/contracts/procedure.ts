import type * as z from 'zod';
import type { RefusalCode } from '../refusals';

/**
 * Who may call a procedure, checked at the edge before the handler runs. `anyone` need not be
 * registered; `student` and `coach` are members whom a campus teaches or lets teach; `admin` is a
 * campus admin or the super admin; `superAdmin` only the latter.
 */
export type CallerKind =
  | 'anyone'
  | 'member'
  | 'student'
  | 'coach'
  | 'staff'
  | 'admin'
  | 'superAdmin';

export interface Procedure<
  Who extends CallerKind = CallerKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Code extends RefusalCode = RefusalCode,
> {
  readonly caller: Who;
  readonly input: Input;
  readonly output: Output;
  readonly refuses: readonly Code[];
}

export type Contract = Readonly<Record<string, Procedure>>;

/** Declares one procedure, keeping its exact types for both sides of the wire. */
export function procedure<
  Who extends CallerKind,
  Input extends z.ZodType,
  Output extends z.ZodType,
  Code extends RefusalCode = never,
>(definition: Procedure<Who, Input, Output, Code>): Procedure<Who, Input, Output, Code> {
  return definition;
}

/** What the server writes to fulfil a contract. */
export type Handlers<C extends Contract, Context, Visitor, Member extends Visitor> = {
  readonly [Name in keyof C]: (call: {
    readonly input: z.output<C[Name]['input']>;
    readonly caller: C[Name]['caller'] extends 'anyone' ? Visitor : Member;
    readonly context: Context;
    /** The error to throw for one of the refusals this procedure declares. */
    readonly refuse: (code: C[Name]['refuses'][number]) => Error;
  }) => Promise<z.input<C[Name]['output']>>;
};

/** What the mini-program calls. */
export type Client<C extends Contract> = {
  readonly [Name in keyof C]: (
    input: z.input<C[Name]['input']>,
  ) => Promise<z.output<C[Name]['output']>>;
};

/** What travels back from a cloud function: a refusal is an answer, never a thrown error. */
export type Reply =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly code: RefusalCode; readonly traceId: string };
