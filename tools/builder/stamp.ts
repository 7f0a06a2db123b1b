import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fingerprint, writeInto } from './files';
import { projectRoot } from './project';

/** What every build depends on besides its own sources. */
const tools = [join(projectRoot, 'tools/builder'), join(projectRoot, 'package-lock.json')];

/**
 * Runs `work` unless `out` was built from exactly these sources before. The fingerprint is kept
 * beside `out` (`dist/.stamp-<name>`) and written last, so that an interrupted build is repeated.
 */
export async function unlessBuilt<T>(
  out: string,
  sources: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const stamp = join(dirname(out), `.stamp-${basename(out)}`);
  const print = await fingerprint([...sources, ...tools]);
  if (existsSync(stamp) && existsSync(out)) {
    const before = JSON.parse(await readFile(stamp, 'utf8')) as { print: string; result: T };
    if (before.print === print) return before.result;
  }
  const result = await work();
  await writeInto(stamp, JSON.stringify({ print, result }));
  return result;
}
