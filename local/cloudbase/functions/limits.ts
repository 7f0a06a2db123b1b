import { CloudError } from '../types';

/** `data` of `wx.cloud.callFunction`, bytes. */
export const CLIENT_CALL_BYTES = 100 * 1024;
/** Event and reply of any call, bytes. */
export const CALL_BYTES = 6 * 1024 * 1024;
/** What a function may answer to a person's client, bytes. */
export const CLIENT_REPLY_BYTES = 1024 * 1024;

const tooLarge = (what: string, bytes: number, limit: number) =>
  new CloudError(
    'EXCEED_MAX_PAYLOAD_SIZE',
    `${what} of ${bytes} bytes exceeds the limit of ${limit} bytes`,
  );

/** Refuses an event that the platform would not take. `limit` in bytes. */
export function checkEvent(json: string, limit: number = CALL_BYTES): void {
  const bytes = Buffer.byteLength(json);
  if (bytes > limit) throw tooLarge('request data', bytes, limit);
}

export function checkReply(json: string): void {
  const bytes = Buffer.byteLength(json);
  if (bytes > CALL_BYTES) throw tooLarge('response', bytes, CALL_BYTES);
}

/** WeChat's servers refuse it on the way to the client, as errCode -604001. */
export function checkClientReply(json: string): void {
  if (Buffer.byteLength(json) <= CLIENT_REPLY_BYTES) return;
  throw new CloudError(
    'FUNCTION_RESULT_SIZE_EXCEED_LIMIT',
    'cloudfunction result size exceed limit (1MB)',
  );
}
