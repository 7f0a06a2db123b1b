import { sign, verify } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Keys } from './alipay.merchant';

export interface Heard {
  readonly method: string;
  readonly notifyUrl: string | null;
  readonly timestamp: string;
  readonly content: unknown;
}

/** What to answer: a signed success unless it says otherwise; `null` cuts the line. */
export type Reply = {
  readonly status?: number;
  readonly code?: string;
  readonly sub?: string;
  readonly body?: object;
  readonly keys?: Keys;
  readonly unsigned?: true;
  /** Sent instead of what was signed, made of its parts. */
  readonly altered?: (parts: { name: string; text: string; sign: string }) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly silent?: true;
} | null;

export const refusal = (sub: string, code = '40004'): Reply => ({ code, sub });

/** A tiny Alipay that checks signatures, answers what it is told to, and remembers what it heard. */
export async function startAlipay(merchant: Keys, alipay: Keys) {
  const heard: Heard[] = [];
  const badlySigned: string[] = [];
  let replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { searchParams } = new URL(request.url ?? '', 'http://alipay');
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const given = Object.fromEntries([...searchParams, ...form]);
    const { method = '', biz_content = 'null', notify_url = null, timestamp = '' } = given;
    heard.push({ method, notifyUrl: notify_url, timestamp, content: JSON.parse(biz_content) });
    if (!isSigned(given, merchant)) badlySigned.push(method);
    const reply = replies.shift();
    if (reply === null || reply === undefined) response.destroy();
    else if (!reply.silent) answer(response, method, reply, alipay);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}/gateway.do`,
    badlySigned,
    /** Orders the next answers and forgets what was heard. */
    will(...next: Reply[]) {
      replies = next;
      heard.length = 0;
    },
    heard,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function isSigned({ sign: signature = '', ...rest }: Record<string, string>, keys: Keys): boolean {
  const names = Object.keys(rest).sort();
  const text = Buffer.from(names.map((name) => `${name}=${rest[name]}`).join('&'));
  return verify('RSA-SHA256', text, keys.publicKey, Buffer.from(signature, 'base64'));
}

function answer(response: ServerResponse, method: string, reply: NonNullable<Reply>, alipay: Keys) {
  const { status = 200, code = '10000', sub, body = {}, keys = alipay } = reply;
  const said = sub === undefined ? {} : { sub_code: sub, sub_msg: '…' };
  const inner = { code, msg: code === '10000' ? 'Success' : 'Failed', ...said, ...body };
  const text = JSON.stringify(inner).replaceAll('/', '\\/');
  const name = `${method.replaceAll('.', '_')}_response`;
  const signature = sign('RSA-SHA256', Buffer.from(text), keys.privateKey).toString('base64');
  const rest = reply.unsigned ? '' : `,"sign":"${signature}"`;
  response.writeHead(status, { 'content-type': 'text/html;charset=utf-8', ...reply.headers });
  response.end(reply.altered?.({ name, text, sign: signature }) ?? `{"${name}":${text}${rest}}`);
}
