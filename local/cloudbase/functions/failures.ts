import { CloudError } from '../types';

export const functionMissing = (name: string) =>
  new CloudError('FUNCTION_NOT_FOUND', `[FUNCTION_NOT_FOUND] function "${name}" does not exist`);

export const timedOut = (seconds: number) =>
  new CloudError(
    'FUNCTIONS_TIME_LIMIT_EXCEEDED',
    `Invoking task timed out after ${seconds} seconds`,
  );

/** `stack` of what the function's code threw. */
export const threw = (stack: string) =>
  new CloudError(
    'FUNCTIONS_EXECUTE_FAIL',
    JSON.stringify({
      errorCode: 1,
      errorMessage: 'user code exception caught',
      stackTrace: stack,
    }),
  );

export const exited = (why: string) =>
  new CloudError(
    'FUNCTIONS_EXECUTE_FAIL',
    `Process exited unexpectedly before completing request (${why})`,
  );

export const outOfMemory = (memoryMb: number) =>
  new CloudError('FUNCTIONS_MEMORY_LIMIT_EXCEEDED', `Memory limit of ${memoryMb} MB exceeded`);
