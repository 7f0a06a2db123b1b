/**
 * The errors of `wx.cloud`: numbers instead of the wire's code strings.
 * Numbers and texts: WeChat's error code table, as wx-server-sdk 4 ships it.
 */

const ERROR_CODES: Readonly<Record<string, readonly [number, string]>> = {
  SYS_ERR: [-501001, 'resource system error'],
  DATABASE_TIMEOUT: [-501001, 'resource system error'],
  EXCEED_RATELIMIT: [-501001, 'resource system error'],
  DATABASE_TRANSACTION_CONFLICT: [-501001, 'resource system error'],
  DATABASE_TRANSACTION_FAIL: [-501001, 'resource system error'],
  DATABASE_DUPLICATE_WRITE: [-501001, 'resource system error'],
  SERVER_TIMEOUT: [-501002, 'resource server timeout'],
  EXCEED_REQUEST_LIMIT: [-501003, 'exceed request limit'],
  EXCEED_CONCURRENT_REQUEST_LIMIT: [-501004, 'exceed concurrent request limit'],
  INVALID_ENV: [-501005, 'invalid env'],
  INVALID_COMMON_PARAM: [-501006, 'invalid common parameters'],
  INVALID_PARAM: [-501007, 'invalid parameters'],
  INVALID_REQUEST_SOURCE: [-501008, 'invalid request source'],
  RESOURCE_NOT_INITIAL: [-501009, 'resource not initialized'],
  DATABASE_REQUEST_FAILED: [-502001, 'database request fail'],
  DATABASE_INVALID_OPERRATOR: [-502002, 'database invalid command'],
  DATABASE_PERMISSION_DENIED: [-502003, 'database permission denied'],
  DATABASE_COLLECTION_EXCEED_LIMIT: [-502004, 'database exceed collection limit'],
  DATABASE_COLLECTION_NOT_EXIST: [-502005, 'database collection not exists'],
  STORAGE_REQUEST_FAIL: [-503001, 'storage request fail'],
  STORAGE_EXCEED_AUTHORITY: [-503002, 'storage permission denied'],
  STORAGE_FILE_NONEXIST: [-503003, 'storage file not exists'],
  STORAGE_SIGN_PARAM_INVALID: [-503004, 'storage invalid sign parameter'],
  FUNCTIONS_REQUEST_FAIL: [-504001, 'functions request fail'],
  FUNCTION_NOT_FOUND: [-501000, 'resource not found'],
  FUNCTIONS_EXECUTE_FAIL: [-504002, 'functions execute fail'],
  FUNCTIONS_TIME_LIMIT_EXCEEDED: [-504003, 'functions time limit exceeded'],
  PERMISSION_DENIED: [-601004, 'permission denied'],
  DATABASE_QUERY_SIZE_EXCEED_LIMIT: [-602001, 'database query size exceed limit'],
  FUNCTION_RESULT_SIZE_EXCEED_LIMIT: [-604001, 'function result size exceed limit'],
};

/** What the server answered instead of data, with the wire's code string. */
export class WireFailure extends Error {
  override readonly name = 'WireFailure';
  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string,
  ) {
    super(message);
  }
}

/** What a page catches from `wx.cloud`: `errCode`, `errMsg`, and `message` equal to `errMsg`. */
export class CloudFailure extends Error {
  override readonly name: string = 'Error';
  readonly errMsg: string;
  readonly [field: string]: unknown;
  constructor(
    readonly errCode: number,
    errMsg: string,
    readonly requestID: string = '',
  ) {
    super(errMsg);
    this.errMsg = errMsg;
  }
}

function meaningOf(code: string): readonly [number, string] {
  return ERROR_CODES[code] ?? [-1, code];
}

/** @param api e.g. `collection.get`, `document.update`, `cloud.callFunction`. */
export function cloudFailure(api: string, error: unknown): CloudFailure {
  if (error instanceof CloudFailure) return error;
  if (error instanceof WireFailure) {
    const [errCode, text] = meaningOf(error.code);
    const errMsg = api.startsWith('cloud.')
      ? `${api}:fail Error: errCode: ${errCode} ${text} | errMsg: ${error.message}`
      : `${api}:fail ${errCode} ${text}. ${error.message}`;
    return new CloudFailure(errCode, errMsg, error.requestId);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new CloudFailure(-1, `${api}:fail ${why}`);
}
