import type { BuiltFunction } from '../builder/functions';
import type { Problem } from './problem';

/** Largest bundle of a function without the SDKs, bytes: what a cold start has to read. */
export const largestFunction = 300 * 1024;

/** Functions over the limit. */
export function checkFunctions(built: readonly BuiltFunction[]): Problem[] {
  return built
    .filter(({ bytes }) => bytes > largestFunction)
    .map(({ name, bytes }) => ({
      file: `cloudfunctions/${name}`,
      message:
        `${Math.ceil(bytes / 1024)} KB is over ${largestFunction / 1024} KB ` +
        "(`import { z } from 'zod'` alone is 440 KB; `import * as z from 'zod'` is not)",
    }));
}
