import type { Manifest } from './manifestTypes';
import type { MessageTemplate } from './openapi/subscribeMessage';

/** What the rooms of the local cloud agree on. Nothing here knows any product. */

/** Who sends a request: a function or tool with admin rights, or a person's client. */
export type Caller =
  | { readonly kind: 'server'; readonly workerId: string | null }
  | {
      readonly kind: 'client';
      readonly openid: string | null;
      readonly limits: 'mp' | 'web';
      /** The address that the request comes from. */
      readonly ip: string;
    };

/** One request of the CloudBase wire, already parsed: JSON fields, or multipart fields as buffers. */
export interface WireRequest {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  /** `X-SDK-Version`, e.g. `tcb-node-sdk/3.18.3`; empty when the client sends none. */
  readonly sdk: string;
  /** The call in whose service a function's worker sends this; null outside a function. */
  readonly origin: CallOrigin | null;
}

/** Which call of which function is being served. */
export interface CallOrigin {
  readonly functionName: string;
  /** `event.action`, or the trigger's name; empty when there is none. */
  readonly action: string;
  readonly requestId: string;
}

/**
 * What an action answers: fields merged into `{requestId, …}`, or a raw reply for the
 * binary interfaces (`wx.openApi`).
 */
export type WireReply =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly raw: Buffer; readonly contentType: string };

export type ActionHandler = (request: WireRequest) => Promise<WireReply>;

/** A failure with CloudBase's code string; anything else that is thrown is a bug of ours. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Thrown by a handler or an ordered fault: the connection is cut without an answer. */
export class DroppedReply extends Error {
  override readonly name = 'DroppedReply';
}

/** An extra HTTP handler, tried by path prefix before the wire. */
export interface HttpRoute {
  readonly prefix: string;
  readonly handle: (
    request: import('node:http').IncomingMessage,
    response: import('node:http').ServerResponse,
  ) => Promise<void> | void;
}

/** The club's clock: real time plus an offset. Durations stay real. */
export interface Clock {
  now(): number;
  readonly offset: number;
  /** Called with the new offset whenever it changes. Returns the way to stop listening. */
  onChange(listener: (offset: number) => void): () => void;
  /** Sets the clock without running anything that falls due on the way. */
  jump(now: number): void;
}

export interface Invocation {
  readonly name: string;
  readonly event: unknown;
  /** Null for timers, HTTP routes and server calls without a person. */
  readonly openid: string | null;
  /** getWXContext().SOURCE, the whole chain: wx_client, wx_trigger, wx_http, `wx_client,scf` … */
  readonly source: string;
  /** The client's address; null when nobody outside calls: timers, other functions. */
  readonly ip: string | null;
  readonly timer?: { readonly name: string };
}

