import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { decode } from '../ejson';
import { type Doc, isPlainObject } from '../engine/document';
import { limits } from '../engine/limits';
import type { Change, Store } from '../engine/store';
import { allowed, substitute } from '../rules/access';
import { type ActionHandler, type Caller, type Clock, CloudError } from '../types';
import { Watch } from './watch';

interface Session {
  readonly watch: Watch;
  watchId: string;
  socket: WebSocket | null;
  /** Runs out when the client does not come back. */
  expiry: NodeJS.Timeout | null;
}

interface Message {
  readonly watchId?: string;
  readonly requestId?: string;
  readonly msgType: string;
  readonly msgData?: Doc | null;
}

/** How long a watch is kept for a client whose connection broke. */
const RETURN_MS = 5 * 60_000;

/** Live queries over WebSocket, spoken with the realtime client inside the official SDKs. */
export class WatchHub {
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  readonly #callers = new Map<string, Caller>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly envId: string,
  ) {
    store.onCommit((changes) => this.#publish(changes));
  }

  /** `auth.wsWebSign`: tells the client where to connect; who it is travels in the address. */
  actions(url: string): Record<string, ActionHandler> {
    return {
      'auth.wsWebSign': async ({ caller }) => {
        const sign = this.#sign(caller);
        const wsUrl = `${url.replace(/^http/, 'ws')}/ws?sign=${sign}`;
        return {
          fields: { data: { signStr: sign, wsUrl, secretVersion: '1', envId: this.envId } },
        };
      },
    };
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://local');
    const caller = this.#callers.get(url.searchParams.get('sign') ?? '');
    if (url.pathname !== '/ws' || caller === undefined) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (open) => this.#connect(open, caller));
  };

  /** Cuts every connection, as a network failure would; clients come back and resume. */
  disconnectAll(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  stop(): void {
    for (const { expiry } of this.#sessions.values()) if (expiry !== null) clearTimeout(expiry);
    this.#sessions.clear();
    this.disconnectAll();
  }

  #sign(caller: Caller): string {
    for (const [sign, known] of this.#callers) if (sameCaller(known, caller)) return sign;
    const sign = randomUUID();
    this.#callers.set(sign, caller);
    return sign;
  }

  #connect(socket: WebSocket, caller: Caller): void {
    socket.on('message', (data) => this.#receive(socket, caller, data));
    socket.on('close', () => {
      for (const session of this.#sessions.values()) {
        if (session.socket === socket) this.#await(session);
      }
    });
    socket.on('error', () => socket.terminate());
  }

  /** Keeps a watch going for a while without its client. */
  #await(session: Session): void {
    session.socket = null;
    session.expiry = setTimeout(() => this.#sessions.delete(session.watch.queryId), RETURN_MS);
    session.expiry.unref();
  }

  #receive(socket: WebSocket, caller: Caller, data: RawData): void {
    let message: Message = { msgType: '' };
    try {
      message = JSON.parse(String(data)) as Message;
      const reply = this.#answer(socket, caller, message);
      if (reply !== null) send(socket, message, reply.type, reply.data);
    } catch (error) {
      const code = error instanceof CloudError ? error.code : 'SYS_ERR';
      send(socket, message, 'ERROR', { code, message: String((error as Error).message) });
    }
  }

  #answer(
    socket: WebSocket,
    caller: Caller,
    message: Message,
  ): { readonly type: string; readonly data: unknown } | null {
    switch (message.msgType) {
      case 'LOGIN':
        return { type: 'LOGIN_RES', data: { envId: this.envId } };
      case 'PING':
        return { type: 'PONG', data: null };
      case 'INIT_WATCH': {
        const watch = this.#open(caller, message.msgData ?? {});
        const watchId = message.watchId ?? '';
        this.#sessions.set(watch.queryId, { watch, watchId, socket, expiry: null });
        const data = { queryID: watch.queryId, currEvent: 0, events: watch.initial() };
        return { type: 'INIT_EVENT', data };
      }
      case 'CHECK_LAST': {
        const { watch } = this.#session(message);
        return { type: 'CHECK_EVENT', data: { queryID: watch.queryId, currEvent: watch.last } };
      }
      case 'REBUILD_WATCH':
        return { type: 'NEXT_EVENT', data: this.#resume(socket, message) };
      case 'CLOSE_WATCH':
        // Clients choose the names of their watches: two may choose the same.
        for (const [queryId, session] of this.#sessions) {
          const own = session.socket === socket && session.watchId === message.watchId;
          if (own) this.#sessions.delete(queryId);
        }
        return null;
      default:
        throw new CloudError('INVALID_PARAM', `unknown message ${message.msgType}`);
    }
  }

  #session({ msgData }: Message): Session {
    const session = this.#sessions.get(String(msgData?.queryID));
    if (session === undefined) throw new CloudError('QUERYID_INVALID_ERROR', 'queryID is unknown');
    return session;
  }

  #resume(socket: WebSocket, message: Message): unknown {
    const session = this.#session(message);
    const { watch } = session;
    const events = watch.since(Number(message.msgData?.eventID));
    if (events === null) throw new CloudError('QUERYID_INVALID_ERROR', 'events are gone');
    if (session.expiry !== null) clearTimeout(session.expiry);
    session.expiry = null;
    session.socket = socket;
    session.watchId = message.watchId ?? session.watchId;
    return { queryID: watch.queryId, currEvent: watch.last, events };
  }

  #open(caller: Caller, sent: Doc): Watch {
    const collection = this.store.collection(sent.collName);
    const now = this.clock.now();
    let query = queryOf(sent.query, now);
    if (caller.kind === 'client') {
      const { openid } = caller;
      query = substitute(query, openid) as Doc;
      const { rules } = collection;
      const access = { rules, operation: 'read', openid, now, query, data: {} } as const;
      query = permitted(() => allowed(this.store, access));
    }
    const watch = new Watch(this.store, collection, {
      query,
      order: orderOf(sent.orderBy),
      limit: typeof sent.limit === 'number' ? sent.limit : undefined,
    });
    if (watch.size > limits.watchedDocuments) throw tooMany();
    return watch;
  }

  #publish(changes: readonly Change[]): void {
    for (const [queryId, session] of this.#sessions) {
      const { watch, watchId, socket } = session;
      const events = watch.take(changes);
      if (events.length === 0) continue;
      if (watch.size > limits.watchedDocuments) {
        this.#sessions.delete(queryId);
        const { code, message } = tooMany();
        if (socket !== null) send(socket, { watchId, msgType: '' }, 'ERROR', { code, message });
      } else if (socket !== null) {
        const data = { queryID: queryId, currEvent: watch.last, events };
        send(socket, { watchId, msgType: '' }, 'NEXT_EVENT', data);
      }
    }
  }
}

