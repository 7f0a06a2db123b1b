import type { HostEvents } from './host';

type Listener<E extends keyof HostEvents> = (payload: HostEvents[E]) => void;

/** Listeners of the phone's events. */
export class HostEmitter {
  readonly #listeners = new Map<keyof HostEvents, Set<(payload: never) => void>>();

  on<E extends keyof HostEvents>(event: E, listener: Listener<E>): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  emit<E extends keyof HostEvents>(event: E, payload: HostEvents[E]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      (listener as Listener<E>)(payload);
    }
  }
}
