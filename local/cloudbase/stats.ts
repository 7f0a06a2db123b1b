import type { CallOrigin, DatabaseStats } from './types';

interface Count {
  readonly functionName: string;
  readonly action: string;
  readonly calls: Set<string>;
  readonly milliseconds: number[];
}

/** Counts database requests by the function and action in whose service they were made. */
export class RequestStats {
  #counts = new Map<string, Count>();

  record(origin: CallOrigin | null, milliseconds: number): void {
    const functionName = origin?.functionName ?? '';
    const action = origin?.action ?? '';
    const name = `${functionName}\0${action}`;
    let count = this.#counts.get(name);
    if (count === undefined) {
      count = { functionName, action, calls: new Set(), milliseconds: [] };
      this.#counts.set(name, count);
    }
    if (origin !== null) count.calls.add(origin.requestId);
    count.milliseconds.push(milliseconds);
  }

  /**
   * What was counted since the last call, busiest first. `function` is empty for requests from
   * outside functions; p50 and p99 are milliseconds a request took in this process.
   */
  take(): DatabaseStats {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    const actions = counts.map(({ functionName, action, calls, milliseconds }) => {
      const sorted = milliseconds.sort((a, b) => a - b);
      return {
        function: functionName,
        action,
        calls: calls.size,
        requests: sorted.length,
        p50: percentile(sorted, 0.5),
        p99: percentile(sorted, 0.99),
      };
    });
    return { actions: actions.sort((a, b) => b.requests - a.requests) };
  }
}

function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 100) / 100;
}
