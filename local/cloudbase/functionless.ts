import { CloudError, type FunctionHost } from './types';

/** The host of a cloud that was started without functions: documents, files and watches only. */
export const functionless: FunctionHost = {
  invoke: ({ name }) =>
    Promise.reject(
      new CloudError('FUNCTION_NOT_FOUND', `function ${name}: this cloud runs no functions`),
    ),
  originOf: () => null,
  sourceOf: () => null,
  kill: () => Promise.resolve(),
  idle: () => Promise.resolve(),
  reload: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};
