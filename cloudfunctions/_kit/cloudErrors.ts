const textOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, errMsg, message } = error as Record<string, unknown>;
  return [code, errMsg, message].filter((part) => part !== undefined).join(' ');
};

/**
 * Whether a transaction lost a race and may run again. The SDK's own retry does not see a
 * conflict raised by an operation, so the message is what counts.
 */
export const isConflict = (error: unknown): boolean =>
  /Transaction(Conflict|Busy)|DATABASE_TRANSACTION_CONFLICT|WriteConflict/i.test(textOf(error));

/** Whether a document with the same id or unique key was there already. */
export const isDuplicate = (error: unknown): boolean =>
  /E11000|DATABASE_DUPLICATE_WRITE|duplicate key/i.test(textOf(error));

/** What wx-server-sdk makes of the two codes. */
const THROTTLED_NUMBERS: readonly unknown[] = [-501003, -501004];
const HTTP_TOO_MANY_REQUESTS = 429;

/**
 * Whether the platform turned a request away because the club sends too many: it was not begun, and
 * may be sent again in a while.
 */
export const isThrottled = (error: unknown): boolean => {
  const { code, errCode } = Object(error) as Record<string, unknown>;
  return (
    code === HTTP_TOO_MANY_REQUESTS ||
    THROTTLED_NUMBERS.includes(errCode) ||
    /EXCEED_(CONCURRENT_)?REQUEST_LIMIT|EXCEED_RATELIMIT/.test(String(code))
  );
};
