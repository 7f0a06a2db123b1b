import { type Fields, isFields, nextRequestId, type Wire } from './wire';

/** One frame of the realtime protocol. */
export interface Frame {
  readonly watchId: string;
  readonly requestId: string;
  readonly msgType: string;
  readonly msgData: Fields;
}

/** What a watch wants to hear of the connection it shares with the other watches. */
export interface SocketUser {
  readonly watchId: string;
  onFrame(frame: Frame): void;
  /** The connection stands (again): the watch says where it wants to go on. */
  onReady(): void;
  /** No connection after all attempts. */
  onLost(): void;
}

/** The official client pings every 10 s and gives the answer 5 s. */
const PING_EVERY = 10_000;
const PONG_WITHIN = 5_000;
const LOGIN_WITHIN = 10_000;
/** The official client tries five times; ours begins sooner, because the server is near. */
const RETRY_AFTER = [200, 500, 1_000, 2_000, 4_000, 8_000];

/** The one WebSocket of a phone, opened with the first watch and closed with the last. */
export class WatchSocket {
  private readonly users = new Map<string, SocketUser>();
  private socket: WebSocket | null = null;
  private ready = false;
  private attempt = 0;
  private timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly wire: Wire) {}

  join(user: SocketUser): void {
    this.users.set(user.watchId, user);
    if (this.ready) user.onReady();
    else if (this.socket === null && this.users.size === 1) void this.connect();
  }

  leave(user: SocketUser): void {
    this.users.delete(user.watchId);
    if (this.users.size === 0) this.shut();
  }

  /** @returns false when there is no connection; the watch is asked again by `onReady`. */
  send(watchId: string, msgType: string, msgData: Fields | null, extra: Fields = {}): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    const frame = { watchId, requestId: nextRequestId(), msgType, msgData, ...extra };
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Drops the connection and builds it anew; watches resume. */
  reconnect(): void {
    this.shut();
    if (this.users.size === 0) return;
    const delay = RETRY_AFTER[this.attempt];
    this.attempt += 1;
    if (delay === undefined) {
      this.attempt = 0;
      for (const user of [...this.users.values()]) user.onLost();
      return;
    }
    this.after(delay, () => void this.connect());
  }

  private async connect(): Promise<void> {
    try {
      const sign = await this.wire.send('auth.wsWebSign', { runtime: 'wx' });
      if (this.users.size === 0 || this.socket !== null) return;
      this.open(String(sign.data.wsUrl), String(sign.data.envId ?? ''), sign.data);
    } catch {
      this.reconnect();
    }
  }

  private open(url: string, envId: string, sign: Fields): void {
    const socket = new WebSocket(url);
    this.socket = socket;
    const lost = (): void => {
      if (this.socket === socket) this.reconnect();
    };
    socket.addEventListener('close', lost);
    socket.addEventListener('error', lost);
    socket.addEventListener('open', () => {
      const exMsgData = { runtime: 'wx', signStr: sign.signStr, secretVersion: sign.secretVersion };
      const login = { envId, accessToken: '', referrer: 'mp', sdkVersion: '', dataVersion: '' };
      this.send('', 'LOGIN', login, { exMsgData });
      this.after(LOGIN_WITHIN, () => this.ready || lost());
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (this.socket === socket) this.receive(String(event.data));
    });
  }

  private receive(text: string): void {
    const parsed: unknown = JSON.parse(text);
    if (!isFields(parsed)) return;
    const frame: Frame = {
      watchId: String(parsed.watchId ?? ''),
      requestId: String(parsed.requestId ?? ''),
      msgType: String(parsed.msgType),
      msgData: isFields(parsed.msgData) ? parsed.msgData : {},
    };
    if (frame.msgType === 'LOGIN_RES') {
      this.ready = true;
      this.attempt = 0;
      this.beat();
      for (const user of [...this.users.values()]) user.onReady();
    } else if (frame.msgType === 'PONG') {
      this.beat();
    } else {
      this.users.get(frame.watchId)?.onFrame(frame);
    }
  }

  private beat(): void {
    this.clearTimers();
    this.after(PING_EVERY, () => {
      this.send('', 'PING', null);
      this.after(PONG_WITHIN, () => this.reconnect());
    });
  }

  private after(ms: number, run: () => void): void {
    this.timers.push(setTimeout(run, ms));
  }

  private clearTimers(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  private shut(): void {
    this.clearTimers();
    this.ready = false;
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
