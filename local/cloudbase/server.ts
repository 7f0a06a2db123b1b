import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TooManyRequests } from './faults';
import { addressOf, allowOrigin, readBody, send, sendJson } from './http';
import { parseMultipart } from './multipart';
import {
  type Caller,
  type CallOrigin,
  CloudError,
  DroppedReply,
  type HttpRoute,
  type WireRequest,
} from './types';
import type { Wire } from './wire';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly wire: Wire;
  readonly originOf: (workerId: string) => CallOrigin | null;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly log: (line: string) => void;
}

const BODY_LIMIT = 64 * 1024 * 1024;
/** Longer than the SDKs' pauses, so that connections are reused. */
const KEEP_ALIVE_MS = 65_000;
const ADMIN = /^\/admin(?:\/([^/]+))?$/;

/** The one port: further routes by prefix first, then the wire of the SDKs, then watches. */
export class WireServer {
  /** Longest prefix first, so that `/` may serve what is left. */
  #routes: HttpRoute[] = [];
  readonly #server: Server;

  constructor(private readonly options: ServerOptions) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.#server.on('upgrade', options.onUpgrade);
  }

  addRoutes(routes: readonly HttpRoute[]): void {
    this.#routes = [...this.#routes, ...routes].sort((a, b) => b.prefix.length - a.prefix.length);
  }

  /** Resolves to the port. */
  listen(): Promise<number> {
    const { host, port } = this.options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    return closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      if (error instanceof DroppedReply) {
        request.socket.destroy();
        return;
      }
      // A client that went away, such as a killed function, is nobody's fault.
      if (request.destroyed && !request.complete) return;
      const known = error instanceof CloudError;
      if (!known) this.options.log(`${request.method} ${request.url} failed: ${describe(error)}\n`);
      if (response.headersSent) response.destroy();
      else if (known) {
        const status = error instanceof TooManyRequests ? 429 : 400;
        sendJson(response, status, { code: error.code, message: error.message });
      } else sendJson(response, 500, { code: 'SYS_ERR', message: String(error) });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    const admin = ADMIN.exec(path);
    if (admin !== null) return this.#wire(request, response, admin);
    if (path === '/web') {
      allowOrigin(request, response);
      if (request.method === 'OPTIONS') return send(response, 204, '');
      return this.#wire(request, response, null);
    }
    const route = this.#routes.find(({ prefix }) => path.startsWith(prefix));
    if (route !== undefined) return route.handle(request, response);
    sendJson(response, 404, { code: 'NOT_FOUND', message: `nothing at ${path}` });
  }

  async #wire(
    request: IncomingMessage,
    response: ServerResponse,
    admin: RegExpExecArray | null,
  ): Promise<void> {
    const body = await readBody(request, BODY_LIMIT);
    const params = parseBody(body, request.headers['content-type'] ?? '');
    const workerId = admin?.[1] ?? null;
    const wireRequest: WireRequest = {
      action: String(params.action ?? ''),
      params,
      caller: admin === null ? clientOf(params, addressOf(request)) : { kind: 'server', workerId },
      sdk: String(request.headers['x-sdk-version'] ?? ''),
      origin: workerId === null ? null : this.options.originOf(workerId),
    };
    const answer = await this.options.wire.answer(wireRequest);
    send(response, 200, answer.body, { 'content-type': answer.contentType });
  }
}

function parseBody(body: Buffer, contentType: string): Record<string, unknown> {
  if (contentType.startsWith('multipart/')) return parseMultipart(body, contentType);
  try {
    return JSON.parse(body.toString() || '{}') as Record<string, unknown>;
  } catch {
    throw new CloudError('INVALID_PARAM', 'the body is not JSON');
  }
}

const OPENID_TOKEN = 'openid:';

/** A client says who it is by its access token; a production platform issues real ones. */
export function openidOfToken(token: unknown): string | null {
  const text = typeof token === 'string' ? token.replace(/^Bearer /, '') : '';
  return text.startsWith(OPENID_TOKEN) ? text.slice(OPENID_TOKEN.length) : null;
}

function clientOf(params: Readonly<Record<string, unknown>>, ip: string): Caller {
  const limits = params.client === 'mp' ? 'mp' : 'web';
  return { kind: 'client', openid: openidOfToken(params.access_token), limits, ip };
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
