import { exited } from './failures';
import type { Instance } from './instance';

interface PoolOptions {
  readonly maxInstances: number;
  /** Makes an instance with the function's code loaded. */
  readonly start: () => Promise<Instance>;
}

interface Waiter {
  readonly resolve: (instance: Instance) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The instances of one function. A call takes an idle one (the one used last, it is warmest);
 * otherwise one more is started while there are fewer than allowed, and the call takes whichever
 * is free first, that one or one that has finished its call meanwhile.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: Instance[] = [];
  readonly #waiters: Waiter[] = [];
  #starting = 0;
  /** Instances that exist or are being started. */
  #count = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Runs `work` on an instance that serves nothing else meanwhile. */
  async use<T>(work: (instance: Instance) => Promise<T>): Promise<T> {
    const instance = await this.#take();
    try {
      return await work(instance);
    } finally {
      this.#giveBack(instance);
    }
  }

  /** Ends idle instances now and the others after their call. */
  async close(): Promise<void> {
    this.#closed = true;
    const idle = this.#idle.splice(0);
    this.#count -= idle.length;
    await Promise.all(idle.map((instance) => instance.kill(exited('closed'))));
  }

  #take(): Promise<Instance> {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.ended) return Promise.resolve(idle);
      this.#count -= 1;
    }
    return new Promise<Instance>((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#grow();
    });
  }

  /** Starts one instance more for whoever waits without one being started for them. */
  #grow(): void {
    if (this.#starting >= this.#waiters.length || this.#count >= this.#options.maxInstances) return;
    this.#starting += 1;
    this.#count += 1;
    void this.#options.start().then(
      (instance) => {
        this.#starting -= 1;
        this.#giveBack(instance);
      },
      (error: unknown) => {
        this.#starting -= 1;
        this.#count -= 1;
        this.#waiters.shift()?.reject(error);
        this.#grow();
      },
    );
  }

  #giveBack(instance: Instance): void {
    const waiter = instance.ended ? undefined : this.#waiters.shift();
    if (waiter) {
      waiter.resolve(instance);
      return;
    }
    if (this.#closed && !instance.ended) void instance.kill(exited('closed'));
    if (instance.ended) {
      this.#count -= 1;
      this.#grow();
    } else this.#idle.push(instance);
  }
}