/** Runs functions in worker threads, one call at a time each. */
export interface FunctionHost {
  /** Resolves to the function's reply; rejects with a CloudError (time-out, exception, missing). */
  invoke(invocation: Invocation): Promise<unknown>;
  originOf(workerId: string): CallOrigin | null;
  /** SOURCE of the call that this worker serves; null when it serves none. */
  sourceOf(workerId: string): string | null;
  /** Ends a worker at once, whatever it is doing; its call fails with FUNCTIONS_EXECUTE_FAIL. */
  kill(workerId: string): Promise<void>;
  /** Resolves when no call is in flight. */
  idle(): Promise<void>;
  /** Starts anew from the built files (after a rebuild). */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Faults a test can order; asked before and after each request takes effect. */
export interface Faults {
  before(request: WireRequest): Promise<void>;
  after(request: WireRequest): Promise<void>;
}

/** A WeChat server API: arguments and answer as WeChat names them, the answer with its `errcode`. */
export type OpenApi = (
  args: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, unknown>>;

export interface CloudOptions {
  /** Path of the manifest, or the manifest itself. */
  readonly manifest: string | Manifest;
  /** Folder with one built function a folder; null when no function is needed. */
  readonly functionsRoot: string | null;
  /** Where documents and files are kept; null keeps everything in memory. */
  readonly dataDir: string | null;
  readonly host?: string;
  /** 0 (default) lets the system choose. */
  readonly port?: number;
  /** Added to every database request, ms; of two numbers, anything between them at random. */
  readonly latencyMs?: number | readonly [least: number, most: number];
  readonly envId?: string;
  readonly appId?: string;
  /**
   * Variables of functions, by the function's name, over those of the manifest: keys and addresses
   * that are not in the repository. Asked when the cloud's own address is known.
   */
  readonly functionEnv?: (
    cloudUrl: string,
  ) => Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names usable in `as=`; anything else is taken for an openid. */
  readonly personas?: Readonly<Record<string, string>>;
  /** Fills an empty cloud; called at first start and after a reset. Clock is set before. */
  readonly seed?: (cloud: Cloud) => Promise<void>;
  /** Told when functions can be called: after a start and after each reset. */
  readonly onReady?: (cloud: Cloud) => void;
  /** What the clock shows after a reset (epoch ms); real time when absent. */
  readonly clockAtReset?: number;
  /** Further HTTP handlers (the stage, the phone). */
  readonly routes?: readonly HttpRoute[];
  /** The mini-program's pages; WeChat's APIs refuse any other when they are given. */
  readonly pages?: readonly string[];
  /** Templates of subscribe messages by their id; there are no others. */
  readonly templates?: Readonly<Record<string, MessageTemplate>>;
  /**
   * The numbers that people's WeChat is bound to, by openid: eleven digits, or `+852 91234567` for
   * another country. Whoever is not named has one that is made up, the same every time.
   */
  readonly phoneNumbers?: Readonly<Record<string, string>>;
  /**
   * Further WeChat server APIs, by the name under `openapi`, for functions whose manifest entry
   * names them: those that somebody beside the cloud stands in for.
   */
  readonly openApis?: Readonly<Record<string, OpenApi>>;
  /** Run the timers of the manifest by themselves (default true). */
  readonly timers?: boolean;
  /** Most workers a function may have at once (default 4). */
  readonly maxInstances?: number;
  /**
   * How long a transaction may stay open, in real ms: 30 000 (default) on the platform. A test of
   * what a dead function leaves locked need not wait that long.
   */
  readonly transactionMs?: number;
  /** Where functions' console output goes; default process.stdout, `null` is silent. */
  readonly log?: ((line: string) => void) | null;
}

export interface DatabaseStats {
  /** Requests since the last call, by `function` and `action`. */
  readonly actions: readonly {
    readonly function: string;
    readonly action: string;
    readonly calls: number;
    readonly requests: number;
    readonly p50: number;
    readonly p99: number;
  }[];
}

export interface Cloud {
  readonly url: string;
  readonly port: number;
  readonly clock: Clock;
  /** The environment that redirects the unmodified server SDKs here. */
  sdkEnv(): Record<string, string>;
  openidOf(as: string): string;
  /** Calls a function as a person, as the client would. */
  call(as: string, name: string, data: unknown): Promise<unknown>;
  /** Moves the clock; timers that fall due on the way run, in order. */
  setClock(now: number): Promise<void>;
  advanceClock(ms: number): Promise<void>;
  /** Runs a timer of the manifest at once and to its end; a failure is logged, as always. */
  runTimer(functionName: string, timer: string): Promise<void>;
  /**
   * Back to the seed. Functions start anew, too, unless `keepInstances` says that they keep nothing
   * between calls that belongs to the data: loading the SDKs is most of a test's time.
   */
  reset(options?: { readonly keepInstances?: boolean }): Promise<void>;
  stats(): DatabaseStats;
  /** Starts functions anew from their built files and tells listening phones to reload. */
  reload(): Promise<void>;
  /** Puts documents straight into the store (seeding); replaces same ids. */
  load(collection: string, documents: readonly Record<string, unknown>[]): Promise<void>;
  /** Tells listening stages and phones (SSE). */
  announce(event: { readonly type: string } & Record<string, unknown>): void;
  stop(): Promise<void>;
}
