import { decodeValue } from './encode';
import { CloudFailure } from './errors';
import type { Frame, SocketUser, WatchSocket } from './socket';
import { type Fields, isFields } from './wire';

export interface DocChange {
  readonly id: number;
  readonly queueType: string;
  readonly dataType: string;
  readonly docId: string;
  readonly doc: Fields;
  readonly updatedFields?: Fields;
  readonly removedFields?: readonly string[];
}

export interface Snapshot {
  readonly id: number;
  readonly docs: readonly Fields[];
  readonly docChanges: readonly DocChange[];
  readonly type?: 'init';
  readonly msgType: string;
}

export interface WatchOptions {
  readonly onChange: (snapshot: Snapshot) => void;
  readonly onError: (error: CloudFailure) => void;
}

export interface WatchTarget {
  readonly collName: string;
  /** The encoded filter as JSON text. */
  readonly query: string;
  readonly limit?: number | undefined;
  readonly orderBy?: Readonly<Record<string, 'asc' | 'desc'>> | undefined;
}

/** WeChat's numbers for a watch that ended (wx.cloud error codes, realtime listener). */
const INIT_FAILED = -402001;
const REBUILD_FAILED = -402003;
const SERVER_ERROR = -402005;
const CONNECTION_LOST = -402008;

/** As the official client: ask for what was missed after 10 s of silence. */
const CHECK_AFTER = 10_000;
const ANSWER_WITHIN = 10_000;
/** How long an event that the server says it has sent may still be under way. */
const EXPECTED_WITHIN = 5_000;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function parsedFields(json: unknown): Fields {
  const value: unknown = text(json) === '' ? {} : JSON.parse(text(json));
  return isFields(value) ? value : {};
}

let sequence = 0;

