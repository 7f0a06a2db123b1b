import { Worker } from 'node:worker_threads';
import type { CloudError } from '../types';
import { exited, outOfMemory, threw, timedOut } from './failures';
import type { CallMessage, FromWorker, ToWorker } from './messages';

export interface InstanceOptions {
  readonly id: string;
  /** CommonJS text of the worker's program. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** What the function writes to stdout and stderr, as it comes. */
  readonly print: (text: string, requestId: string) => void;
  /** Called once when the thread is gone. */
  readonly onEnd: () => void;
}

interface Waiting {
  readonly resolve: (json: string) => void;
  readonly reject: (error: CloudError) => void;
}

/** Loading a function's code may take this long, ms; the call's own time-out starts afterwards. */
const LOAD_LIMIT_MS = 30_000;

/** One worker thread. It serves one call at a time; who asks for a second one is in error. */
export class Instance {
  readonly id: string;
  readonly memoryMb: number;
  /** No further call may be given to it: the thread is gone or going. */
  ended = false;
  readonly #worker: Worker;
  readonly #print: InstanceOptions['print'];
  #waiting: Waiting | null = null;
  #failure: CloudError | null = null;

  constructor(options: InstanceOptions) {
    this.id = options.id;
    this.memoryMb = options.memoryMb;
    this.#print = options.print;
    this.#worker = new Worker(options.program, {
      eval: true,
      env: { ...options.env },
      // A TypeScript loader of the parent would only slow the thread down.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
    });
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => {
      this.ended = true;
      const failure = this.#failure ?? exited(`exit code ${code}`);
      this.#settle((waiting) => waiting.reject(failure));
      options.onEnd();
    });
  }

  /** Loads modules ahead of need, so that the first call does not wait for them. */
  preload(modules: readonly string[]): Promise<unknown> {
    return this.#ask({ type: 'preload', modules }, LOAD_LIMIT_MS);
  }

  /** Makes it the worker of one function. Rejects when the code cannot be loaded. */
  assign(entry: string, env: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#ask({ type: 'assign', entry, env }, LOAD_LIMIT_MS);
  }

  /** Resolves to the reply as JSON text. After a time-out the thread is gone. */
  call(message: Omit<CallMessage, 'type'>): Promise<string> {
    return this.#ask({ type: 'call', ...message }, message.context.time_limit_in_ms);
  }

  /** Ends the thread at once, whatever it is doing; a call under way fails with `failure`. */
  async kill(failure: CloudError): Promise<void> {
    this.ended = true;
    this.#failure ??= failure;
    await this.#worker.terminate();
  }

  #ask(message: ToWorker, limitMs: number): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => void this.kill(timedOut(limitMs / 1000)), limitMs);
      this.#waiting = {
        resolve: (json) => {
          clearTimeout(timer);
          resolve(json);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#worker.postMessage(message);
    });
  }

  #receive(message: FromWorker): void {
    if (message.type === 'printed') {
      this.#print(message.text, message.requestId);
    } else if (message.type === 'reply') {
      this.#settle((waiting) => waiting.resolve(message.json));
    } else if (message.type === 'threw' || message.type === 'broken') {
      this.#settle((waiting) => waiting.reject(threw(message.stack)));
    } else {
      this.#settle((waiting) => waiting.resolve(''));
    }
  }

  /** An exception outside the call's promise, or no memory left: the thread ends. */
  #fail(error: Error & { code?: string }): void {
    this.ended = true;
    this.#failure ??=
      error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? outOfMemory(this.memoryMb)
        : threw(error.stack ?? String(error));
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) how(waiting);
  }
}
