import { CloudError } from './types';

const HEADER_END = '\r\n\r\n';

/** The fields of a `multipart/form-data` body, as bytes. Throws INVALID_PARAM if it is none. */
export function parseMultipart(body: Buffer, contentType: string): Record<string, Buffer> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (boundary === null) throw new CloudError('INVALID_PARAM', 'multipart without a boundary');
  const delimiter = `--${boundary[1] ?? boundary[2]}`;
  const fields: Record<string, Buffer> = {};
  let at = body.indexOf(delimiter) + delimiter.length;
  for (;;) {
    const headerEnd = body.indexOf(HEADER_END, at);
    if (headerEnd < 0) return fields;
    const end = body.indexOf(`\r\n${delimiter}`, headerEnd);
    const name = /name="([^"]*)"/i.exec(body.toString('utf8', at, headerEnd))?.[1];
    if (end < 0 || name === undefined) {
      throw new CloudError('INVALID_PARAM', 'malformed multipart body');
    }
    fields[name] = body.subarray(headerEnd + HEADER_END.length, end);
    at = end + 2 + delimiter.length;
  }
}
