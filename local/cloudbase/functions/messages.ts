/** What host and worker say to each other. Events and replies travel as JSON text, as on the platform. */

/** The second argument of `main`, with the platform's field names. */
export interface FunctionContext {
  readonly request_id: string;
  readonly function_name: string;
  readonly function_version: string;
  readonly namespace: string;
  readonly memory_limit_in_mb: number;
  /** Time-out of the function, ms. */
  readonly time_limit_in_ms: number;
  readonly tencentcloud_region: string;
  /** `KEY=value;…` of the call's variables (old form). */
  readonly environ: string;
  /** The call's variables as JSON (new form). */
  readonly environment: string;
}

/** Makes a spare worker the worker of one function: sets its variables and loads its code. */
export interface AssignMessage {
  readonly type: 'assign';
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface CallMessage {
  readonly type: 'call';
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  readonly context: FunctionContext;
  /** Variables of this call only; those of the call before are taken away. */
  readonly env: Readonly<Record<string, string>>;
  /** Real time + offset = what `Date` shows, ms. */
  readonly offset: number;
}

/** Loads modules ahead of need; one that cannot be found is passed over. */
export interface PreloadMessage {
  readonly type: 'preload';
  readonly modules: readonly string[];
}

export type ToWorker = AssignMessage | CallMessage | PreloadMessage;

export type FromWorker =
  | { readonly type: 'assigned' }
  | { readonly type: 'preloaded' }
  /** The function's code could not be loaded or has no `main`. */
  | { readonly type: 'broken'; readonly stack: string }
  | { readonly type: 'reply'; readonly requestId: string; readonly json: string }
  | { readonly type: 'threw'; readonly requestId: string; readonly stack: string }
  | { readonly type: 'printed'; readonly requestId: string; readonly text: string };
