import { createHash } from 'node:crypto';

/** The id of what a form creates: the same form sent twice creates one document. */
export const idOfRequest = (memberId: string, requestId: string) =>
  createHash('sha256').update(`${memberId}:${requestId}`).digest('hex').slice(0, 24);
