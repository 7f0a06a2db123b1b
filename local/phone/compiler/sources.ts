import { readFileSync, statSync } from 'node:fs';

interface Entry {
  readonly stamp: string;
  readonly text: string;
}

/**
 * Reads source files once a change. A file is known by its stamp (time of change and size), which
 * is asked for at most once a build, so that all steps of a build see one state of the disk.
 */
export class Sources {
  readonly #texts = new Map<string, Entry>();
  #stamps = new Map<string, string | null>();

  /** Forgets what the disk looked like, not what was read. */
  startBuild(): void {
    this.#stamps = new Map();
  }

  /** Null when there is no such file. */
  stamp(file: string): string | null {
    const known = this.#stamps.get(file);
    if (known !== undefined) return known;
    const stats = statSync(file, { throwIfNoEntry: false });
    const stamp = stats?.isFile() ? `${stats.mtimeMs}:${stats.size}` : null;
    this.#stamps.set(file, stamp);
    return stamp;
  }

  exists(file: string): boolean {
    return this.stamp(file) !== null;
  }

  /** Throws when the file does not exist. */
  read(file: string): string {
    const stamp = this.stamp(file);
    const known = this.#texts.get(file);
    if (known && known.stamp === stamp) return known.text;
    const text = readFileSync(file, 'utf8');
    this.#texts.set(file, { stamp: stamp ?? '', text });
    return text;
  }

  /** Every file that this build asked for, with its stamp; missing ones too. */
  seen(): ReadonlyMap<string, string | null> {
    return this.#stamps;
  }
}

interface Derived<T> {
  readonly value: T;
  readonly inputs: ReadonlyMap<string, string | null>;
}

/** Values computed from files, computed again only when one of those files changed. */
export class DerivedCache<T> {
  readonly #values = new Map<string, Derived<T>>();

  constructor(private readonly sources: Sources) {}

  /** `compute` reports each file it depends on through `use`. */
  get(key: string, compute: (use: (file: string) => void) => T): T {
    const known = this.#values.get(key);
    if (known && this.#isFresh(known)) return known.value;
    const inputs = new Map<string, string | null>();
    const value = compute((file) => inputs.set(file, this.sources.stamp(file)));
    this.#values.set(key, { value, inputs });
    return value;
  }

  #isFresh({ inputs }: Derived<T>): boolean {
    for (const [file, stamp] of inputs) if (this.sources.stamp(file) !== stamp) return false;
    return true;
  }
}