function send(socket: WebSocket, to: Message, msgType: string, msgData: unknown): void {
  if (socket.readyState !== socket.OPEN) return;
  const { watchId, requestId = randomUUID() } = to;
  socket.send(JSON.stringify({ watchId, requestId, msgType, msgData }));
}

const sameCaller = (a: Caller, b: Caller): boolean =>
  a.kind === 'client' ? b.kind === 'client' && a.openid === b.openid : b.kind === 'server';

const tooMany = (): CloudError =>
  new CloudError('SYS_ERR', `a watch holds at most ${limits.watchedDocuments} documents`);

/** A refused watch has a code of its own. */
function permitted(check: () => Doc): Doc {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'DATABASE_PERMISSION_DENIED') throw error;
    throw new CloudError('COLLECTION_PERMISSION_DENIED', error.message);
  }
}

/** The filter may be JSON text of JSON text, as database 1.4.3 sends it. */
function queryOf(sent: unknown, now: number): Doc {
  let query = sent;
  while (typeof query === 'string') query = query === '' ? {} : JSON.parse(query);
  const decoded = decode(query ?? {}, now);
  return isPlainObject(decoded) ? decoded : {};
}

function orderOf(sent: unknown): Record<string, 1 | -1> | undefined {
  if (!isPlainObject(sent)) return undefined;
  return Object.fromEntries(
    Object.entries(sent).map(([field, way]) => [field, way === 'desc' || way === -1 ? -1 : 1]),
  );
}
