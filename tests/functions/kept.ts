interface Keeping<Thing> {
  readonly start: () => Promise<Thing>;
  /** Makes one that was used as good as new. */
  readonly renew: (used: Thing) => Promise<void>;
}

/** Function instances only become more, 35 MB each: after so many files it ends, and one starts anew. */
const FILES = 10;

/**
 * What a test file leaves to the next file of the same worker, renewed: to start a club and to load
 * its functions takes longer than most files' tests. Its `close` gives it back.
 */
export function keptFor<Thing extends { close(): Promise<void> }>({
  start,
  renew,
}: Keeping<Thing>): () => Promise<Thing> {
  const spare: { readonly thing: Thing; readonly files: number }[] = [];
  return async () => {
    const used = spare.pop();
    if (used) await renew(used.thing);
    const { thing, files } = used ?? { thing: await start(), files: 0 };
    let closed = false;
    return {
      ...thing,
      async close() {
        if (closed) return;
        closed = true;
        if (files + 1 < FILES) spare.push({ thing, files: files + 1 });
        else await thing.close();
      },
    };
  };
}
