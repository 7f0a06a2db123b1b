import type { Query } from 'mingo/query';
import { plain } from '../ejson';
import type { Collection } from '../engine/collection';
import { type Doc, keyOf, newId, valueAt } from '../engine/document';
import { limits } from '../engine/limits';
import { compile } from '../engine/matching';
import { find } from '../engine/reading';
import type { Change, Store } from '../engine/store';
import { Unit } from '../engine/unit';

/** One document's part in an event, as the SDKs' realtime client reads it. */
export interface WatchEvent {
  readonly ID: number;
  readonly DataType: 'init' | 'add' | 'update' | 'replace' | 'remove' | 'limit';
  readonly QueueType: 'init' | 'enqueue' | 'update' | 'dequeue';
  readonly DocID: unknown;
  /** JSON text; empty when the client has the document. */
  readonly Doc: string;
  readonly UpdatedFields?: string;
  readonly removedFields?: string;
}

type Event = Omit<WatchEvent, 'ID'>;

export interface WatchRequest {
  readonly query: Doc;
  readonly order: Readonly<Record<string, 1 | -1>> | undefined;
  readonly limit: number | undefined;
}

/** Events kept for a client that comes back after a lost connection. */
const KEPT_EVENTS = 1000;

const texts = new WeakMap<Doc, string>();

/** A document's text for clients, made once however many watch it. */
function textOf(doc: Doc): string {
  let text = texts.get(doc);
  if (text === undefined) {
    text = JSON.stringify(plain(doc));
    texts.set(doc, text);
  }
  return text;
}

/** One client's view of the documents that match a filter, kept up to date commit by commit. */
export class Watch {
  readonly queryId = newId();
  readonly #filter: Query<Doc>;
  readonly #windowed: boolean;
  #docs = new Map<string, Doc>();
  #last = 0;
  #log: WatchEvent[] = [];

  constructor(
    private readonly store: Store,
    readonly collection: Collection,
    private readonly request: WatchRequest,
  ) {
    this.#filter = compile(request.query);
    const ordered = request.order !== undefined && Object.keys(request.order).length > 0;
    this.#windowed = ordered || request.limit !== undefined;
    this.#docs = this.#window();
  }

  get size(): number {
    return this.#docs.size;
  }

  /** Number of the last event; they are consecutive. */
  get last(): number {
    return this.#last;
  }

  /** What a new client gets first. */
  initial(): WatchEvent[] {
    return [...this.#docs.values()].map((doc) => ({
      ID: 0,
      DataType: 'init',
      QueueType: 'init',
      DocID: doc._id,
      Doc: textOf(doc),
    }));
  }

  /** The events after `eventId`; null when they are no longer kept. */
  since(eventId: number): WatchEvent[] | null {
    const missed = this.#log.filter(({ ID }) => ID > eventId);
    const first = missed[0]?.ID ?? this.#last + 1;
    return eventId <= this.#last && first === eventId + 1 ? missed : null;
  }

  /** Takes in a commit; returns its events, which share one number. Empty when it is unconcerned. */
  take(changes: readonly Change[]): WatchEvent[] {
    const concerned = changes.filter((change) => this.#concerns(change));
    if (concerned.length === 0) return [];
    const events = this.#windowed
      ? this.#moveWindow(concerned)
      : concerned.map((change) => this.#one(change));
    if (events.length === 0) return [];
    const ID = ++this.#last;
    const numbered = events.map((event) => ({ ID, ...event }));
    this.#log.push(...numbered);
    if (this.#log.length > KEPT_EVENTS) this.#log.splice(0, this.#log.length - KEPT_EVENTS);
    return numbered;
  }

  #concerns({ collection, key, doc }: Change): boolean {
    if (collection !== this.collection) return false;
    return this.#docs.has(key) || (doc !== null && this.#filter.test(doc));
  }

  #one(change: Change): Event {
    const { key, doc, before, kind } = change;
    const was = this.#docs.has(key);
    const matches = doc !== null && this.#filter.test(doc);
    if (matches) this.#docs.set(key, doc);
    else this.#docs.delete(key);
    return {
      DataType: kind,
      QueueType: was ? (matches ? 'update' : 'dequeue') : 'enqueue',
      DocID: (doc ?? before)?._id,
      Doc: doc === null ? '' : textOf(doc),
      ...fieldsOf(change),
    };
  }

  /** With an order or a limit, documents also enter and leave because others moved. */
  #moveWindow(concerned: readonly Change[]): Event[] {
    const changes = new Map(concerned.map((change) => [change.key, change]));
    const next = this.#window();
    const events: Event[] = [];
    for (const [key, old] of this.#docs) {
      if (next.has(key)) continue;
      const change = changes.get(key);
      const Doc = change?.doc ? textOf(change.doc) : '';
      const DataType = change?.kind ?? 'limit';
      events.push({ DataType, QueueType: 'dequeue', DocID: old._id, Doc, ...fieldsOf(change) });
    }
    for (const [key, doc] of next) {
      const change = changes.get(key);
      const was = this.#docs.has(key);
      if (was && change === undefined) continue;
      events.push({
        DataType: change?.kind ?? 'limit',
        QueueType: was ? 'update' : 'enqueue',
        DocID: doc._id,
        Doc: textOf(doc),
        ...fieldsOf(change),
      });
    }
    this.#docs = next;
    return events;
  }

  #window(): Map<string, Doc> {
    const { query, order, limit = limits.watchedDocuments + 1 } = this.request;
    const docs = find(this.collection, { query, order, limit }, new Unit(this.store));
    return new Map(docs.map((doc) => [keyOf(doc._id), doc]));
  }
}

function fieldsOf(change: Change | undefined): Pick<WatchEvent, 'UpdatedFields' | 'removedFields'> {
  if (change === undefined || change.kind !== 'update') return {};
  const { doc, fields } = change;
  const updated = fields.filter((field) => valueAt(doc, field) !== undefined);
  return {
    UpdatedFields: JSON.stringify(
      Object.fromEntries(updated.map((field) => [field, plain(valueAt(doc, field))])),
    ),
    removedFields: JSON.stringify(fields.filter((field) => valueAt(doc, field) === undefined)),
  };
}
