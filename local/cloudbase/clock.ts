import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './types';

const FILE = 'clock.json';

/** A clock whose offset is kept in `dataDir` (null: in memory) and survives a restart. */
export function createClock(dataDir: string | null): Clock {
  return new ShiftedClock(dataDir === null ? null : join(dataDir, FILE));
}

class ShiftedClock implements Clock {
  #offset: number;
  readonly #file: string | null;
  readonly #listeners = new Set<(offset: number) => void>();

  constructor(file: string | null) {
    this.#file = file;
    this.#offset = file === null ? 0 : readOffset(file);
  }

  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  onChange(listener: (offset: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  jump(now: number): void {
    this.#offset = Math.round(now - Date.now());
    if (this.#file !== null) writeOffset(this.#file, this.#offset);
    for (const listener of [...this.#listeners]) listener(this.#offset);
  }
}

function readOffset(file: string): number {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept === 'object' && kept !== null && 'offset' in kept) {
      if (typeof kept.offset === 'number' && Number.isFinite(kept.offset)) return kept.offset;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  throw new Error(`${file} holds no clock offset`);
}

/** Renamed into place, so that a crash leaves the old offset or the new one. */
function writeOffset(file: string, offset: number): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ offset }));
  renameSync(`${file}.new`, file);
}
