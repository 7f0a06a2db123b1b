import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is known of a file besides its bytes. */
export interface StoredFile {
  readonly path: string;
  /** Who uploaded it; null for a function or tool. */
  readonly openid: string | null;
  readonly contentType: string;
  readonly size: number;
}

/** Files by their cloud path. */
export interface FileStore {
  describe(path: string): Promise<StoredFile | null>;
  read(path: string): Promise<Buffer | null>;
  write(file: Omit<StoredFile, 'size'>, bytes: Buffer): Promise<void>;
  /** Whether there was one. */
  remove(path: string): Promise<boolean>;
  clear(): Promise<void>;
}

export function createFileStore(dataDir: string | null): FileStore {
  return dataDir === null ? new MemoryFiles() : new DiskFiles(join(dataDir, 'files'));
}

class MemoryFiles implements FileStore {
  readonly #files = new Map<string, { file: StoredFile; bytes: Buffer }>();

  describe(path: string): Promise<StoredFile | null> {
    return Promise.resolve(this.#files.get(path)?.file ?? null);
  }

  read(path: string): Promise<Buffer | null> {
    return Promise.resolve(this.#files.get(path)?.bytes ?? null);
  }

  write(file: Omit<StoredFile, 'size'>, bytes: Buffer): Promise<void> {
    this.#files.set(file.path, { file: { ...file, size: bytes.length }, bytes });
    return Promise.resolve();
  }

  remove(path: string): Promise<boolean> {
    return Promise.resolve(this.#files.delete(path));
  }

  clear(): Promise<void> {
    this.#files.clear();
    return Promise.resolve();
  }
}

/** `<hash of the path>.bin` and `.json`: no cloud path can leave the folder or clash with another. */
class DiskFiles implements FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async describe(path: string): Promise<StoredFile | null> {
    const text = await found(readFile(this.#name(path, 'json'), 'utf8'));
    return text === null ? null : (JSON.parse(text) as StoredFile);
  }

  read(path: string): Promise<Buffer | null> {
    return found(readFile(this.#name(path, 'bin')));
  }

  /** The description is written last: a file without one does not exist. */
  async write(file: Omit<StoredFile, 'size'>, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await this.#replace(this.#name(file.path, 'bin'), bytes);
    const description: StoredFile = { ...file, size: bytes.length };
    await this.#replace(this.#name(file.path, 'json'), JSON.stringify(description));
  }

  async remove(path: string): Promise<boolean> {
    if ((await this.describe(path)) === null) return false;
    await rm(this.#name(path, 'json'), { force: true });
    await rm(this.#name(path, 'bin'), { force: true });
    return true;
  }

  async clear(): Promise<void> {
    const names = (await found(readdir(this.#folder))) ?? [];
    await Promise.all(names.map((name) => rm(join(this.#folder, name), { force: true })));
  }

  async #replace(name: string, content: Buffer | string): Promise<void> {
    await writeFile(`${name}.new`, content);
    await rename(`${name}.new`, name);
  }

  #name(path: string, ending: string): string {
    const hash = createHash('sha256').update(path).digest('hex').slice(0, 32);
    return join(this.#folder, `${hash}.${ending}`);
  }
}

async function found<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
