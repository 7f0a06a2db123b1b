import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { CloudError } from './types';

/** Reads the whole body. Throws EXCEED_MAX_PAYLOAD_SIZE above `limit` bytes. */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  // By events: an async iterator costs as much as the rest of a small request.
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) parts.push(chunk);
    });
    request.on('end', () => {
      if (bytes > limit) {
        reject(new CloudError('EXCEED_MAX_PAYLOAD_SIZE', `body exceeds ${limit} bytes`));
      } else {
        resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
      }
    });
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}

export function send(
  response: ServerResponse,
  status: number,
  body: Buffer | string,
  headers: OutgoingHttpHeaders = {},
): void {
  // A text goes out in one write with its head, a buffer in two.
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, JSON.stringify(value ?? null), {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
}

/** Web clients may live on another origin than the cloud, as on the platform. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? '*',
  );
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST, PUT, DELETE, OPTIONS');
}

/** Where a request comes from: a socket for both families writes IPv4 as `::ffff:127.0.0.1`. */
export function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

/** The path of a request, still percent-encoded, and its query. */
export function targetOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return { path, query: new URLSearchParams(query) };
}
