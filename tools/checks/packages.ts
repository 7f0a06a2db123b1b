import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppJson, packageOf } from '../builder/appGraph';
import { filesBelow } from '../builder/files';
import type { Problem } from './problem';

/** Largest main package and largest subpackage, bytes (WeChat's own limit is 2 MB each). */
export const largestPackage = 1024 * 1024;

export interface PackageSize {
  /** Root of the subpackage; `''` is the main package. */
  readonly root: string;
  readonly bytes: number;
}

/** Bytes of each package of a built mini-program, the main package first. */
export async function packageSizes(root: string): Promise<PackageSize[]> {
  const app = JSON.parse(await readFile(join(root, 'app.json'), 'utf8')) as AppJson;
  const roots = (app.subPackages ?? app.subpackages ?? []).map((sub) => sub.root);
  const sizes = new Map([['', 0], ...roots.map((name) => [name, 0] as const)]);
  for (const path of await filesBelow(root)) {
    const name = packageOf(path, roots);
    sizes.set(name, (sizes.get(name) ?? 0) + (await stat(join(root, path))).size);
  }
  return [...sizes].map(([name, bytes]) => ({ root: name, bytes }));
}

/** Packages over the limit. */
export async function checkPackageSizes(root: string): Promise<Problem[]> {
  const sizes = await packageSizes(root);
  return sizes
    .filter(({ bytes }) => bytes > largestPackage)
    .map(({ root: name, bytes }) => ({
      file: name || 'main package',
      message: `${Math.ceil(bytes / 1024)} KB is over ${largestPackage / 1024} KB`,
    }));
}
