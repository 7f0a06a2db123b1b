import type { Instant } from '@shared/base/time';
import * as z from 'zod';
import { ChannelRefused, ChannelUnknown } from '../order/channel';
import type { WechatConfig } from './config';
import { type WechatKeys, wechatKeys } from './keys';
import { AS_IT_COMES, libraryOf } from './library';

/** A request as WeChat's documents write it; `{names}` in the path are filled from `ids`. */
export interface WechatRequest {
  readonly method: 'get' | 'post';
  readonly path: `v3/${string}`;
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** A download: WeChat does not sign it, and it is answered as a Buffer. */
  readonly file?: true;
}

/** Sends signed requests and answers verified bodies: '' for a 204. May send a request twice. */
export type WechatClient = (request: WechatRequest) => Promise<unknown>;

/** Bills: nobody waits for them, and a hundred thousand trades are 40 MB. */
const DOWNLOAD = { ...AS_IT_COMES, timeout: 20_000, maxContentLength: 64 * 1024 * 1024 };

/** The library goes by the real time, and so do the keys with which it verifies. */
const realNow = () => Date.now() as Instant;

export function wechatClient(
  config: WechatConfig,
  keys: WechatKeys = wechatKeys(config),
): WechatClient {
  const library = keptLibrary(config, keys);
  const send = async ({ method, path, ids = {}, query, body, file }: WechatRequest) => {
    const client = await library();
    try {
      const options = { ...ids, ...(query && { params: query }), ...(file && DOWNLOAD) };
      const { data } = await client.request(path, method, body, options);
      return data;
    } catch (error) {
      const serial = unknownSerial(error);
      if (serial !== null) throw new SerialUnknown(serial, `${method} ${path}`);
      throw readFailure(error, `${method} ${path}`);
    }
  };
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (!(error instanceof SerialUnknown)) throw error;
      // WeChat has a new certificate. Each request carries a number of ours: twice is once.
      if (!(await keys.find(error.serial, realNow()))) throw error;
      return await send(request);
    }
  };
}

class SerialUnknown extends ChannelUnknown {
  constructor(
    readonly serial: string,
    what: string,
  ) {
    super(`${what}: signed by ${serial}, which is not known`);
  }
}

/** The library copies the keys when it is made: it is made again when they change. */
function keptLibrary(config: WechatConfig, keys: WechatKeys) {
  let made: { readonly of: string; readonly client: ReturnType<typeof libraryOf> } | null = null;
  return async () => {
    const current = await keys.all(realNow());
    const of = [...current.keys()].join();
    if (made?.of !== of) made = { of, client: libraryOf(config, current) };
    return made.client;
  };
}

const signedByUnknown = z.object({
  code: z.literal('EV3_RES_HEADER_PLATFORM_SERIAL'),
  response: z.object({ headers: z.object({ 'wechatpay-serial': z.string() }) }),
});

const unknownSerial = (error: unknown): string | null => {
  const { data } = signedByUnknown.safeParse(error);
  return data ? data.response.headers['wechatpay-serial'] : null;
};

const failure = z.object({
  response: z.object({
    status: z.int().min(400).max(499),
    data: z.object({ code: z.string().min(1), message: z.string().catch('') }),
  }),
});

const TOO_MANY_REQUESTS = 429;

/**
 * A refusal is a 4xx in WeChat's own form (they are not signed). Everything else leaves open
 * whether it happened; the library's error is not kept, because it carries the private key.
 */
function readFailure(error: unknown, what: string): ChannelRefused | ChannelUnknown {
  const parsed = failure.safeParse(error);
  if (parsed.success && parsed.data.response.status !== TOO_MANY_REQUESTS) {
    const { status, data } = parsed.data.response;
    return new ChannelRefused(status, data.code, `${what}: ${data.message}`);
  }
  const { code, message } = error as { code?: unknown; message?: unknown };
  return new ChannelUnknown(`${what}: ${String(code ?? '')} ${String(message ?? error)}`);
}
