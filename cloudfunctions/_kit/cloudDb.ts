import type { CloudBase } from '@cloudbase/node-sdk';
import { isDuplicate } from './cloudErrors';
import { type Commands, conditionsOf, updateOf } from './cloudQuery';
import { runTransaction, type SdkTransaction } from './cloudTransaction';
import type { Collection, Db, Doc, Where } from './db';

type Sdk = ReturnType<CloudBase['database']>;

// The platform stops there without a word.
const MOST_PER_QUERY = 1000;

/**
 * Documents over the official SDK: typed, parsed both ways, and no list that stops in silence.
 * Transactions carry `origin`, the address of whoever called.
 */
export function cloudDb(sdk: Sdk, origin: string | null = null): Db {
  const commands = sdk.command as unknown as Commands;
  const matching = <D extends Doc>(from: Collection<D>, where: Where<D>) =>
    sdk.collection(from.name).where(conditionsOf(commands, where));

  const start = () => sdk.startTransaction() as unknown as Promise<SdkTransaction>;

  const db: Db = {
    async get(from, id) {
      const { data } = await sdk.collection(from.name).doc(id).get();
      return data.length === 0 ? null : from.schema.parse(data[0]);
    },
    async find(from, { where, order = [], limit }) {
      if (!(limit >= 1 && limit <= MOST_PER_QUERY)) throw new RangeError(`limit ${limit}`);
      let query = matching(from, where).limit(limit);
      for (const [field, direction] of order) query = query.orderBy(field, direction);
      const { data } = await query.get();
      return data.map((found: unknown) => from.schema.parse(found));
    },
    async all(from, where, { page: size } = { page: MOST_PER_QUERY }) {
      const everything = [];
      for (let after = ''; ; ) {
        const beyond = commands.gt(after);
        const asked = conditionsOf(commands, where);
        const _id = asked._id === undefined ? beyond : commands.and([asked._id, beyond]);
        const page = await sdk
          .collection(from.name)
          .where({ ...asked, _id })
          .orderBy('_id', 'asc')
          .limit(size)
          .get();
        const found = page.data.map((doc: unknown) => from.schema.parse(doc));
        everything.push(...found);
        const last = found.at(-1);
        if (found.length < size || !last) return everything;
        after = last._id;
      }
    },
    async count(from, where) {
      const { total } = await matching(from, where).count();
      return total ?? 0;
    },
    async countBy(from, where, field) {
      const { data } = await sdk
        .collection(from.name)
        .aggregate()
        .match(conditionsOf(commands, where))
        .group({ _id: `$${field}`, count: sdk.command.aggregate.sum(1) })
        .limit(MOST_PER_QUERY)
        .end();
      if (data.length === MOST_PER_QUERY) throw new Error(`${from.name}: too many groups`);
      return new Map(data.map((row: { _id: string; count: number }) => [row._id, row.count]));
    },
    async sum(from, where, field) {
      const { data } = await sdk
        .collection(from.name)
        .aggregate()
        .match(conditionsOf(commands, where))
        .group({ _id: null, total: sdk.command.aggregate.sum(`$${field}`) })
        .end();
      const [row]: { total: number }[] = data;
      return row?.total ?? 0;
    },
    async insert(into, doc) {
      try {
        await sdk.collection(into.name).add(into.schema.parse(doc));
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async changeIf(into, where, change) {
      const { updated } = await matching(into, where)
        .options({ multiple: false })
        .update(updateOf(commands, change));
      return updated === 1;
    },
    async changeAll(into, where, change) {
      const { updated } = await matching(into, where)
        .options({ multiple: true })
        .update(updateOf(commands, change));
      return updated ?? 0;
    },
    async removeAll(from, where) {
      const { deleted } = await matching(from, where).options({ multiple: true }).remove();
      return typeof deleted === 'number' ? deleted : 0;
    },
    transaction: (work) => runTransaction({ start, commands, origin }, work),
  };
  return db;
}
