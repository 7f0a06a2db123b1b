import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TooManyRequests } from './faults';
import type { RequestStats } from './stats';
import { type ActionHandler, CloudError, type Faults, type WireRequest } from './types';

/** What goes back to the SDK, always with HTTP status 200. */
export interface WireAnswer {
  readonly body: string | Buffer;
  readonly contentType: string;
}

export interface WireOptions {
  readonly stats: RequestStats;
  /** Added to each `database.*` request, ms; of two numbers, anything between them at random. */
  readonly latencyMs: number | readonly [least: number, most: number];
  readonly log: (line: string) => void;
}

const JSON_TYPE = 'application/json; charset=utf-8';

function oneOf(latency: WireOptions['latencyMs']): number {
  if (typeof latency === 'number') return latency;
  const [least, most] = latency;
  return least + Math.random() * (most - least);
}

/** Finds the handler of an action, lets ordered faults strike, and words errors as CloudBase. */
export class Wire {
  readonly actions = new Map<string, ActionHandler>();
  faults: Faults | null = null;

  constructor(private readonly options: WireOptions) {}

  add(actions: Readonly<Record<string, ActionHandler>>): void {
    for (const [name, handler] of Object.entries(actions)) this.actions.set(name, handler);
  }

  /** Rejects with DroppedReply when the connection is to be cut, and with TooManyRequests. */
  async answer(request: WireRequest): Promise<WireAnswer> {
    const requestId = randomUUID();
    try {
      const reply = await this.#perform(request);
      if ('raw' in reply) return { body: reply.raw, contentType: reply.contentType };
      return { body: JSON.stringify({ requestId, ...reply.fields }), contentType: JSON_TYPE };
    } catch (error) {
      if (error instanceof Error && error.name === 'DroppedReply') throw error;
      if (error instanceof TooManyRequests) throw error;
      return {
        body: JSON.stringify(this.#worded(error, request, requestId)),
        contentType: JSON_TYPE,
      };
    }
  }

  async #perform(request: WireRequest): ReturnType<ActionHandler> {
    const handler = this.actions.get(request.action);
    if (handler === undefined) {
      throw new CloudError('INVALID_PARAM', `[InvalidParameter] unknown action ${request.action}`);
    }
    const { stats, latencyMs } = this.options;
    const started = performance.now();
    const isDatabase = request.action.startsWith('database.');
    const wait = isDatabase ? oneOf(latencyMs) : 0;
    if (wait > 0) await delay(wait);
    try {
      if (this.faults !== null) await this.faults.before(request);
      const reply = await handler(request);
      if (this.faults !== null) await this.faults.after(request);
      return reply;
    } finally {
      if (isDatabase) stats.record(request.origin, performance.now() - started);
    }
  }

  #worded(error: unknown, { action, sdk }: WireRequest, requestId: string): object {
    if (!(error instanceof CloudError)) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.options.log(`${action} failed: ${stack}\n`);
      return { requestId, code: 'SYS_ERR', message: String(error) };
    }
    // Through wx-server-sdk a duplicate key surfaces as -502001, the number of this code.
    const duplicate = error.code === 'DATABASE_DUPLICATE_WRITE' && sdk.startsWith('wx-server-sdk');
    const code = duplicate ? 'DATABASE_REQUEST_FAILED' : error.code;
    return { requestId, code, message: error.message };
  }
}
