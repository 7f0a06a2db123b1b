import { type Callbacks, settle } from '../wx/settle';
import { encodeUpdate } from './encode';
import { CloudFailure, cloudFailure } from './errors';
import type { WatchSocket } from './socket';
import { Watch, type WatchOptions } from './watch';
import { type Fields, isFields, type Wire } from './wire';

/** What queries and documents share: how they ask, answer and watch. */

export type Direction = 'asc' | 'desc';
export type Options = Callbacks & { readonly data?: unknown };

export interface DatabaseContext {
  readonly wire: Wire;
  readonly socket: WatchSocket;
  readonly env: () => string;
}

export function answer(api: string, options: Callbacks | undefined, work: () => Promise<object>) {
  return settle(api, options, work, (error) => cloudFailure(api, error));
}

export function projectionOf(fields: unknown): Fields {
  if (!isFields(fields)) throw new Error('field 的参数必须为对象');
  return Object.fromEntries(
    Object.entries(fields).map(([name, wanted]) => [
      name,
      typeof wanted === 'object' ? wanted : wanted ? 1 : 0,
    ]),
  );
}

export function dataOf(api: string, options: Options | undefined): Fields {
  const data = options?.data;
  if (!isFields(data)) throw new CloudFailure(-501007, `${api}:fail 参数必需是非空对象`);
  return data;
}

export function changeOf(api: string, options: Options | undefined): Fields {
  const data = dataOf(api, options);
  if ('_id' in data) throw new CloudFailure(-501007, `${api}:fail 不能更新_id的值`);
  return encodeUpdate(data);
}

export function startWatch(
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
