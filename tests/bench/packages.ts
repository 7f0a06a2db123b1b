import { join } from 'node:path';
import { buildFunctions, buildMiniprogram } from '../../tools/build';
import { projectRoot } from '../../tools/builder/project';
import { packageSizes } from '../../tools/checks/packages';
import { atMost, type Measurement } from './figure';

const KB = 1024;

/** What travels to a phone, and what a function's instance has to load. */
export async function measure(): Promise<Measurement[]> {
  const [functions] = await Promise.all([buildFunctions(), buildMiniprogram()]);
  const sizes = await packageSizes(join(projectRoot, 'dist/miniprogram'));
  const [main = { bytes: 0 }, ...rest] = sizes;
  const largest = (values: readonly number[]) => Math.max(0, ...values) / KB;
  return [
    atMost(1024, 'KB')('main package', main.bytes / KB),
    atMost(1024, 'KB')('largest subpackage', largest(rest.map(({ bytes }) => bytes))),
    atMost(300, 'KB')(
      'largest function bundle without the SDKs',
      largest(functions.map(({ bytes }) => bytes)),
    ),
  ];
}
