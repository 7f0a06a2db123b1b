import type * as z from 'zod';

export interface Doc {
  readonly _id: string;
}

/** A collection and the shape that every document in it is checked against, both ways. */
export interface Collection<D extends Doc> {
  readonly name: string;
  readonly schema: z.ZodType<D>;
}

export function collection<D extends Doc>(name: string, schema: z.ZodType<D>): Collection<D> {
  return { name, schema };
}

/** A condition on one field: a value that it equals, or comparisons that all hold. */
export type Condition<V> =
  | V
  | {
      readonly gt?: V;
      readonly gte?: V;
      readonly lt?: V;
      readonly lte?: V;
      readonly ne?: V;
      readonly in?: readonly V[];
      readonly notIn?: readonly V[];
    };

/** A list field is met by any of its elements, as the database has it. */
type Asked<V> = V extends readonly (infer Element)[] ? Element : V;

export type Where<D extends Doc> = { readonly [Field in keyof D]?: Condition<Asked<D[Field]>> };

/** Fields that hold values by key: those that `merge` can change key by key. */
type Entries<V> =
  V extends Readonly<Record<string, infer Value>> ? Readonly<Record<string, Value>> : never;

/**
 * Changes to one document: fields replaced as a whole, keys of a field put in beside its others,
 * and numbers added to.
 */
export interface Change<D extends Doc> {
  readonly set?: Partial<Omit<D, '_id'>>;
  readonly merge?: { readonly [Field in keyof D]?: Entries<D[Field]> };
  readonly increase?: { readonly [Field in keyof D]?: number };
  /** One more at the end of a list. */
  readonly push?: {
    readonly [Field in keyof D]?: D[Field] extends readonly (infer Element)[] ? Element : never;
  };
}

export interface Query<D extends Doc> {
  readonly where: Where<D>;
  /** Fields to sort by, first the most important. */
  readonly order?: readonly (readonly [keyof D & string, 'asc' | 'desc'])[];
  /** At most this many, 1 to 1000: the platform silently stops there, so say it. */
  readonly limit: number;
}

/** All that CloudBase keeps inside a transaction: one document at a time, by id, no queries. */
export interface Transaction {
  /** The address of whoever called; null when nobody outside did: a timer. */
  readonly origin: string | null;
  get<D extends Doc>(from: Collection<D>, id: string): Promise<D | null>;
  /** Like `get`, for a document that another one promises is there. */
  need<D extends Doc>(from: Collection<D>, id: string): Promise<D>;
  put<D extends Doc>(into: Collection<D>, doc: D): Promise<void>;
  /** Fails when the id exists: the database's own answer to a second try. */
  create<D extends Doc>(into: Collection<D>, doc: D): Promise<void>;
  /** Whether there was a document to change. */
  change<D extends Doc>(into: Collection<D>, id: string, change: Change<D>): Promise<boolean>;
  remove<D extends Doc>(from: Collection<D>, id: string): Promise<void>;
}

export interface Db {
  get<D extends Doc>(from: Collection<D>, id: string): Promise<D | null>;
  find<D extends Doc>(from: Collection<D>, query: Query<D>): Promise<D[]>;
  /**
   * Every match, however many, read in pages by id; no order is promised. A page has 1000 documents,
   * or `page`: those of which 1000 are more than the megabyte that the platform answers with.
   */
  all<D extends Doc>(
    from: Collection<D>,
    where: Where<D>,
    by?: { readonly page: number },
  ): Promise<D[]>;
  count<D extends Doc>(from: Collection<D>, where: Where<D>): Promise<number>;
  /** How many matches there are for each value of a field. */
  countBy<D extends Doc>(
    from: Collection<D>,
    where: Where<D>,
    field: keyof D & string,
  ): Promise<Map<string, number>>;
  /** A number's sum over every match, added up by the database; 0 when nothing matches. */
  sum<D extends Doc>(
    from: Collection<D>,
    where: Where<D>,
    field: keyof D & string,
  ): Promise<number>;
  /** False when a document with this id (or unique key) exists. */
  insert<D extends Doc>(into: Collection<D>, doc: D): Promise<boolean>;
  /** Guarded atomic change of one document: false when `where` does not hold (any more). */
  changeIf<D extends Doc>(
    into: Collection<D>,
    where: Where<D> & { readonly _id: string },
    change: Change<D>,
  ): Promise<boolean>;
  /** Changes every match; answers how many changed. For erasing, never for deciding. */
  changeAll<D extends Doc>(
    into: Collection<D>,
    where: Where<D>,
    change: Change<D>,
  ): Promise<number>;
  removeAll<D extends Doc>(from: Collection<D>, where: Where<D>): Promise<number>;
  /**
   * Runs `work` atomically. A conflict runs it again from the start, so it may decide only by
   * what it reads through `tx`, and makes its ids and reads its clock before it starts.
   * Throws `CommitUnknown` when the commit failed otherwise than by a conflict or a throttle, which
   * the platform applies before it begins.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** The commit was sent and no clear answer came: it may have happened or not. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}
