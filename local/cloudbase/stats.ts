import type { CallOrigin, DatabaseStats } from './types';

/** Latencies kept for each action; older ones make room. */
const KEPT_LATENCIES = 20_000;
/** Calls known by id; the requests of one call come close together. */
const KNOWN_CALLS = 1000;

/** The requests of one function and action. */
class Count {
  #requests = 0;
  #calls = 0;
  readonly #known = new Set<string>();
  readonly #latencies: number[] = [];

  constructor(
    readonly functionName: string,
    readonly action: string,
  ) {}

  record(call: string | null, milliseconds: number): void {
    this.#requests++;
    if (this.#latencies.length >= KEPT_LATENCIES) this.#latencies.splice(0, KEPT_LATENCIES / 2);
    this.#latencies.push(milliseconds);
    if (call === null || this.#known.has(call)) return;
    this.#calls++;
    this.#known.add(call);
    for (const oldest of this.#known) {
      if (this.#known.size <= KNOWN_CALLS) break;
      this.#known.delete(oldest);
    }
  }

  summary(): DatabaseStats['actions'][number] {
    const sorted = this.#latencies.sort((a, b) => a - b);
    return {
      function: this.functionName,
      action: this.action,
      calls: this.#calls,
      requests: this.#requests,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
    };
  }
}

/** Counts database requests by the function and action in whose service they were made. */
export class RequestStats {
  #counts = new Map<string, Count>();

  record(origin: CallOrigin | null, milliseconds: number): void {
    const { functionName = '', action = '', requestId = null } = origin ?? {};
    const name = `${functionName}\0${action}`;
    let count = this.#counts.get(name);
    if (count === undefined) {
      count = new Count(functionName, action);
      this.#counts.set(name, count);
    }
    count.record(requestId, milliseconds);
  }

  /**
   * What was counted since the last call, busiest first. `function` is empty for requests from
   * outside functions; p50 and p99 are milliseconds a request took in this process.
   */
  take(): DatabaseStats {
    const actions = [...this.#counts.values()].map((count) => count.summary());
    this.#counts = new Map();
    return { actions: actions.sort((a, b) => b.requests - a.requests) };
  }
}

function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 100) / 100;
}
