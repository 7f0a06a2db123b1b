import type { Cloud } from '../cloudbase/types';

/** Where a seed puts its documents. */
export type Loading = Pick<Cloud, 'load'>;

type Fill = (cloud: Loading) => Promise<void>;

/**
 * The same seed, whose documents are worked out the first time only: the club is the same every
 * time, a stage goes back to it at each reset, and a cloud takes copies of what it is given.
 */
export function workedOutOnce(fill: Fill): Fill {
  let made: Promise<readonly Parameters<Loading['load']>[]> | null = null;
  return async (cloud) => {
    made ??= documentsOf(fill);
    for (const [collection, documents] of await made) await cloud.load(collection, documents);
  };
}

async function documentsOf(fill: Fill): Promise<readonly Parameters<Loading['load']>[]> {
  const loads: Parameters<Loading['load']>[] = [];
  await fill({
    async load(collection, documents) {
      loads.push([collection, documents]);
    },
  });
  return loads;
}
