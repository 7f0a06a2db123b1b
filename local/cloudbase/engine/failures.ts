import { CloudError } from '../types';

/** The failures of the document database, with the platform's codes and texts. */
const SUFFIX = ' Please check your request, but if the problem persists, contact us.';

export const failures = {
  collectionMissing: (name: string) =>
    new CloudError(
      'DATABASE_COLLECTION_NOT_EXIST',
      `[ResourceNotFound] Db or Table not exist: ${name}.${SUFFIX}`,
    ),
  collectionExists: (name: string) =>
    new CloudError('DATABASE_COLLECTION_ALREADY_EXIST', `[ResourceExist] Table exist: ${name}.`),
  duplicate: (collection: string, index: string, key: string) =>
    new CloudError(
      'DATABASE_DUPLICATE_WRITE',
      '[FailedOperation.DuplicateWrite] multiple write errors: [{write errors: ' +
        `[{E11000 duplicate key error collection: ${collection} index: ${index} ` +
        `dup key: ${key}}]}, {<nil>}]`,
    ),
  conflict: () =>
    new CloudError(
      'DATABASE_TRANSACTION_CONFLICT',
      '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource ' +
        `operated by others.${SUFFIX}`,
    ),
  busy: () =>
    new CloudError(
      'DATABASE_TRANSACTION_FAIL',
      `[ResourceUnavailable.TransactionBusy] Transaction is busy.${SUFFIX}`,
    ),
  transactionGone: () =>
    new CloudError(
      'DATABASE_TRANSACTION_FAIL',
      '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, ' +
        `transaction must be commit or abort in 30 seconds.${SUFFIX}`,
    ),
  transactionFailed: (message: string) => new CloudError('DATABASE_TRANSACTION_FAIL', message),
  refused: (message: string) => new CloudError('DATABASE_REQUEST_FAILED', message),
  invalid: (message: string) => new CloudError('INVALID_PARAM', message),
  denied: () =>
    new CloudError('DATABASE_PERMISSION_DENIED', '[PermissionDenied] Permission denied'),
  resultTooLarge: (bytes: number) =>
    new CloudError(
      'DATABASE_QUERY_SIZE_EXCEED_LIMIT',
      `database query result size exceed limit (${bytes} bytes)`,
    ),
};
