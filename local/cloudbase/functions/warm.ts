import type { Instance } from './instance';

/** The SDKs that practically every function loads; together they are most of a cold start. */
const SDKS = ['@cloudbase/node-sdk', 'wx-server-sdk'];

/**
 * One instance without a function, the SDKs loaded already: whoever needs a new instance (more
 * calls at once, one was killed, a rebuild) takes it and only loads the function's own code.
 */
export class WarmInstance {
  readonly #create: () => Instance;
  #next: { readonly instance: Instance; readonly loaded: Promise<unknown> } | null = null;

  constructor(create: () => Instance) {
    this.#create = create;
  }

  /** Starts the next one in the background, unless there is one. */
  prepare(): void {
    if (this.#next) return;
    const instance = this.#create();
    // One that fails has ended, and is not handed out.
    const loaded = instance.preload(SDKS).catch(() => undefined);
    this.#next = { instance, loaded };
  }

  async take(): Promise<Instance> {
    const next = this.#next;
    this.#next = null;
    await next?.loaded;
    return !next || next.instance.ended ? this.#create() : next.instance;
  }
}
