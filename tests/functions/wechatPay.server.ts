import { randomBytes, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KEY_ID, type Keys } from './wechatPay.merchant';

export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** What to answer: a signed body unless it says otherwise; `null` cuts the line. */
export type Reply = {
  readonly status?: number;
  readonly body?: unknown;
  readonly keys?: Keys;
  readonly serial?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of what was signed. */
  readonly altered?: string;
  readonly unsigned?: true;
  readonly at?: number;
} | null;

/** A tiny WeChat that checks signatures, answers what it is told to, and remembers what it heard. */
export async function startWechat(merchant: Keys, wechat: Keys) {
  const heard: Heard[] = [];
  const badlySigned: string[] = [];
  let replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method = '', url = '' } = request;
    heard.push({ method, url, body: body === '' ? null : JSON.parse(body) });
    if (!isSigned(request, body, merchant)) badlySigned.push(url);
    const reply = replies.shift();
    if (reply === null || reply === undefined) response.destroy();
    else answer(response, reply, wechat);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
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

function isSigned(request: IncomingMessage, body: string, merchant: Keys): boolean {
  const { authorization = '' } = request.headers;
  const part = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(authorization)?.[1] ?? '';
  const lines = [request.method, request.url, part('timestamp'), part('nonce_str'), body, ''];
  const signature = Buffer.from(part('signature'), 'base64');
  const asked = request.headers['wechatpay-serial'] === KEY_ID;
  return (
    asked && verify('RSA-SHA256', Buffer.from(lines.join('\n')), merchant.publicKey, signature)
  );
}

function answer(response: ServerResponse, reply: NonNullable<Reply>, wechat: Keys): void {
  const { body, status = 200, keys = wechat, serial = KEY_ID, at = Date.now() } = reply;
  const text = body === undefined ? '' : JSON.stringify(body);
  const timestamp = String(Math.floor(at / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signed = Buffer.from(`${timestamp}\n${nonce}\n${text}\n`);
  const signature = sign('RSA-SHA256', signed, keys.privateKey).toString('base64');
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(!reply.unsigned && {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': serial,
      'Wechatpay-Signature': signature,
    }),
    ...reply.headers,
  });
  response.end(reply.altered ?? text);
}
