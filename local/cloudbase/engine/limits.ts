/** What the platform allows; sources in README.md. Sizes are bytes, times milliseconds. */
const KILO = 1024;
const MEGA = 1024 * KILO;

export const limits = {
  documentBytes: 16 * MEGA,
  /** Of one request by a server SDK (measured by users, not official). */
  serverWriteBytes: 5 * MEGA,
  serverReadBytes: 50 * MEGA,
  clientWriteBytes: 512 * KILO,
  clientReadBytes: MEGA,
  /** Rows of one read: the server SDKs' default and most, and the mini-program's. */
  defaultRows: 100,
  maxRows: 1000,
  miniProgramRows: 20,
  transactionMs: 30_000,
  transactionOperations: 100,
  /** All documents written in one transaction together. */
  transactionBytes: 16 * MEGA,
  /** How long an operation of a transaction waits for another one that overlaps it. */
  overlapMs: 1,
  indexedValueBytes: 1024,
  indexesPerCollection: 100,
  fieldsPerIndex: 31,
  watchedDocuments: 5000,
  ruleCharacters: 1024,
} as const;
