import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { allowOrigin, readBody, send, targetOf } from '../http';
import { CloudError, type HttpRoute } from '../types';
import { readUploadForm } from './form';
import type { FileStore } from './store';
import type { Ticket, TicketOffice } from './tickets';

const PREFIX = '/files/';
const FILE_BYTES = 100 * 1024 * 1024;
const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
};

/** `/files/<path>`: upload (PUT, or POST of a form) and download (GET, HEAD) by signed tickets. */
export function fileRoute(store: FileStore, tickets: TicketOffice): HttpRoute {
  return {
    prefix: PREFIX,
    handle: async (request, response) => {
      allowOrigin(request, response);
      if (request.method === 'OPTIONS') return send(response, 204, '');
      try {
        await serve(store, tickets, request, response);
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        refuse(response, error);
      }
    },
  };
}

async function serve(
  store: FileStore,
  tickets: TicketOffice,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = targetOf(request);
  const path = decodeURIComponent(target.path.slice(PREFIX.length));
  if (request.method === 'GET' || request.method === 'HEAD') {
    admit(tickets, target.query.get('sign') ?? '', { path, use: 'read' });
    return download(store, path, request.method === 'HEAD', response);
  }
  if (request.method === 'PUT') {
    const sign = request.headers.authorization ?? '';
    const { openid } = admit(tickets, sign, { path, use: 'write' });
    const contentType = typeOf(path, request.headers['content-type']);
    await store.write({ path, openid, contentType }, await readBody(request, FILE_BYTES));
    return send(response, 200, '');
  }
  if (request.method === 'POST') {
    const form = await readUploadForm(request, FILE_BYTES);
    const { openid } = admit(tickets, form.fields.signature ?? '', { path, use: 'write' });
    await store.write({ path, openid, contentType: typeOf(path, form.contentType) }, form.bytes);
    return send(response, Number(form.fields.success_action_status ?? 204), '');
  }
  throw new CloudError('MethodNotAllowed', `${request.method} is not served`);
}

function admit(
  tickets: TicketOffice,
  sign: string,
  wanted: { readonly path: string; readonly use: Ticket['use'] },
): Ticket {
  const ticket = tickets.open(sign);
  if (ticket?.path !== wanted.path || ticket.use !== wanted.use) {
    throw new CloudError('SignatureDoesNotMatch', 'The signature is not for this file and use.');
  }
  if (ticket.expires < Date.now()) throw new CloudError('AccessDenied', 'Request has expired');
  return ticket;
}

async function download(
  store: FileStore,
  path: string,
  headOnly: boolean,
  response: ServerResponse,
): Promise<void> {
  const file = await store.describe(path);
  const bytes = file && (await store.read(path));
  if (!file || !bytes) throw new CloudError('NoSuchKey', 'The specified key does not exist.');
  const headers = {
    'content-type': file.contentType,
    'content-length': file.size,
    // Uploaded by anyone: a browser must not run it as a page of this origin.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  };
  if (headOnly) response.writeHead(200, headers).end();
  else send(response, 200, bytes, headers);
}

/** A form's default says nothing; the ending does. */
function typeOf(path: string, declared: string | undefined): string {
  const known = TYPES[extname(path).toLowerCase()];
  const vague = !declared || /^(application\/octet-stream|multipart\/)/.test(declared);
  return (vague ? known : declared) ?? 'application/octet-stream';
}

const STATUS: Readonly<Record<string, number>> = {
  NoSuchKey: 404,
  MethodNotAllowed: 405,
  EXCEED_MAX_PAYLOAD_SIZE: 413,
};

/** The object store's error form; node-sdk reads code, message, request and trace from it. */
function refuse(response: ServerResponse, error: CloudError): void {
  const id = crypto.randomUUID();
  const body =
    `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${error.code}</Code>` +
    `<Message>${error.message}</Message><RequestId>${id}</RequestId><TraceId>${id}</TraceId></Error>`;
  send(response, STATUS[error.code] ?? 403, body, { 'content-type': 'application/xml' });
}
