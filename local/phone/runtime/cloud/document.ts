import type { Callbacks } from '../wx/settle';
import { decodeValue, encodeValue } from './encode';
import { CloudFailure } from './errors';
import {
  answer,
  changeOf,
  type DatabaseContext,
  dataOf,
  type Options,
  projectionOf,
  startWatch,
} from './request';
import type { Watch, WatchOptions } from './watch';
import type { Fields } from './wire';

/** One document of a collection, by its id. */
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
