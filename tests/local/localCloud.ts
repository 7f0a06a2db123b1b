/**
 * Starts a local cloud for a test and reaches it through the unmodified official SDKs. The two
 * server SDKs differ in shape only; `Documents` hides that, so that one test runs on both.
 */
import cloudbase from '@cloudbase/js-sdk';
import tcb from '@cloudbase/node-sdk';
import wx from 'wx-server-sdk';
import {
  type Cloud,
  type CloudOptions,
  type CollectionSpec,
  startCloud,
} from '../../local/cloudbase/index';

export type Row = Record<string, unknown>;

/** Something only the SDKs look into: a command, a server date, a place. */
export type Operator = object & {
  and(...others: unknown[]): Operator;
  or(...others: unknown[]): Operator;
};

type Operators<Names extends string> = {
  readonly [Name in Names]: (...values: unknown[]) => Operator;
};

export type Command = Operators<
  | 'eq'
  | 'neq'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'in'
  | 'nin'
  | 'all'
  | 'elemMatch'
  | 'exists'
  | 'size'
  | 'mod'
  | 'geoNear'
  | 'geoWithin'
  | 'geoIntersects'
  | 'and'
  | 'or'
  | 'nor'
  | 'not'
  | 'set'
  | 'remove'
  | 'inc'
  | 'mul'
  | 'push'
  | 'pull'
  | 'pullAll'
  | 'pop'
  | 'shift'
  | 'unshift'
  | 'addToSet'
  | 'rename'
  | 'bit'
  | 'max'
  | 'min'
  | 'expr'
  | 'jsonSchema'
> & {
  readonly aggregate: Readonly<Record<string, (value?: unknown) => Operator>> & {
    pipeline(): Aggregate;
  };
  readonly project: Operators<'slice' | 'elemMatch'>;
};

type Stage =
  | 'addFields'
  | 'bucket'
  | 'bucketAuto'
  | 'count'
  | 'geoNear'
  | 'group'
  | 'limit'
  | 'match'
  | 'project'
  | 'lookup'
  | 'replaceRoot'
  | 'sample'
  | 'skip'
  | 'sort'
  | 'sortByCount'
  | 'unwind';

export type Aggregate = { readonly [Name in Stage]: (value: unknown) => Aggregate } & {
  done(): unknown;
  end(): Promise<{ data?: Row[]; list?: Row[] }>;
};

export interface Query {
  where(filter: unknown): Query;
  orderBy(field: string, order: 'asc' | 'desc'): Query;
  skip(rows: number): Query;
  limit(rows: number): Query;
  field(projection: Row): Query;
  options(options: Row): Query;
  get(): Promise<{ data: Row[] }>;
  count(): Promise<{ total: number }>;
  update(change: unknown): Promise<Row>;
  updateAndReturn(change: unknown): Promise<{ updated: number; doc: Row | null }>;
  remove(): Promise<Row>;
  watch(listener: { onChange: (snapshot: Snapshot) => void; onError: (error: unknown) => void }): {
    close(): Promise<void> | void;
  };
}

export interface Ref {
  field(projection: Row): Ref;
  get(): Promise<{ data: unknown }>;
  set(data: unknown): Promise<Row>;
  update(change: unknown): Promise<Row>;
  remove(): Promise<Row>;
}

export interface Collection extends Query {
  doc(id: string | number): Ref;
  add(data: unknown): Promise<Row>;
  aggregate(): Aggregate;
}

export interface Transaction {
  collection(name: string): Collection;
  commit(): Promise<unknown>;
  rollback(reason?: unknown): Promise<unknown>;
}

export interface Db {
  collection(name: string): Collection;
  createCollection(name: string): Promise<unknown>;
  readonly command: Command;
  readonly Geo: Readonly<Record<string, new (...values: never[]) => object>>;
  RegExp(spec: { regexp: string; options?: string }): object;
  serverDate(options?: { offset: number }): object;
  ObjectId(spec: { id: string }): object;
  startTransaction(): Promise<Transaction>;
  runTransaction<T>(work: (transaction: Transaction) => Promise<T>, times?: number): Promise<T>;
}

export interface DocChange {
  readonly dataType: string;
  readonly queueType: string;
  readonly docId: string;
  readonly doc: Row;
  readonly updatedFields?: Row;
  readonly removedFields?: string[];
}

export interface Snapshot {
  readonly id: number;
  readonly type?: string;
  readonly docs: Row[];
  readonly docChanges: DocChange[];
}

