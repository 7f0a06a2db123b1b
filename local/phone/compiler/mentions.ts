import type { ComponentSource } from './graph';
import { DerivedCache, type Sources } from './sources';

const WORD = /(?<=["'`\s>])[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?=["'`\s<])/g;

/** Every word between quotes or spaces in the files of a project: what an icon may be named by. */
export class Mentions {
  readonly #files: DerivedCache<ReadonlySet<string>>;
  #words = new Set<string>();

  constructor(private readonly sources: Sources) {
    this.#files = new DerivedCache(sources);
  }

  update(components: Iterable<ComponentSource>, scripts: readonly string[]): void {
    const files = new Set(scripts);
    for (const { file } of components) files.add(`${file}.wxml`);
    this.#words = new Set();
    for (const file of files) {
      for (const word of this.#wordsOf(file)) this.#words.add(word);
    }
  }

  has(word: string): boolean {
    return this.#words.has(word);
  }

  #wordsOf(file: string): ReadonlySet<string> {
    return this.#files.get(file, (use) => {
      use(file);
      if (!this.sources.exists(file)) return new Set();
      return new Set(this.sources.read(file).match(WORD) ?? []);
    });
  }
}
