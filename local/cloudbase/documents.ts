import { parse, wireText } from './ejson';
import { type Doc, isPlainObject } from './engine/document';
import { failures } from './engine/failures';
import { limits } from './engine/limits';
import { aggregate, count, find } from './engine/reading';
import type { Store } from './engine/store';
import { Transaction, Unit } from './engine/unit';
import { insert, remove, update } from './engine/writing';
import type { ActionHandler, Clock, WireReply } from './types';

type Params = Readonly<Record<string, unknown>>;

/**
 * The `database.*` actions of the server SDKs (`/admin`): filters, data and results are texts of
 * extended JSON. Dates that the server fills in are the club clock's.
 */
export function serverDocuments(store: Store, clock: Clock): Record<string, ActionHandler> {
  /** Runs an operation within the transaction it names, or on its own. */
  const within = async <T>(
    params: Params,
    work: (transaction: Transaction | null) => Promise<T>,
  ): Promise<T> => {
    const transaction = transactionOf(store, params);
    return transaction === null ? work(null) : transaction.operate(() => work(transaction));
  };
  const ended: WireReply = { fields: {} };

  return forServers({
    'database.getDocument': ({ params }) =>
      within(params, async (transaction) => {
        const docs = find(
          store.collection(params.collectionName),
          {
            query: object(params.query, clock.now()),
            order: params.order === undefined ? undefined : orderOf(params.order),
            skip: Number(params.offset ?? 0),
            limit: params.queryType === 'DOC' ? 1 : rows(params.limit),
            projection: projectionOf(params.projection),
          },
          transaction ?? new Unit(store),
        );
        return listed(docs);
      }),
    'database.insertDocument': ({ params }) =>
      within(params, async (transaction) => {
        const collection = store.collection(params.collectionName);
        const texts = Array.isArray(params.data) ? params.data : [params.data];
        checkWritten(texts);
        const now = clock.now();
        const docs = texts.map((text) => object(text, now));
        const ids = await insert(store, collection, docs, transaction);
        return { fields: { data: { insertedIds: ids.map(shownId) } } };
      }),
    'database.modifyDocument': ({ params }) =>
      within(params, async (transaction) => {
        const outcome = await update(
          store,
          store.collection(params.collectionName),
          {
            ...changeOf(params, clock.now()),
            multi: params.multi === true,
            merge: params.merge !== false,
            upsert: params.upsert === true,
          },
          transaction,
        );
        const { updated, upsertedId } = outcome;
        const upsert = upsertedId === undefined ? {} : { upsert_id: shownId(upsertedId) };
        return { fields: { data: { updated, ...upsert } } };
      }),
    'database.modifyAndReturnDoc': ({ params }) =>
      within(params, async (transaction) => {
        const { matched, doc } = await update(
          store,
          store.collection(params.collectionName),
          { ...changeOf(params, clock.now()), multi: false, merge: true, upsert: false },
          transaction,
        );
        return { fields: { data: { updated: matched, doc: doc && wireText(doc) } } };
      }),
    'database.removeDocument': ({ params }) =>
      within(params, async (transaction) => {
        const collection = store.collection(params.collectionName);
        const query = object(params.query, clock.now());
        const deleted = await remove(store, collection, query, params.multi === true, transaction);
        return { fields: { data: { deleted } } };
      }),
    'database.calculateDocument': async ({ params }) => {
      const query = object(params.query, clock.now());
      const total = count(store.collection(params.collectionName), query, new Unit(store));
      return { fields: { data: { total } } };
    },
    'database.aggregateDocuments': async ({ params }) => {
      const pipeline = pipelineOf(params.stages, clock.now());
      return listed(aggregate(store, String(params.collectionName), pipeline, new Unit(store)));
    },
    'database.addCollection': async ({ params }) => {
      const name = String(params.collectionName);
      if (store.collections.has(name)) throw failures.collectionExists(name);
      // One manifest describes every collection, here as in the deployment.
      throw failures.refused(`[FailedOperation] collection ${name} is not in the manifest`);
    },
    'database.startTransaction': async () => ({
      fields: { transactionId: new Transaction(store).id },
    }),
    'database.commitTransaction': async ({ params }) => {
      const transaction = transactionOf(store, params);
      if (transaction === null) throw failures.transactionGone();
      transaction.commit();
      return ended;
    },
    'database.abortTransaction': async ({ params }) => {
      const transaction = transactionOf(store, params);
      if (transaction === null) throw failures.transactionGone();
      transaction.end();
      return ended;
    },
  });
}

/** Clients have actions of their own, which ask the security rules. */
function forServers(actions: Record<string, ActionHandler>): Record<string, ActionHandler> {
  const guarded = Object.entries(actions).map(([name, handler]): [string, ActionHandler] => [
    name,
    async (request) => {
      if (request.caller.kind !== 'server') throw failures.denied();
      return handler(request);
    },
  ]);
  return Object.fromEntries(guarded);
}

function transactionOf(store: Store, { transactionId }: Params): Transaction | null {
  if (transactionId === undefined || transactionId === null) return null;
  const transaction = store.transactions.get(String(transactionId));
  if (transaction === undefined) throw failures.transactionGone();
  return transaction;
}

/** A filter or document sent as EJSON text; nothing sent is the empty object. */
function object(text: unknown, now: number): Doc {
  if (text === undefined || text === null || text === '') return {};
  const value = typeof text === 'string' ? parse(text, now) : text;
  if (!isPlainObject(value)) throw failures.invalid('expected a JSON object');
  return value;
}

const orderOf = (text: unknown): Record<string, 1 | -1> =>
  Object.fromEntries(
    Object.entries(object(text, 0)).map(([field, way]) => [field, way === -1 ? -1 : 1]),
  );

const projectionOf = (text: unknown): Doc | undefined =>
  text === undefined ? undefined : object(text, 0);

function rows(sent: unknown): number {
  const wanted = typeof sent === 'number' && sent > 0 ? sent : limits.defaultRows;
  return Math.min(wanted, limits.maxRows);
}

function changeOf(params: Params, now: number): { query: Doc; data: Doc } {
  checkWritten([params.data]);
  return { query: object(params.query, now), data: object(params.data, now) };
}

/** The stages of a pipeline; each value is EJSON text of any kind. */
export function pipelineOf(stages: unknown, now: number): Doc[] {
  if (!Array.isArray(stages)) throw failures.invalid('stages must be an array');
  return stages.map((stage: { stageKey: string; stageValue: string }) => ({
    [stage.stageKey]: parse(stage.stageValue, now),
  }));
}

/** Ids as the SDKs show them: ObjectIds as hex. */
export const shownId = (id: unknown): unknown => {
  if (typeof id === 'string' || typeof id === 'number') return id;
  return String(id);
};

function checkWritten(texts: readonly unknown[]): void {
  let bytes = 0;
  for (const text of texts) if (typeof text === 'string') bytes += Buffer.byteLength(text);
  if (bytes > limits.serverWriteBytes) {
    throw failures.refused(
      `[FailedOperation] data of ${bytes} bytes exceeds ${limits.serverWriteBytes} bytes`,
    );
  }
}

function listed(docs: readonly Doc[]): WireReply {
  const list = docs.map(wireText);
  let length = 0;
  for (const text of list) length += text.length;
  if (length > limits.serverReadBytes) throw failures.resultTooLarge(limits.serverReadBytes);
  return { fields: { data: { list } } };
}
