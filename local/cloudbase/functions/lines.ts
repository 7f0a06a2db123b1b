import type { CallOrigin } from '../types';

/**
 * Turns what functions write into whole lines, each with the function and the request it belongs
 * to. An unfinished line waits for its rest until the call ends.
 */
export class LineWriter {
  readonly #log: ((line: string) => void) | null;
  readonly #originOf: (workerId: string) => CallOrigin | undefined;
  readonly #unfinished = new Map<string, string>();

  constructor(
    log: ((line: string) => void) | null,
    originOf: (workerId: string) => CallOrigin | undefined,
  ) {
    this.#log = log;
    this.#originOf = originOf;
  }

  write(workerId: string, text: string, requestId: string): void {
    if (!this.#log) return;
    const lines = ((this.#unfinished.get(workerId) ?? '') + text).split('\n');
    this.#unfinished.set(workerId, lines.pop() ?? '');
    for (const line of lines) this.#print(workerId, line, requestId);
  }

  /** Prints what has no end of line; called when the call is over. */
  flush(workerId: string): void {
    const rest = this.#unfinished.get(workerId);
    this.#unfinished.delete(workerId);
    if (rest) this.#print(workerId, rest, this.#originOf(workerId)?.requestId ?? '');
  }

  #print(workerId: string, line: string, requestId: string): void {
    const name = this.#originOf(workerId)?.functionName ?? 'function';
    this.#log?.(`[${name} ${requestId || '-'}] ${line}`);
  }
}
