import { CloudError, DroppedReply, type Faults, type WireRequest } from './types';

/** Turned away before the wire looks at it, as over the quota: HTTP 429 and no wire answer. */
export class TooManyRequests extends CloudError {
  constructor() {
    super('EXCEED_REQUEST_LIMIT', 'exceed request limit');
  }
}

/** What a test orders. Counting starts anew with each call of the function. */
export interface FaultOrder {
  /** Requests of this function only; without it, of anyone. */
  readonly function?: string | undefined;
  /** Requests of calls with this `event.action` only. */
  readonly action?: string | undefined;
  /** The wire action to count, e.g. `database.commitTransaction`; without it all `database.*`. */
  readonly request?: string | undefined;
  /** The n-th such request, from 1. */
  readonly n: number;
  readonly when: 'before' | 'after';
  /** An error reply; HTTP 429; no reply; or the function's worker ended on the spot. */
  readonly effect: 'fail' | 'throttle' | 'drop' | 'kill';
  /** Code of `fail`; default DATABASE_REQUEST_FAILED. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** How many calls it strikes; default 1. */
  readonly times?: number | undefined;
}

interface Pending {
  readonly order: FaultOrder;
  /** Requests seen, by call. */
  readonly seen: Map<string, number>;
  left: number;
}

/** Faults ordered by a test, struck by request number. */
export class OrderedFaults implements Faults {
  readonly #kill: (workerId: string) => Promise<void>;
  #pending: Pending[] = [];
  /** Numbered on arrival: a later request may overtake one that is still being served. */
  readonly #afterwards = new WeakMap<WireRequest, Pending>();

  constructor(kill: (workerId: string) => Promise<void>) {
    this.#kill = kill;
  }

  order(order: FaultOrder): void {
    this.#pending.push({ order, seen: new Map(), left: order.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Orders that have not struck (often enough) yet. */
  waiting(): readonly FaultOrder[] {
    return this.#pending.map(({ order }) => order);
  }

  async before(request: WireRequest): Promise<void> {
    let now: Pending | undefined;
    for (const pending of this.#pending) {
      const { order, seen } = pending;
      if (!concerns(order, request)) continue;
      const call = request.origin?.requestId ?? '';
      const count = (seen.get(call) ?? 0) + 1;
      seen.set(call, count);
      if (count !== order.n) continue;
      if (order.when === 'before') now ??= pending;
      else this.#afterwards.set(request, pending);
    }
    await this.#strike(now, request);
  }

  async after(request: WireRequest): Promise<void> {
    await this.#strike(this.#afterwards.get(request), request);
  }

  async #strike(pending: Pending | undefined, request: WireRequest): Promise<void> {
    if (!pending) return;
    const { order } = pending;
    pending.left -= 1;
    if (pending.left === 0) this.#pending = this.#pending.filter((each) => each !== pending);
    if (order.effect === 'fail') {
      const where = `${order.when} ${request.action} took effect`;
      throw new CloudError(
        order.code ?? 'DATABASE_REQUEST_FAILED',
        order.message ?? `ordered fault ${where}`,
      );
    }
    if (order.effect === 'throttle') throw new TooManyRequests();
    const { caller } = request;
    if (order.effect === 'kill' && caller.kind === 'server' && caller.workerId !== null) {
      await this.#kill(caller.workerId);
    }
    throw new DroppedReply(`ordered fault: ${order.effect} at ${request.action}`);
  }
}

function concerns(order: FaultOrder, { action, origin }: WireRequest): boolean {
  if (order.request === undefined ? !action.startsWith('database.') : action !== order.request) {
    return false;
  }
  if (order.function !== undefined && origin?.functionName !== order.function) return false;
  return order.action === undefined || origin?.action === order.action;
}
