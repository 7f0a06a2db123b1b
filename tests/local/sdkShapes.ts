/** What the official SDKs' databases look like to a test; their own typings are looser. */

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
