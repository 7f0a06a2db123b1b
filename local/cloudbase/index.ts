import { LocalCloud } from './cloud';
import type { Cloud, CloudOptions } from './types';

export { loadManifest } from './manifest';
export type * from './manifestTypes';
export type * from './types';
export { CloudError } from './types';

/**
 * Starts a CloudBase environment on this machine: one port that the official SDKs speak to.
 * Resolves when it is seeded and answers. Throws when the manifest is wrong or the port is taken.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const cloud = new LocalCloud(options);
  try {
    await cloud.start();
  } catch (error) {
    await cloud.stop();
    throw error;
  }
  return cloud;
}
