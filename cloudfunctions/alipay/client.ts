import { formatClub, type Instant } from '@shared/base/time';
import * as z from 'zod';
import { ChannelRefused, ChannelUnknown } from '../order/channel';
import type { AlipayConfig } from './config';
import { type AlipayLibrary, loadLibrary, TIMEOUT_MS } from './library';

/** Sends a signed request and answers what Alipay signed. May send it twice. */
export type AlipayClient = (
  method: `alipay.trade.${string}`,
  content: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** Alipay goes by the real time. */
export const realNow = () => Date.now() as Instant;

/** What the library allows itself for an answer does not cover the connecting. */
const PATIENCE_MS = TIMEOUT_MS + 500;

/** A client that loads the library with its first request. */
export function alipayClient(config: AlipayConfig, now: () => Instant = realNow): AlipayClient {
  let loading: Promise<AlipayLibrary> | undefined;
  return async (method, content) => {
    loading ??= loadLibrary(config).catch((fault) => {
      // Loaded anew with the next request.
      loading = undefined;
      throw fault;
    });
    const library = await loading;
    const request = {
      ...(method === 'alipay.trade.precreate' && { notifyUrl: config.notifyUrl }),
      bizContent: { ...content },
      // The library would write the time of the machine's zone, and functions are in none.
      timestamp: formatClub(now(), 'YYYY-MM-DD HH:mm:ss'),
    };
    const answer = await sent(method, () => library.exec(method, request, { validateSign: true }));
    return readOutcome(method, answer);
  };
}

/** The library's error is not kept: it carries the whole answer, and its cause the request. */
async function sent(method: string, work: () => Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    const { message } = error as { message?: unknown };
    throw new ChannelUnknown(`${method}: ${short(String(message ?? error))}`);
  } finally {
    clearTimeout(timer);
  }
}

const outcome = z.object({
  code: z.string(),
  msg: z.string().catch(''),
  sub_code: z.string().catch(''),
  sub_msg: z.string().catch(''),
});

const SUCCESS = '10000';
/** 40001 an argument is missing, 40002 is invalid, 40003 and 40006 not allowed, 40004 the business's. */
const SAID_NO = ['40001', '40002', '40003', '40004', '40006'];
/** `ACQ.SYSTEM_ERROR` and its like come as a refusal and say that nobody knows. */
const NOBODY_KNOWS = /SYSTEM_ERROR|UNKNO?W|BUSY|TIME_?OUT|CONCURREN/i;

/** Only 10000 is a success, and only a reason that is clear is a refusal. */
function readOutcome(method: string, answer: unknown): unknown {
  const { data } = outcome.safeParse(answer);
  if (!data) throw new ChannelUnknown(`${method}: Alipay's answer has no code`);
  const { code, msg, sub_code: reason, sub_msg: words } = data;
  if (code === SUCCESS) return answer;
  const told = short(`${method}: ${msg} ${words}`);
  if (!SAID_NO.includes(code) || reason === '' || NOBODY_KNOWS.test(reason)) {
    throw new ChannelUnknown(`${told} (${code} ${reason})`);
  }
  throw new ChannelRefused(Number(code), reason, told);
}

const MOST_WORDS = 200;
/** Alipay repeats the whole request where its signature is wrong. */
const short = (text: string): string => text.slice(0, MOST_WORDS);
