import { pipelineOf, shownId } from './documents';
import { decode, parse, plain, wire } from './ejson';
import { clone, type Doc, isPlainObject } from './engine/document';
import { failures } from './engine/failures';
import { limits } from './engine/limits';
import { aggregate, count, find } from './engine/reading';
import type { Store } from './engine/store';
import { Unit } from './engine/unit';
import { insert, remove, update } from './engine/writing';
import { allowed, type Operation, substitute } from './rules/access';
import type { ActionHandler, Caller, Clock, WireReply } from './types';

type Client = Extract<Caller, { kind: 'client' }>;
type Params = Readonly<Record<string, unknown>>;

/**
 * The `database.*` actions of client SDKs (`/web`): plain JSON, dates as `{"$date": ms}`, each
 * request held to the collection's security rules and the client's limits.
 */
export function clientDocuments(store: Store, clock: Clock): Record<string, ActionHandler> {
  const permit = (
    client: Client,
    params: Params,
    operation: Operation,
    data: Doc = {},
  ): { readonly query: Doc; readonly collection: ReturnType<Store['collection']> } => {
    const collection = store.collection(params.collectionName);
    const now = clock.now();
    const { openid } = client;
    const sent = substitute(decode(clone(filterOf(params.query)), now), openid) as Doc;
    const access = { rules: collection.rules, operation, openid, now, query: sent, data };
    return { collection, query: allowed(store, access) };
  };

  return {
    'database.queryDocument': forClients(async (params, client) => {
      const { query, collection } = permit(client, params, 'read');
      const docs = find(
        collection,
        {
          query,
          order: orderOf(params.order),
          skip: Number(params.offset ?? 0),
          limit: rows(params, client),
          projection: isPlainObject(params.projection) ? params.projection : undefined,
        },
        new Unit(store),
      );
      return { fields: { data: { list: fitting(docs.map(plain)) } } };
    }),
    'database.addDocument': forClients(async (params, client) => {
      checkWritten(params.data);
      const now = clock.now();
      const sent = Array.isArray(params.data) ? params.data : [params.data];
      const docs = sent.map((item) => {
        const doc = own(decode(item, now), client);
        if (params._id !== undefined) doc._id = params._id;
        permit(client, { collectionName: params.collectionName }, 'create', doc);
        return doc;
      });
      const ids = await insert(store, store.collection(params.collectionName), docs, null);
      const insertedIds = ids.map(shownId);
      return { fields: { data: { _id: insertedIds[0], insertedIds } } };
    }),
    'database.updateDocument': forClients(async (params, client) => {
      checkWritten(params.data);
      const data = changeOf(params, clock.now());
      const { query, collection } = permit(client, params, 'update', data);
      const whenCreated = client.openid === null ? {} : { _openid: client.openid };
      const upsert = params.upsert === true;
      if (upsert && find(collection, { query, limit: 1 }, new Unit(store)).length === 0) {
        permit(client, params, 'create', { ...data, ...whenCreated });
      }
      const { updated, upsertedId } = await update(
        store,
        collection,
        {
          // An upsert's id has to be in plain sight, not inside a narrowed filter.
          query: upsert && isPlainObject(params.query) ? { ...params.query, ...query } : query,
          data,
          multi: params.multi === true,
          merge: params.merge !== false,
          upsert,
          whenCreated,
        },
        null,
      );
      const id = upsertedId === undefined ? undefined : shownId(upsertedId);
      return { fields: { data: { updated, upserted_id: id, upsert_id: id } } };
    }),
    'database.deleteDocument': forClients(async (params, client) => {
      const { query, collection } = permit(client, params, 'delete');
      const deleted = await remove(store, collection, query, params.multi === true, null);
      return { fields: { data: { deleted } } };
    }),
    'database.countDocument': forClients(async (params, client) => {
      const { query, collection } = permit(client, params, 'read');
      return { fields: { data: { total: count(collection, query, new Unit(store)) } } };
    }),
    'database.aggregate': forClients(async (params, client) => {
      const pipeline = pipelineOf(params.stages, clock.now()).map(
        (stage) => substitute(stage, client.openid) as Doc,
      );
      checkLookups(pipeline);
      const first = pipeline[0]?.$match;
      const { query, collection } = permit(
        client,
        { collectionName: params.collectionName, query: first },
        'read',
      );
      const rest = first === undefined ? pipeline : pipeline.slice(1);
      const docs = aggregate(store, collection.name, [{ $match: query }, ...rest], new Unit(store));
      return { fields: { data: { list: JSON.stringify(fitting(docs).map(wire)) } } };
    }),
  };
}

function forClients(work: (params: Params, client: Client) => Promise<WireReply>): ActionHandler {
  return async ({ params, caller, action }) => {
    if (caller.kind !== 'client') throw failures.invalid(`${action} is for client SDKs`);
    return work(params, caller);
  };
}

function filterOf(sent: unknown): Doc {
  const query = typeof sent === 'string' && sent !== '' ? parse(sent, 0) : sent;
  return isPlainObject(query) ? query : {};
}

function orderOf(sent: unknown): Record<string, 1 | -1> | undefined {
  if (!Array.isArray(sent)) return undefined;
  return Object.fromEntries(
    sent.map(({ field, direction }: { field: string; direction: string }) => [
      field,
      direction === 'desc' ? -1 : 1,
    ]),
  );
}

/** A mini-program gets 20 rows, asked or not; web clients 100, and 1000 at most. */
function rows({ limit, queryType }: Params, client: Client): number {
  if (queryType === 'DOC') return 1;
  const mini = client.limits === 'mp';
  const most = mini ? limits.miniProgramRows : limits.maxRows;
  const asked = typeof limit === 'number' && limit > 0 ? limit : null;
  return Math.min(asked ?? (mini ? limits.miniProgramRows : limits.defaultRows), most);
}

function fitting<T>(list: readonly T[]): readonly T[] {
  if (Buffer.byteLength(JSON.stringify(list)) > limits.clientReadBytes) {
    throw failures.resultTooLarge(limits.clientReadBytes);
  }
  return list;
}

function checkWritten(data: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(data ?? null));
  if (bytes > limits.clientWriteBytes) {
    throw failures.refused(
      `[FailedOperation] data of ${bytes} bytes exceeds ${limits.clientWriteBytes} bytes`,
    );
  }
}

/** The platform writes `_openid`; a client may not. */
function own(value: unknown, { openid }: Client): Doc {
  if (!isPlainObject(value)) throw failures.invalid('data must be an object');
  if ('_openid' in value) throw failures.invalid('_openid is set by the platform');
  return openid === null ? value : { ...value, _openid: openid };
}

function changeOf(params: Params, now: number): Doc {
  const data = decode(params.data, now);
  if (!isPlainObject(data)) throw failures.invalid('data must be an object');
  const touched = params.merge === false ? [data] : Object.values(data).filter(isPlainObject);
  if (touched.some((fields) => '_openid' in fields)) {
    throw failures.invalid('_openid is set by the platform');
  }
  return data;
}

/** Another collection's rules cannot be proved by a pipeline. */
function checkLookups(pipeline: readonly Doc[]): void {
  const text = JSON.stringify(pipeline);
  for (const stage of ['$lookup', '$graphLookup', '$unionWith', '$out', '$merge']) {
    if (text.includes(`"${stage}":`)) throw failures.denied();
  }
}
