import type { EventChannel } from './host';

type Listener = (...args: readonly unknown[]) => void;

/** The wire between a page and the one that opened it. */
export function createEventChannel(): EventChannel {
  const listeners = new Map<string, Listener[]>();
  const of = (name: string) => listeners.get(name) ?? [];
  const on = (name: string, listener: Listener) =>
    void listeners.set(name, [...of(name), listener]);
  const off = (name: string, listener?: Listener) => {
    if (listener === undefined) listeners.delete(name);
    else
      listeners.set(
        name,
        of(name).filter((known) => known !== listener),
      );
  };
  return {
    on,
    off,
    once: (name, listener) => {
      const wrapped: Listener = (...args) => {
        off(name, wrapped);
        listener(...args);
      };
      on(name, wrapped);
    },
    emit: (name, ...args) => {
      for (const listener of of(name)) listener(...args);
    },
  };
}
