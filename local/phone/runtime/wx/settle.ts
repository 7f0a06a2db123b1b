/**
 * WeChat's calling convention: `success`, `fail` and `complete` in the options, or a promise when
 * none of them is given. Every answer carries `errMsg`: `api:ok` or `api:fail why`.
 */

export interface Callbacks {
  readonly success?: (result: Answer) => void;
  readonly fail?: (failure: Failure) => void;
  readonly complete?: (outcome: Answer | Failure) => void;
}

export type Answer = { readonly errMsg: string } & Readonly<Record<string, unknown>>;
export type Failure = { readonly errMsg: string } & Readonly<Record<string, unknown>>;

/** An expected refusal: the message is what follows `api:fail ` on a phone. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    message: string,
    /** Further fields of the failure, e.g. `{ errno: 104 }`. */
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Runs one callback of the page; what it throws is the page's bug and must surface as one. */
function deliver<T>(callback: ((value: T) => void) | undefined, value: T): void {
  if (typeof callback !== 'function') return;
  try {
    callback(value);
  } catch (error) {
    reportError(error);
  }
}

/**
 * Answers a call of `wx.<api>` in WeChat's way.
 * @param work what the api does; an object it returns or resolves to becomes the answer's fields.
 * @param toFailure turns what `work` threw into the failure the page sees.
 * @returns a promise, or undefined when the options hold a callback.
 */
export function settle<F extends Failure | (Error & Failure)>(
  api: string,
  options: Callbacks | undefined,
  work: () => unknown,
  toFailure: (error: unknown) => F | Failure = (error) => failureOf(api, error),
): Promise<Answer> | undefined {
  const outcome = (async (): Promise<Answer> => {
    const fields = await work();
    return { ...(typeof fields === 'object' ? fields : {}), errMsg: `${api}:ok` };
  })().catch((error: unknown) => {
    throw toFailure(error);
  });
  if (!options?.success && !options?.fail && !options?.complete) return outcome;
  outcome.then(
    (answer) => {
      deliver(options.success, answer);
      deliver(options.complete, answer);
    },
    (failure: Failure) => {
      deliver(options.fail, failure);
      deliver(options.complete, failure);
    },
  );
  return undefined;
}

/** `{ errMsg: 'api:fail why' }` for whatever was thrown. */
export function failureOf(api: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  const fields = error instanceof Refusal ? error.fields : {};
  return { ...fields, errMsg: `${api}:fail ${why}` };
}
