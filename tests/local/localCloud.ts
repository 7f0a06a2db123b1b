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
import type { Aggregate, Collection, Command, Db, Query, Ref, Row } from './sdkShapes';

export type * from './sdkShapes';

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
