import { Wechatpay } from 'wechatpay-axios-plugin';
import * as z from 'zod';
import { ChannelRefused, ChannelUnknown } from '../order/channel';
import type { WechatConfig } from './config';

/** A request as WeChat's documents write it; `{names}` in the path are filled from `ids`. */
export interface WechatRequest {
  readonly method: 'get' | 'post';
  readonly path: `v3/${string}`;
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** Sends signed requests and answers verified bodies: '' for a 204. */
export type WechatClient = (request: WechatRequest) => Promise<unknown>;

// A member waits for it, and a function that is called from a phone ends after ten seconds.
const TIMEOUT_MS = 4000;
const LARGEST_ANSWER = 1024 * 1024;

/** What the library takes beside its own typings. */
const transport = (config: WechatConfig) => ({
  baseURL: config.baseUrl,
  timeout: TIMEOUT_MS,
  headers: { 'Wechatpay-Serial': config.publicKeyId },
  // Neither an answer nor the environment may lead our requests elsewhere.
  maxRedirects: 0,
  proxy: false as const,
  maxContentLength: LARGEST_ANSWER,
});

export function wechatClient(config: WechatConfig): WechatClient {
  const { mchid, serial } = config;
  // The library takes parsed keys; its typings know only texts.
  const privateKey = config.privateKey as unknown as string;
  const certs = Object.fromEntries(config.publicKeys) as unknown as Record<string, string>;
  const { client } = new Wechatpay({ mchid, serial, privateKey, certs, ...transport(config) });
  return async ({ method, path, ids = {}, query, body }) => {
    try {
      const options = { ...ids, ...(query && { params: query }) };
      const { data } = await client.request(path, method, body, options);
      return data;
    } catch (error) {
      throw readFailure(error, `${method} ${path}`);
    }
  };
}

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
