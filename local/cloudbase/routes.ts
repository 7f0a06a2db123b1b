import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressOf, allowOrigin, readBody, send, sendJson, targetOf } from './http';
import { CloudError, type FunctionHost, type HttpRoute } from './types';

export interface RouteOptions {
  readonly host: FunctionHost;
  readonly routes: readonly { readonly path: string; readonly function: string }[];
  readonly envId: string;
}

interface IntegratedResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

const PREFIX = '/http';
const BODY_LIMIT = 6 * 1024 * 1024;
const TEXT = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded)|[^;]+\+(json|xml))/;

/** HTTP access: `/http/<route>` calls the function of the longest route that fits. */
export function functionRoutes(options: RouteOptions): HttpRoute {
  return {
    prefix: `${PREFIX}/`,
    handle: async (request, response) => {
      allowOrigin(request, response);
      if (request.method === 'OPTIONS') return send(response, 204, '');
      try {
        await serve(options, request, response);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        sendJson(response, statusOf(error), { code: error.code, message: error.message });
      }
    },
  };
}

async function serve(
  { host, routes, envId }: RouteOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = targetOf(request);
  const path = target.path.slice(PREFIX.length);
  const route = routes
    .filter((each) => fits(each.path, path))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (!route) throw new CloudError('INVALID_PATH', `no route for ${path}`);
  const reply = await host.invoke({
    name: route.function,
    event: await eventOf(request, path, target.query, envId),
    openid: null,
    source: 'wx_http',
    ip: addressOf(request),
  });
  answer(response, reply);
}

/** `/pay` serves `/pay` and everything below it, not `/payment`. */
const fits = (route: string, path: string) =>
  route === '/' || path === route || path.startsWith(route.endsWith('/') ? route : `${route}/`);

async function eventOf(
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
  envId: string,
): Promise<Record<string, unknown>> {
  const body = await readBody(request, BODY_LIMIT);
  const isText = TEXT.test(request.headers['content-type'] ?? 'text/plain');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  headers['x-forwarded-for'] ??= request.socket.remoteAddress ?? '';
  return {
    path: decodeURIComponent(path),
    httpMethod: request.method ?? 'GET',
    headers,
    queryStringParameters: Object.fromEntries(query),
    requestContext: { requestId: crypto.randomUUID(), envId, appId: 1300000000, uin: 1000 },
    body: body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

function answer(response: ServerResponse, reply: unknown): void {
  if (isIntegrated(reply)) integrated(response, reply);
  else if (typeof reply === 'string') send(response, 200, reply, TEXT_PLAIN);
  else sendJson(response, 200, reply);
}

function integrated(response: ServerResponse, reply: IntegratedResponse): void {
  const { body = '' } = reply;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const bytes = Buffer.from(text, reply.isBase64Encoded ? 'base64' : 'utf8');
  const headers = Object.fromEntries(
    Object.entries(reply.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  send(response, reply.statusCode, bytes, { ...TEXT_PLAIN, ...headers });
}

const TEXT_PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

function isIntegrated(reply: unknown): reply is IntegratedResponse {
  return (
    typeof reply === 'object' &&
    reply !== null &&
    'statusCode' in reply &&
    typeof reply.statusCode === 'number'
  );
}

function statusOf(error: CloudError): number {
  if (error.code === 'INVALID_PATH' || error.code === 'FUNCTION_NOT_FOUND') return 404;
  if (error.code === 'EXCEED_MAX_PAYLOAD_SIZE') return 413;
  return error.code === 'FUNCTIONS_TIME_LIMIT_EXCEEDED' ? 504 : 500;
}
