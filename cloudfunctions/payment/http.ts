import * as z from 'zod';
import { strictBase64 } from './base64';

/** What HTTP access gives a function of a request. */
export const httpEvent = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()),
  body: z.string().catch(''),
  isBase64Encoded: z.boolean().catch(false),
});
export type HttpEvent = z.output<typeof httpEvent>;

/** The body as it came; null when it is said to be base64 and is not. */
export const bytesOf = ({ body, isBase64Encoded }: HttpEvent): Buffer | null =>
  isBase64Encoded ? strictBase64(body) : Buffer.from(body);

/** What HTTP access makes an answer of. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: { readonly 'content-type': string };
  readonly body: string;
}
