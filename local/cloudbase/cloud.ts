import { authRoute } from './auth';
import { clientDocuments } from './clientDocuments';
import { createClock } from './clock';
import { Announcer, devRoutes } from './dev';
import { serverDocuments } from './documents';
import type { Doc } from './engine/document';
import { openStore } from './engine/open';
import type { Store } from './engine/store';
import { OrderedFaults } from './faults';
import { createFiles, type Files } from './files';
import { functionless } from './functionless';
import { functionActions } from './functions/actions';
import { callAs, INVOKE } from './functions/calling';
import { sdkVariables, withVariables } from './functions/environment';
import { createFunctionHost } from './functions/host';
import { loadManifest } from './manifest';
import type { Manifest } from './manifestTypes';
import { openApiActions } from './openapi/actions';
import { wechatRoutes } from './openapi/wechatRoutes';
import { openWechatServers, type WechatServers } from './openapi/wechatServers';
import { functionRoutes } from './routes';
import { WireServer } from './server';
import { RequestStats } from './stats';
import { Timers } from './timers';
import type { Clock, Cloud, CloudOptions, DatabaseStats, FunctionHost } from './types';
import { CloudError } from './types';
import { WatchHub } from './watch/hub';
import { Wire } from './wire';

const SEEDED = 'seeded';

/** One environment: documents, functions, files, watches and timers behind one port. */
export class LocalCloud implements Cloud {
  readonly clock: Clock;
  port = 0;
  readonly #options: CloudOptions;
  readonly #manifest: Manifest;
  readonly #envId: string;
  readonly #appId: string;
  readonly #log: (line: string) => void;
  readonly #store: Store;
  readonly #stats = new RequestStats();
  readonly #announcer = new Announcer();
  readonly #wire: Wire;
  readonly #server: WireServer;
  readonly #watches: WatchHub;
  readonly #wechat: WechatServers;
  #host: FunctionHost = functionless;
  #files: Files | null = null;
  #timers: Timers | null = null;
  #faults: OrderedFaults | null = null;
  #ready = false;

