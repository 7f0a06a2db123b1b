import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was written there before; null when nothing was, or when nothing is kept. */
export function readKept<T>(dataDir: string | null, file: string): T | null {
  if (dataDir === null) return null;
  try {
    return JSON.parse(readFileSync(join(dataDir, file), 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Renamed into place, so that a crash leaves the old text or the new one. */
export function writeKept(dataDir: string | null, file: string, value: unknown): void {
  if (dataDir === null) return;
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, file);
  // Private keys lie in there: nobody else on this machine reads them.
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
