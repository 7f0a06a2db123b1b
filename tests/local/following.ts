import { WebSocket } from 'ws';
import { type Query, type Snapshot, until } from './localCloud';

/** A watch and what it has heard. */
export interface Following {
  readonly snapshots: readonly Snapshot[];
  /** The n-th snapshot, from 1, as soon as it is there. */
  snapshot(n: number, withinMs?: number): Promise<Snapshot>;
  failure(): Promise<unknown>;
  close(): Promise<void>;
}

/** Watches a query and collects what it hears. */
export function follow(query: Query): Following {
  const snapshots: Snapshot[] = [];
  const failures: unknown[] = [];
  const watch = query.watch({
    onChange: (snapshot) => snapshots.push(snapshot),
    onError: (error) => failures.push(error),
  });
  return {
    snapshots,
    snapshot: async (n, withinMs) => {
      await until(() => snapshots.length >= n || failures.length > 0, withinMs);
      const snapshot = snapshots[n - 1];
      if (snapshot === undefined) throw new Error(`watch failed: ${JSON.stringify(failures[0])}`);
      return snapshot;
    },
    failure: async () => {
      await until(() => failures.length > 0);
      const [failure] = failures;
      return failure instanceof Error ? { ...failure, message: failure.message } : failure;
    },
    close: async () => {
      await watch.close();
    },
  };
}

const connections: WebSocket[] = [];
let toLose = 0;

/** Listens in on the clients' sockets (js-sdk takes `ws` by itself), to cut them or lose events. */
function listenIn(): void {
  const emit = WebSocket.prototype.emit;
  WebSocket.prototype.emit = function (this: WebSocket, event, ...values: unknown[]): boolean {
    if (event === 'open') connections.push(this);
    const isEvent = event === 'message' && String(values[0]).includes('"NEXT_EVENT"');
    if (isEvent && toLose > 0) {
      toLose--;
      return true;
    }
    return emit.call(this, event, ...values);
  };
}

/** Breaks all connections, as a phone that leaves the network does. */
export function cutConnections(): void {
  if (connections.length === 0) throw new Error('there is no connection to cut');
  for (const connection of connections.splice(0)) connection.terminate();
}

/** The next so many events are lost on the way. */
export function loseEvents(count: number): void {
  toLose = count;
}

/**
 * Makes the realtime clients run here: gives them a WebSocket, silences their chatter, and lets
 * pass the rejection that a refused watch leaves inside js-sdk, where nobody can catch it.
 */
export function prepareRealtime(): void {
  // Node 20 has no WebSocket of its own, which node-sdk's client expects.
  Object.assign(globalThis, { WebSocket });
  listenIn();
  for (const name of ['log', 'warn', 'error'] as const) console[name] = () => undefined;
  const strict = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason, promise) => {
    if (isRefusedWatch(reason)) return;
    for (const listener of strict) listener(reason, promise);
  });
}

const isRefusedWatch = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'isRealtimeErrorMessageError' in reason;
