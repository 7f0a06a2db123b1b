import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FunctionSpec } from '../manifestTypes';
import type { CallOrigin, Clock, FunctionHost, Invocation } from '../types';
import { workerProgram } from './bundle';
import { callVariables, contextOf, type Platform, workerVariables } from './environment';
import { exited, functionMissing } from './failures';
import { Instance } from './instance';
import { checkEvent, checkReply } from './limits';
import { LineWriter } from './lines';
import { Pool } from './pool';
import { WarmInstance } from './warm';

export interface HostOptions extends Platform {
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  /** Folder with one built function a folder. */
  readonly root: string;
  readonly clock: Clock;
  /** Most instances of one function. */
  readonly maxInstances?: number;
  readonly log?: ((line: string) => void) | null;
}

interface Serving extends CallOrigin {
  /** The whole chain of SOURCE. */
  readonly chain: string;
}

const DEFAULT_MAX_INSTANCES = 4;

export async function createFunctionHost(options: HostOptions): Promise<WorkerHost> {
  // Functions run in UTC on the platform, and threads share the zone of their process.
  process.env.TZ = 'UTC';
  return new WorkerHost(options, await workerProgram());
}

/** Runs the built functions in worker threads; see `FunctionHost` for the contract. */
export class WorkerHost implements FunctionHost {
  readonly #options: HostOptions;
  readonly #program: string;
  readonly #lines: LineWriter;
  readonly #instances = new Map<string, Instance>();
  readonly #serving = new Map<string, Serving>();
  #pools = new Map<string, Pool>();
  readonly #warm = new Map<number, WarmInstance>();
  #calls = 0;
  #idleListeners: (() => void)[] = [];

  constructor(options: HostOptions, program: string) {
    this.#options = options;
    this.#program = program;
    this.#lines = new LineWriter(options.log ?? null, (id) => this.#serving.get(id));
    this.#prepare();
  }

  async invoke(invocation: Invocation): Promise<unknown> {
    const json = JSON.stringify(invocation.event ?? {});
    checkEvent(json);
    const spec = this.#specOf(invocation.name);
    this.#calls += 1;
    try {
      const pool = this.#poolOf(invocation.name, spec);
      const reply = await pool.use((instance) => this.#call(instance, invocation, spec));
      checkReply(reply);
      return JSON.parse(reply) as unknown;
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) for (const tell of this.#idleListeners.splice(0)) tell();
    }
  }

  originOf(workerId: string): CallOrigin | null {
    return this.#serving.get(workerId) ?? null;
  }

  sourceOf(workerId: string): string | null {
    return this.#serving.get(workerId)?.chain ?? null;
  }

  /** Ids of all live workers, serving or idle. */
  workerIds(): string[] {
    return [...this.#instances.keys()];
  }

  async kill(workerId: string): Promise<void> {
    await this.#instances.get(workerId)?.kill(exited('killed'));
  }

  async idle(): Promise<void> {
    if (this.#calls === 0) return;
    await new Promise<void>((tell) => this.#idleListeners.push(tell));
  }

  /** Calls under way end on their old instance, whose pool nobody asks any more. */
  async reload(): Promise<void> {
    const old = [...this.#pools.values()];
    this.#pools = new Map();
    await Promise.all(old.map((pool) => pool.close()));
  }

  async stop(): Promise<void> {
    await this.reload();
    await Promise.all([...this.#instances.values()].map((each) => each.kill(exited('stopped'))));
  }

  /** One warm instance is enough: the size most functions have. */
  #prepare(): void {
    const sizes = Object.values(this.#options.functions).map((spec) => spec.memoryMb);
    const usual = sizes.sort((a, b) => countOf(sizes, b) - countOf(sizes, a))[0];
    if (usual !== undefined) this.#warmFor(usual).prepare();
  }

  async #call(instance: Instance, invocation: Invocation, spec: FunctionSpec): Promise<string> {
    const { name, openid, source, ip } = invocation;
    const requestId = randomUUID();
    const timer = invocation.timer !== undefined;
    const variables = callVariables(this.#options, { openid, chain: source, timer, ip });
    this.#serving.set(instance.id, {
      functionName: name,
      action: actionOf(invocation),
      requestId,
      chain: source,
    });
    try {
      return await instance.call({
        requestId,
        event: JSON.stringify(this.#eventOf(invocation)),
        context: contextOf({ requestId, name }, spec, this.#options, variables),
        env: variables,
        offset: this.#options.clock.offset,
      });
    } finally {
      this.#lines.flush(instance.id);
      this.#serving.delete(instance.id);
    }
  }

  /** A person's client call carries who it was; the platform adds it, whatever the client says. */
  #eventOf({ event, openid }: Invocation): unknown {
    if (openid === null || typeof event !== 'object' || event === null) return event ?? {};
    return { ...event, userInfo: { appId: this.#options.appId, openId: openid } };
  }

  #specOf(name: string): FunctionSpec {
    const spec = Object.hasOwn(this.#options.functions, name)
      ? this.#options.functions[name]
      : undefined;
    if (!spec || !existsSync(this.#entryOf(name))) throw functionMissing(name);
    return spec;
  }

  #entryOf(name: string): string {
    return resolve(join(this.#options.root, name, 'index.js'));
  }

  #poolOf(name: string, spec: FunctionSpec): Pool {
    let pool = this.#pools.get(name);
    if (!pool) {
      const warm = this.#warmFor(spec.memoryMb);
      pool = new Pool({
        maxInstances: this.#options.maxInstances ?? DEFAULT_MAX_INSTANCES,
        start: async () => {
          const instance = await warm.take();
          warm.prepare();
          return await this.#assigned(instance, name, spec);
        },
      });
      this.#pools.set(name, pool);
    }
    return pool;
  }

  async #assigned(instance: Instance, name: string, spec: FunctionSpec): Promise<Instance> {
    try {
      await instance.assign(this.#entryOf(name), spec.env ?? {});
      return instance;
    } catch (error) {
      await instance.kill(exited('not loaded'));
      throw error;
    }
  }

  /** Memory is fixed when a thread starts, so there is a warm instance for each size in use. */
  #warmFor(memoryMb: number): WarmInstance {
    let warm = this.#warm.get(memoryMb);
    if (!warm) {
      warm = new WarmInstance(() => this.#create(memoryMb));
      this.#warm.set(memoryMb, warm);
    }
    return warm;
  }

  #create(memoryMb: number): Instance {
    const id = `w${randomUUID().slice(0, 8)}`;
    const instance: Instance = new Instance({
      id,
      program: this.#program,
      env: workerVariables(this.#options, id),
      memoryMb,
      print: (text, requestId) => this.#lines.write(id, text, requestId),
      onEnd: () => this.#instances.delete(id),
    });
    this.#instances.set(id, instance);
    return instance;
  }
}

const countOf = (values: readonly number[], value: number) =>
  values.filter((each) => each === value).length;

function actionOf({ event, timer }: Invocation): string {
  if (timer) return timer.name;
  if (typeof event !== 'object' || event === null || !('action' in event)) return '';
  return typeof event.action === 'string' ? event.action : '';
}
