import type { Callbacks } from '../wx/settle';
import { command, ServerDate } from './command';
import { DocumentReference } from './document';
import { decodeValue, encodeQuery, encodeValue } from './encode';
import {
  answer,
  changeOf,
  type DatabaseContext,
  type Direction,
  dataOf,
  type Options,
  projectionOf,
  startWatch,
} from './request';
import type { Watch, WatchOptions } from './watch';
import type { Fields } from './wire';

/** A phone reads at most 20 rows at a time, whatever it asks for (WeChat: Collection.limit). */
const ROW_LIMIT = 20;

interface Shape {
  readonly filter: Fields;
  readonly order: readonly { readonly field: string; readonly direction: Direction }[];
  readonly limit?: number;
  readonly skip?: number;
  readonly projection?: Fields;
}

const EMPTY: Shape = { filter: {}, order: [] };

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