/** What both server SDKs can do, in one shape. */
export interface Documents {
  readonly sdk: string;
  readonly db: Db;
  readonly command: Command;
  add(at: Collection, data: unknown): Promise<unknown>;
  read(at: Ref): Promise<Row | null>;
  set(at: Ref, data: unknown): Promise<{ updated: number; created: unknown }>;
  update(at: Query | Ref, change: unknown): Promise<number>;
  remove(at: Query | Ref): Promise<number>;
  aggregate(pipeline: Aggregate): Promise<Row[]>;
}

export const open: CollectionSpec = { rules: { read: true, write: true }, indexes: [] };
export const closed: CollectionSpec = { rules: { read: false, write: false }, indexes: [] };

/** A cloud without functions; its address is put where the server SDKs look for it. */
export async function startDocuments(
  collections: Record<string, CollectionSpec>,
  options: Partial<CloudOptions> = {},
): Promise<Cloud> {
  const cloud = await startCloud({
    manifest: { functions: {}, routes: [], collections, storage: { rules: {} } },
    functionsRoot: null,
    dataDir: null,
    timers: false,
    log: (line) => process.stderr.write(line),
    ...options,
  });
  Object.assign(process.env, cloud.sdkEnv(), { SILENCE: 'true' });
  return cloud;
}

/** The database of `@cloudbase/node-sdk`. */
export const nodeDb = (): Db => tcb.init({ env: 'local' }).database() as unknown as Db;

/** The database of `wx-server-sdk`. */
export function wxDb(options: Row = {}): Db {
  wx.init({ env: 'local' });
  return wx.database(options) as unknown as Db;
}

/** The database of `@cloudbase/js-sdk`, signed in as a person. */
export function webDb(cloud: Cloud, openid: string | null): Db {
  const config = { env: 'local', accessKey: openid === null ? 'nobody' : `openid:${openid}` };
  const app = cloudbase.init({
    ...config,
    endPointMode: 'CLOUD_API',
  } as Parameters<typeof cloudbase.init>[0]) as unknown as {
    registerHost(host: string, protocol: string): void;
    database(): Db;
  };
  app.registerHost(`127.0.0.1:${cloud.port}`, 'http');
  return app.database();
}

export function nodeDocuments(): Documents {
  const db = nodeDb();
  return {
    sdk: 'node-sdk',
    db,
    command: db.command,
    add: async (at, data) => {
      const { id, ids } = await at.add(data);
      return ids ?? id;
    },
    read: async (at) => {
      const { data } = await at.get();
      return (Array.isArray(data) ? (data[0] ?? null) : data) as Row | null;
    },
    set: async (at, data) => {
      const { updated, upsertedId } = await at.set(data);
      return { updated: Number(updated), created: upsertedId };
    },
    update: async (at, change) => Number((await at.update(change)).updated),
    remove: async (at) => Number((await at.remove()).deleted),
    aggregate: async (pipeline) => (await pipeline.end()).data ?? [],
  };
}

interface WxStats {
  readonly stats: { readonly updated: number; readonly removed: number; readonly created: number };
}

export function wxDocuments(): Documents {
  const db = wxDb({ throwOnNotFound: false });
  const statsOf = (result: Row): WxStats['stats'] => (result as unknown as WxStats).stats;
  return {
    sdk: 'wx-server-sdk',
    db,
    command: db.command,
    add: async (at, data) => {
      const { _id, _ids } = await at.add({ data });
      return _ids ?? _id;
    },
    read: async (at) => (await at.get()).data as Row | null,
    set: async (at, data) => {
      const result = await at.set({ data });
      return {
        updated: statsOf(result).updated,
        created: statsOf(result).created ? result._id : undefined,
      };
    },
    update: async (at, change) => statsOf(await at.update({ data: change })).updated,
    remove: async (at) => statsOf(await at.remove()).removed,
    aggregate: async (pipeline) => (await pipeline.end()).list ?? [],
  };
}

/** Both SDKs, made when the cloud is up: `describe.each(bothSdks)`. */
export const bothSdks = [
  ['node-sdk', nodeDocuments],
  ['wx-server-sdk', wxDocuments],
] as const;

/** The error a promise rejects with; fails when it does not. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('expected a failure');
}

export interface Failure {
  readonly code?: string;
  readonly errCode?: number;
  readonly message: string;
}

/** Resolves as soon as the condition holds; fails when it does not in time. */
export async function until(condition: () => boolean, withinMs = 5000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
