import { type Callbacks, settle } from '../wx/settle';
import { command, ServerDate } from './command';
import { decodeValue, encodeQuery, encodeUpdate, encodeValue } from './encode';
import { CloudFailure, cloudFailure } from './errors';
import type { WatchSocket } from './socket';
import { Watch, type WatchOptions } from './watch';
import { type Fields, isFields, type Wire } from './wire';

/** A phone reads at most 20 rows at a time, whatever it asks for (WeChat: Collection.limit). */
const ROW_LIMIT = 20;

type Direction = 'asc' | 'desc';
type Options = Callbacks & { readonly data?: unknown };

export interface DatabaseContext {
  readonly wire: Wire;
  readonly socket: WatchSocket;
  readonly env: () => string;
}

interface Shape {
  readonly filter: Fields;
  readonly order: readonly { readonly field: string; readonly direction: Direction }[];
  readonly limit?: number;
  readonly skip?: number;
  readonly projection?: Fields;
}

const EMPTY: Shape = { filter: {}, order: [] };

function answer(api: string, options: Callbacks | undefined, work: () => Promise<object>) {
  return settle(api, options, work, (error) => cloudFailure(api, error));
}

function projectionOf(fields: unknown): Fields {
  if (!isFields(fields)) throw new Error('field 的参数必须为对象');
  return Object.fromEntries(
    Object.entries(fields).map(([name, wanted]) => [
      name,
      typeof wanted === 'object' ? wanted : wanted ? 1 : 0,
    ]),
  );
}

function dataOf(api: string, options: Options | undefined): Fields {
  const data = options?.data;
  if (!isFields(data)) throw new CloudFailure(-501007, `${api}:fail 参数必需是非空对象`);
  return data;
}

function changeOf(api: string, options: Options | undefined): Fields {
  const data = dataOf(api, options);
  if ('_id' in data) throw new CloudFailure(-501007, `${api}:fail 不能更新_id的值`);
  return encodeUpdate(data);
}

const integer = (name: string, value: unknown): number => {
  if (!Number.isInteger(value)) throw new Error(`${name} must be integer`);
  return Number(value);
};

export class Query {
  constructor(
    protected readonly context: DatabaseContext,
    protected readonly collectionName: string,
    protected readonly shape: Shape = EMPTY,
  ) {}

  private with(part: Partial<Shape>): Query {
    return new Query(this.context, this.collectionName, { ...this.shape, ...part });
  }

  where(query: unknown): Query {
    return this.with({ filter: encodeQuery(query) });
  }
  orderBy(field: string, direction: Direction): Query {
    return this.with({ order: [...this.shape.order, { field, direction }] });
  }
  limit(rows: number): Query {
    return this.with({ limit: integer('limit', rows) });
  }
  skip(rows: number): Query {
    return this.with({ skip: integer('skip', rows) });
  }
  field(fields: unknown): Query {
    return this.with({ projection: projectionOf(fields) });
  }

  /** `{ data: documents }`, 20 at most. */
  get(options?: Callbacks) {
    const { filter, order, limit = ROW_LIMIT, skip, projection } = this.shape;
    return answer('collection.get', options, async () => {
      const { data } = await this.send('database.queryDocument', {
        queryType: 'WHERE',
        query: filter,
        limit: Math.min(limit, ROW_LIMIT),
        ...(order.length > 0 ? { order } : {}),
        ...(skip === undefined ? {} : { offset: skip }),
        ...(projection === undefined ? {} : { projection }),
      });
      return { data: Array.isArray(data.list) ? data.list.map(decodeValue) : [] };
    });
  }

  count(options?: Callbacks) {
    return answer('collection.count', options, async () => {
      const params = { queryType: 'WHERE', query: this.shape.filter };
      const { data } = await this.send('database.countDocument', params);
      return { total: data.total };
    });
  }

  update(options?: Options) {
    const api = 'collection.update';
    return answer(api, options, async () => {
      const { data } = await this.send('database.updateDocument', {
        queryType: 'WHERE',
        query: this.shape.filter,
        multi: true,
        merge: true,
        upsert: false,
        data: changeOf(api, options),
      });
      return { stats: { updated: data.updated } };
    });
  }

  remove(options?: Callbacks) {
    return answer('collection.remove', options, async () => {
      const params = { queryType: 'WHERE', query: this.shape.filter, multi: true };
      const { data } = await this.send('database.deleteDocument', params);
      return { stats: { removed: data.deleted } };
    });
  }