  constructor(options: CloudOptions) {
    this.#options = options;
    this.#manifest = loadManifest(options.manifest);
    this.#envId = options.envId ?? 'local';
    this.#appId = options.appId ?? 'wxlocal';
    const { log = (line: string) => void process.stdout.write(line) } = options;
    this.#log = log ?? (() => undefined);
    this.#store = openStore(options, this.#manifest);
    this.clock = createClock(options.dataDir);
    this.#watches = new WatchHub(this.#store, this.clock, this.#envId);
    this.#wechat = openWechatServers(options, {
      appId: this.#appId,
      clock: this.clock,
      journal: this.#store.journal,
      deliver: (notice) => this.announce({ ...notice, type: 'notice' }),
    });
    this.#wire = new Wire({
      stats: this.#stats,
      latencyMs: options.latencyMs ?? 0,
      log: this.#log,
    });
    this.#server = new WireServer({
      host: this.#hostName,
      port: options.port ?? 0,
      wire: this.#wire,
      originOf: (workerId) => this.#host.originOf(workerId),
      onUpgrade: this.#watches.upgrade,
      log: this.#log,
    });
  }

  get #hostName(): string {
    return this.#options.host ?? '127.0.0.1';
  }

  /** Where this machine reaches the cloud, also when it listens on every address. */
  get url(): string {
    const anywhere = this.#hostName === '0.0.0.0' || this.#hostName === '::';
    return `http://${anywhere ? '127.0.0.1' : this.#hostName}:${this.port}`;
  }

  async start(): Promise<void> {
    this.port = await this.#server.listen();
    const { functionsRoot, maxInstances, dataDir } = this.#options;
    const { functions, storage } = this.#manifest;
    const platform = { url: this.url, envId: this.#envId, appId: this.#appId };
    if (functionsRoot !== null) {
      this.#host = await createFunctionHost({
        ...platform,
        functions: withVariables(functions, this.#options.functionEnv?.(this.url) ?? {}),
        root: functionsRoot,
        clock: this.clock,
        log: (line) => this.#log(`${line}\n`),
        ...(maxInstances === undefined ? {} : { maxInstances }),
      });
    }
    this.#files = createFiles({
      dataDir,
      rules: storage.rules,
      url: this.url,
      envId: this.#envId,
    });
    this.#speak(this.#files);
    await this.#seedOnce();
    this.#serve(this.#files);
    this.#ready = true;
    this.#options.onReady?.(this);
  }

  /** Everything the SDKs can ask for. */
  #speak(files: Files): void {
    const { functions } = this.#manifest;
    this.#wire.add(serverDocuments(this.#store, this.clock));
    this.#wire.add(clientDocuments(this.#store, this.clock));
    this.#wire.add(this.#watches.actions(this.url));
    const openData = (cloudId: string, openid: string | null) =>
      this.#wechat.weRun.dataOf(cloudId, openid);
    this.#wire.add(functionActions(this.#host, functions, openData));
    this.#wire.add(files.actions);
    const { pages = null, openApis = {} } = this.#options;
    const wechat = { appId: this.#appId, pages, openApis, ...this.#wechat };
    this.#wire.add(openApiActions({ functions, ...wechat }));
  }

  /** Timers and the addresses beside the wire, once there is something to serve. */
  #serve(files: Files): void {
    const { routes } = this.#manifest;
    const functions = this.#options.functionsRoot === null ? {} : this.#manifest.functions;
    const host = this.#host;
    this.#announcer.follow(this.clock);
    const timers = new Timers({
      host,
      clock: this.clock,
      functions,
      automatic: this.#options.timers ?? true,
      onFailure: (name, timer, error) => this.#log(`timer ${timer} of ${name}: ${error}\n`),
    });
    this.#timers = timers;
    const faults = new OrderedFaults((workerId) => host.kill(workerId));
    this.#faults = faults;
    this.#wire.faults = faults;
    const dev = { cloud: this, timers, faults, ready: () => this.#ready };
    this.#server.addRoutes([
      authRoute,
      files.route,
      functionRoutes({ host, routes, envId: this.#envId }),
      ...devRoutes(dev, this.#announcer),
      wechatRoutes(this.#wechat),
      ...(this.#options.routes ?? []),
    ]);
  }

  async #seedOnce(): Promise<void> {
    const { journal } = this.#store;
    if (journal !== null && journal.meta(SEEDED) === 'yes') return;
    await this.#seed();
  }

  /** From empty to the seed; a start after an interrupted seed begins anew. */
  async #seed(): Promise<void> {
    const { journal } = this.#store;
    const { clockAtReset, seed } = this.#options;
    journal?.setMeta(SEEDED, 'no');
    this.#store.clear();
    await this.#files?.clear();
    this.#wechat.clear();
    this.clock.jump(clockAtReset ?? Date.now());
    await seed?.(this);
    journal?.setMeta(SEEDED, 'yes');
  }

  sdkEnv(): Record<string, string> {
    return sdkVariables({ url: this.url, envId: this.#envId, appId: this.#appId });
  }

  openidOf(as: string): string {
    return this.#options.personas?.[as] ?? as;
  }

  async call(as: string, name: string, data: unknown): Promise<unknown> {
    const invoke = this.#wire.actions.get(INVOKE);
    if (invoke === undefined) throw new CloudError('SYS_ERR', 'the cloud is not up yet');
    return callAs(invoke, { openid: this.openidOf(as), name, data });
  }

  async setClock(now: number): Promise<void> {
    await this.#timers?.set(now);
  }

  async advanceClock(ms: number): Promise<void> {
    await this.#timers?.advance(ms);
  }

  async runTimer(functionName: string, timer: string): Promise<void> {
    await this.#timers?.trigger(functionName, timer);
  }

  async reset({ keepInstances = false } = {}): Promise<void> {
    await this.#timers?.hold(async () => {
      this.#faults?.clear();
      // What functions keep between calls belongs to the data that is thrown away.
      await (keepInstances ? this.#host.idle() : this.#host.reload());
      await this.#seed();
    });
    this.announce({ type: 'reset' });
    this.#options.onReady?.(this);
  }

  async reload(): Promise<void> {
    await this.#host.reload();
    this.announce({ type: 'reload' });
  }

  stats(): DatabaseStats {
    return this.#stats.take();
  }

  async load(collection: string, documents: readonly Record<string, unknown>[]): Promise<void> {
    this.#store.load(collection, documents as readonly Doc[]);
  }

  announce(event: { readonly type: string } & Record<string, unknown>): void {
    this.#announcer.announce(event);
  }

  async stop(): Promise<void> {
    this.#ready = false;
    this.#timers?.stop();
    this.#announcer.close();
    await this.#host.stop();
    // The door first: a watching client that lost its socket would come straight back in.
    const closed = this.#server.stop();
    this.#watches.stop();
    await closed;
    this.#store.close();
  }
}
