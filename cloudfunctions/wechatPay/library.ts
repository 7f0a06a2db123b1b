import type { KeyObject } from 'node:crypto';
import { Wechatpay } from 'wechatpay-axios-plugin';
import type { WechatConfig } from './config';

// A member waits for it, and a function that is called from a phone ends after ten seconds.
const TIMEOUT_MS = 4000;
const LARGEST_ANSWER = 1024 * 1024;

/** What the library takes beside its own typings. */
const transport = (config: WechatConfig) => ({
  baseURL: config.baseUrl,
  timeout: TIMEOUT_MS,
  // In certificate mode WeChat chooses.
  ...(config.publicKeyId !== null && { headers: { 'Wechatpay-Serial': config.publicKeyId } }),
  // Neither an answer nor the environment may lead our requests elsewhere.
  maxRedirects: 0,
  proxy: false as const,
  maxContentLength: LARGEST_ANSWER,
});

/** The official client, which signs what it sends and believes only answers signed by `keys`. */
export function libraryOf(config: WechatConfig, keys: ReadonlyMap<string, KeyObject>) {
  const { mchid, serial } = config;
  // The library takes parsed keys; its typings know only texts.
  const privateKey = config.privateKey as unknown as string;
  const certs = Object.fromEntries(keys) as unknown as Record<string, string>;
  return new Wechatpay({ mchid, serial, privateKey, certs, ...transport(config) }).client;
}

/** For a request: its answer as bytes, which the library neither verifies nor parses. */
export const AS_IT_COMES = {
  responseType: 'arraybuffer' as const,
  transformResponse: [],
};