  watch(options: WatchOptions): Watch {
    const { filter, order, limit, projection } = this.shape;
    if (projection !== undefined) throw new Error('watch cannot be combined with field');
    const orderBy = Object.fromEntries(order.map(({ field, direction }) => [field, direction]));
    return startWatch(this.context, this.collectionName, options, filter, {
      limit,
      ...(order.length > 0 ? { orderBy } : {}),
    });
  }

  protected send(action: string, params: Fields) {
    return this.context.wire.send(action, { collectionName: this.collectionName, ...params });
  }
}

export class CollectionReference extends Query {
  doc(id: unknown): DocumentReference {
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw new Error('docId必须为字符串或数字');
    }
    return new DocumentReference(this.context, this.collectionName, id);
  }

  /** `{ _id }`; the platform adds `_openid`. */
  add(options?: Options) {
    const api = 'collection.add';
    return answer(api, options, async () => {
      const data = encodeValue(dataOf(api, options));
      const reply = await this.send('database.addDocument', { data });
      return { _id: reply.data._id };
    });
  }
}

export class DocumentReference {
  constructor(
    private readonly context: DatabaseContext,
    private readonly collectionName: string,
    private readonly id: string | number,
    private readonly projection: Fields = {},
  ) {}

  field(fields: unknown): DocumentReference {
    return new DocumentReference(this.context, this.collectionName, this.id, projectionOf(fields));
  }

  /** `{ data: document }`; a missing one is an error, as `throwOnNotFound` is on by default. */
  get(options?: Callbacks) {
    const api = 'document.get';
    return answer(api, options, async () => {
      const { projection } = this;
      const { data } = await this.send('database.queryDocument', { projection });
      const [found] = Array.isArray(data.list) ? data.list : [];
      if (found !== undefined) return { data: decodeValue(found) };
      throw new CloudFailure(-1, `${api}:fail document with _id ${this.id} does not exist`);
    });
  }

  update(options?: Options) {
    const api = 'document.update';
    return answer(api, options, async () => {
      const data = changeOf(api, options);
      const merge = { multi: false, merge: true, upsert: false, data };
      const reply = await this.send('database.updateDocument', merge);
      return { stats: { updated: reply.data.updated } };
    });
  }

  set(options?: Options) {
    const api = 'document.set';
    return answer(api, options, async () => {
      const data = dataOf(api, options);
      if ('_id' in data) throw new CloudFailure(-501007, `${api}:fail 不能更新_id的值`);
      const replace = { multi: false, merge: false, upsert: true, data: encodeValue(data) };
      const reply = await this.send('database.updateDocument', replace);
      const created = reply.data.upserted_id === undefined ? 0 : 1;
      return { _id: this.id, stats: { updated: reply.data.updated, created } };
    });
  }

  remove(options?: Callbacks) {
    return answer('document.remove', options, async () => {
      const { data } = await this.send('database.deleteDocument', { multi: false });
      return { stats: { removed: data.deleted } };
    });
  }

  watch(options: WatchOptions): Watch {
    return startWatch(this.context, this.collectionName, options, { _id: this.id }, {});
  }

  private send(action: string, params: Fields) {
    const { collectionName, id } = this;
    const query = { _id: id };
    return this.context.wire.send(action, { collectionName, queryType: 'DOC', query, ...params });
  }
}

function startWatch(
  { socket, env }: DatabaseContext,
  collName: string,
  options: WatchOptions,
  filter: Fields,
  window: { limit?: number | undefined; orderBy?: Readonly<Record<string, Direction>> },
): Watch {
  if (typeof options?.onChange !== 'function' || typeof options.onError !== 'function') {
    throw new Error('watch needs onChange and onError');
  }
  return new Watch(socket, env(), { collName, query: JSON.stringify(filter), ...window }, options);
}

/** What `wx.cloud.database()` returns. */
export function createDatabase(context: DatabaseContext) {
  return {
    command,
    serverDate: (options?: { readonly offset?: number }) => new ServerDate(options?.offset ?? 0),
    RegExp: ({ regexp, options }: { readonly regexp: string; readonly options?: string }) =>
      new RegExp(regexp, options),
    collection(name: unknown): CollectionReference {
      if (typeof name !== 'string' || name === '') throw new Error('Collection name is required');
      return new CollectionReference(context, name);
    },
  };
}
