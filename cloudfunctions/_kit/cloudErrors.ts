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
