import type {
  CollectionSpec,
  FunctionSpec,
  IndexSpec,
  Manifest,
  TimerSpec,
} from '../../local/cloudbase/manifestTypes';
import type { FunctionDeployment, RemoteCollection, RemoteState, Route } from './remote';
import type { FunctionSettings } from './settings';

/** One thing to do to an environment. */
export type Step =
  | { readonly kind: 'createCollection'; readonly collection: string }
  | {
      readonly kind: 'changeIndexes';
      readonly collection: string;
      readonly create: readonly IndexSpec[];
      readonly drop: readonly string[];
    }
  | { readonly kind: 'setCollectionRule'; readonly collection: string; readonly rule: string }
  | { readonly kind: 'createFunction'; readonly deployment: FunctionDeployment }
  | { readonly kind: 'updateFunction'; readonly deployment: FunctionDeployment }
  | {
      readonly kind: 'changeTimers';
      readonly function: string;
      readonly create: readonly TimerSpec[];
      readonly drop: readonly string[];
    }
  | { readonly kind: 'setFunctionRule'; readonly rule: string }
  | { readonly kind: 'createRoute'; readonly route: Route }
  | { readonly kind: 'setStorageRule'; readonly rule: string }
  | { readonly kind: 'writeClaim' };

export interface Plan {
  readonly steps: readonly Step[];
  /** What the environment has and the manifest does not name: told, never touched. */
  readonly leftAlone: readonly string[];
}

export interface Wanted {
  readonly manifest: Manifest;
  /** Folder with one built function a folder. */
  readonly functionsRoot: string;
}

/**
 * What leads from an environment's state to the manifest. Collections, indexes and rules come
 * before functions, so that new code never meets an old database; no document is ever deleted.
 */
export function planDeployment(
  { manifest, functionsRoot }: Wanted,
  state: RemoteState,
  settings: ReadonlyMap<string, Pick<FunctionSettings, 'variables'>>,
): Plan {
  const collections = Object.entries(manifest.collections).flatMap(([name, spec]) =>
    collectionSteps(name, spec, state.collections.get(name)),
  );
  const functions = Object.entries(manifest.functions).flatMap(([name, spec]) =>
    functionSteps(
      {
        ...deploymentOf(name, spec, functionsRoot),
        settings: settings.get(name)?.variables ?? {},
      },
      state.functions.get(name)?.timers,
    ),
  );
  const functionRule = JSON.stringify(functionRuleOf(manifest.functions));
  const storageRule = JSON.stringify(manifest.storage.rules);
  const steps: Step[] = [...collections, ...functions];
  if (!sameJson(functionRule, state.functionRule)) {
    steps.push({ kind: 'setFunctionRule', rule: functionRule });
  }
  steps.push(...routeSteps(manifest.routes, state.routes));
  if (!sameJson(storageRule, state.storageRule)) {
    steps.push({ kind: 'setStorageRule', rule: storageRule });
  }
  if (!state.claimed) steps.push({ kind: 'writeClaim' });
  return { steps, leftAlone: leftAlone(manifest, state) };
}

function collectionSteps(
  collection: string,
  spec: CollectionSpec,
  before: RemoteCollection | undefined,
): Step[] {
  const steps: Step[] = before ? [] : [{ kind: 'createCollection', collection }];
  const has = before?.indexes ?? [];
  const create = spec.indexes.filter((index) => !has.some((other) => sameIndex(index, other)));
  const drop = has
    .filter((index) => !spec.indexes.some((other) => sameIndex(index, other)))
    .map((index) => index.name);
  if (create.length + drop.length > 0) {
    steps.push({ kind: 'changeIndexes', collection, create, drop });
  }
  const rule = JSON.stringify(spec.rules);
  if (!sameJson(rule, before?.rule ?? null)) {
    steps.push({ kind: 'setCollectionRule', collection, rule });
  }
  return steps;
}

function sameIndex(a: IndexSpec, b: IndexSpec): boolean {
  const print = ({ name, fields, unique }: IndexSpec) => JSON.stringify([name, fields, unique]);
  return print(a) === print(b);
}

function deploymentOf(name: string, spec: FunctionSpec, root: string) {
  const { timeoutSeconds, memoryMb, timers, env = {} } = spec;
  return { name, folder: `${root}/${name}`, timeoutSeconds, memoryMb, timers, env };
}

/** Code cannot be compared cheaply, so an existing function is always updated. */
function functionSteps(
  deployment: FunctionDeployment,
  timers: readonly TimerSpec[] | undefined,
): Step[] {
  if (!timers) return [{ kind: 'createFunction', deployment }];
  const same = (a: TimerSpec) => (b: TimerSpec) => a.name === b.name && a.cron === b.cron;
  const create = deployment.timers.filter((timer) => !timers.some(same(timer)));
  const drop = timers.filter((timer) => !deployment.timers.some(same(timer)));
  const update: Step = { kind: 'updateFunction', deployment };
  if (create.length + drop.length === 0) return [update];
  const names = drop.map((timer) => timer.name);
  return [update, { kind: 'changeTimers', function: deployment.name, create, drop: names }];
}

/** Who may call what from a phone; server, timers and HTTP access do not ask this rule. */
function functionRuleOf(functions: Manifest['functions']) {
  const rules = Object.entries(functions).map(
    ([name, { clients }]) => [name, { invoke: clients ? 'auth != null' : false }] as const,
  );
  return { '*': { invoke: false }, ...Object.fromEntries(rules) };
}

function routeSteps(wanted: readonly Route[], has: readonly Route[]): Step[] {
  return wanted.flatMap((route): Step[] => {
    const taken = has.find((other) => other.path === route.path);
    if (taken?.function === route.function) return [];
    if (taken) {
      const owner = taken.function;
      throw new Error(`HTTP route ${route.path} leads to ${owner}: delete it in the console first`);
    }
    return [{ kind: 'createRoute', route }];
  });
}

function leftAlone(manifest: Manifest, state: RemoteState): string[] {
  const paths = manifest.routes.map((route) => route.path);
  return [
    ...[...state.collections.keys()]
      .filter((name) => !manifest.collections[name])
      .map((name) => `collection ${name}`),
    ...[...state.functions.keys()]
      .filter((name) => !manifest.functions[name])
      .map((name) => `function ${name}`),
    ...state.routes.filter(({ path }) => !paths.includes(path)).map(({ path }) => `route ${path}`),
  ];
}

/** Whether two JSON texts say the same, whatever the order of their keys. */
export function sameJson(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  try {
    return canonical(JSON.parse(a)) === canonical(JSON.parse(b));
  } catch {
    return false; // Somebody wrote a rule by hand that is no JSON: it is replaced.
  }
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries.map(([key, inner]) => [key, canonical(inner)]));
}