/** One `watch`: a queue of documents kept in step with the server, over reconnections. */
export class Watch implements SocketUser {
  readonly watchId = `watchid_${++sequence}`;
  private queryID: string | null = null;
  private eventId = 0;
  private docs: readonly Fields[] = [];
  private ended = false;
  private awaiting: 'INIT_WATCH' | 'REBUILD_WATCH' | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: WatchSocket,
    private readonly envId: string,
    private readonly target: WatchTarget,
    private readonly options: WatchOptions,
  ) {
    socket.join(this);
  }

  /** Stops listening; nothing is delivered after this. */
  close(): Promise<void> {
    if (!this.ended) {
      this.socket.send(this.watchId, 'CLOSE_WATCH', null);
      this.end();
    }
    return Promise.resolve();
  }

  onReady(): void {
    if (this.ended) return;
    if (this.queryID === null) {
      const { collName, query, limit, orderBy } = this.target;
      this.ask('INIT_WATCH', { envId: this.envId, collName, query, limit, orderBy });
    } else {
      this.resume();
    }
  }

  onLost(): void {
    this.fail(CONNECTION_LOST, 'realtime listener websocket connection closed');
  }

  onFrame({ msgType, msgData }: Frame): void {
    if (this.ended) return;
    if (msgType === 'ERROR') {
      this.refused(msgData);
      return;
    }
    this.schedule(CHECK_AFTER, () => this.check());
    if (msgType === 'INIT_EVENT') this.start(msgData);
    else if (msgType === 'NEXT_EVENT') this.advance(msgData);
    else if (msgType === 'CHECK_EVENT' && Number(msgData.currEvent) > this.eventId) {
      this.schedule(EXPECTED_WITHIN, () => this.resume());
    }
  }

  private ask(msgType: 'INIT_WATCH' | 'REBUILD_WATCH', data: Fields): void {
    this.awaiting = msgType;
    this.socket.send(this.watchId, msgType, data);
    this.schedule(ANSWER_WITHIN, () => this.socket.reconnect());
  }

  private resume(): void {
    const { collName } = this.target;
    const { envId, queryID, eventId: eventID } = this;
    this.ask('REBUILD_WATCH', { envId, collName, queryID, eventID });
  }

  private check(): void {
    this.socket.send(this.watchId, 'CHECK_LAST', { queryID: this.queryID, eventID: this.eventId });
    this.schedule(ANSWER_WITHIN, () => this.socket.reconnect());
  }

  private start(data: Fields): void {
    this.awaiting = null;
    this.queryID = text(data.queryID);
    this.eventId = Number(data.currEvent);
    const changes = this.changesOf(data).map((change) => ({ ...change, id: this.eventId }));
    this.docs = changes.map(({ doc }) => doc);
    this.emit({ docChanges: changes, type: 'init', msgType: 'INIT_EVENT' });
  }

  private advance(data: Fields): void {
    this.awaiting = null;
    const changes = this.changesOf(data).filter(({ id }) => id > this.eventId);
    const [first] = changes;
    if (first === undefined) return;
    if (first.id > this.eventId + 1) {
      // A gap: what lies between is asked for again from the event we know.
      this.resume();
      return;
    }
    const applied = changes.map((change) => this.apply(change));
    this.eventId = Math.max(...changes.map(({ id }) => id));
    this.emit({ docChanges: applied, msgType: 'NEXT_EVENT' });
  }

  private changesOf(data: Fields): DocChange[] {
    const events = Array.isArray(data.events) ? data.events.filter(isFields) : [];
    return events.map((event) => {
      const updated = event.UpdatedFields === undefined ? null : parsedFields(event.UpdatedFields);
      const removed: unknown = JSON.parse(text(event.removedFields) || '[]');
      return {
        id: Number(event.ID),
        queueType: text(event.QueueType),
        dataType: text(event.DataType),
        docId: text(event.DocID),
        doc: decodeValue(parsedFields(event.Doc)) as Fields,
        ...(updated === null ? {} : { updatedFields: decodeValue(updated) as Fields }),
        ...(Array.isArray(removed) && removed.length > 0 ? { removedFields: removed } : {}),
      };
    });
  }

  /** Keeps the queue; an event without the document carries the changed fields only. */
  private apply(change: DocChange): DocChange {
    const at = this.docs.findIndex(({ _id }) => String(_id) === change.docId);
    const known = this.docs[at];
    const whole =
      Object.keys(change.doc).length > 0 || known === undefined
        ? change
        : { ...change, doc: patched(known, change) };
    if (change.queueType === 'dequeue') {
      this.docs = this.docs.filter((_, index) => index !== at);
    } else if (at === -1) {
      this.docs = [...this.docs, whole.doc];
    } else {
      this.docs = this.docs.map((doc, index) => (index === at ? whole.doc : doc));
    }
    return whole;
  }

  private emit(part: Omit<Snapshot, 'id' | 'docs'>): void {
    const { eventId: id, docs } = this;
    // A copy: a page that changes its snapshot must not change ours.
    this.options.onChange(structuredClone({ id, docs, ...part }));
  }

  private refused(data: Fields): void {
    const why = `${text(data.code)} - ${text(data.message)}`;
    if (this.awaiting === 'INIT_WATCH') this.fail(INIT_FAILED, `init watch fail | ${why}`);
    else if (this.awaiting !== null) this.fail(REBUILD_FAILED, `rebuild watch fail | ${why}`);
    else this.fail(SERVER_ERROR, `receive server error msg | ${why}`);
  }

  private fail(errCode: number, why: string): void {
    if (this.ended) return;
    this.end();
    this.options.onError(new CloudFailure(errCode, `errCode: ${errCode} realtime listener ${why}`));
  }

  private end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket.leave(this);
  }

  private schedule(ms: number, run: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(run, ms);
  }
}

/** Applies `{'a.b': 1}` and removed paths to a copy of a document. */
function patched(doc: Fields, { updatedFields = {}, removedFields = [] }: DocChange): Fields {
  const copy = structuredClone(doc) as Record<string, unknown>;
  const parentOf = (path: string): [Record<string, unknown>, string] => {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let parent = copy;
    for (const key of keys) {
      if (typeof parent[key] !== 'object' || parent[key] === null) parent[key] = {};
      parent = parent[key] as Record<string, unknown>;
    }
    return [parent, last];
  };
  for (const [path, value] of Object.entries(updatedFields)) {
    const [parent, key] = parentOf(path);
    parent[key] = value;
  }
  for (const path of removedFields) {
    const [parent, key] = parentOf(path);
    delete parent[key];
  }
  return copy;
}
