import type { IncomingMessage } from 'node:http';
import Busboy from '@fastify/busboy';
import { CloudError } from '../types';

export interface UploadForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Reads a multipart upload with one file. `limit` in bytes. */
export function readUploadForm(request: IncomingMessage, limit: number): Promise<UploadForm> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const parts: Buffer[] = [];
    let contentType = '';
    const headers = { ...request.headers, 'content-type': request.headers['content-type'] ?? '' };
    const form = Busboy({ headers, limits: { files: 1, fileSize: limit } });
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (_name, stream, _filename, _encoding, type) => {
      contentType = type;
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('limit', () =>
        reject(new CloudError('EXCEED_MAX_PAYLOAD_SIZE', `file exceeds ${limit} bytes`)),
      );
    });
    form.on('finish', () => resolve({ fields, bytes: Buffer.concat(parts), contentType }));
    form.on('error', (error) => reject(new CloudError('MalformedPOSTRequest', String(error))));
    request.pipe(form);
  });
}
