import type { IndexSpec, TimerSpec } from '../../local/cloudbase/manifestTypes';

/** What an environment has, as far as the manifest speaks of it. */
export interface RemoteState {
  /** Collection → its indexes (the platform's own left out) and security rule as JSON. */
  readonly collections: ReadonlyMap<string, RemoteCollection>;
  readonly functions: ReadonlyMap<string, RemoteFunction>;
  /** One rule over all functions, as JSON; null when none was ever set. */
  readonly functionRule: string | null;
  readonly routes: readonly Route[];
  readonly storageRule: string | null;
  /** Whether somebody already is super admin of this installation. */
  readonly claimed: boolean;
}

export interface RemoteFunction {
  readonly timers: readonly TimerSpec[];
  /** Its variables with their values, which nobody prints. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RemoteCollection {
  readonly indexes: readonly IndexSpec[];
  readonly rule: string | null;
}

export interface Route {
  readonly path: string;
  readonly function: string;
}

/** A function as it is to be: code folder, size, environment. */
export interface FunctionDeployment {
  readonly name: string;
  /** Folder with index.js and package.json. */
  readonly folder: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Variables of the manifest. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables of the installation, over those. */
  readonly settings: Readonly<Record<string, string>>;
  readonly timers: readonly TimerSpec[];
}

/** All that a deployment does to an environment. Everything rejects with the platform's message. */
export interface RemoteCloud {
  /** Reads what exists of the named collections and of all functions and routes. */
  read(collections: readonly string[]): Promise<RemoteState>;
  createCollection(name: string): Promise<void>;
  changeIndexes(
    collection: string,
    change: { readonly create: readonly IndexSpec[]; readonly drop: readonly string[] },
  ): Promise<void>;
  setCollectionRule(collection: string, rule: string): Promise<void>;
  createFunction(deployment: FunctionDeployment): Promise<void>;
  /** Code and configuration; timers are changed by themselves. */
  updateFunction(deployment: FunctionDeployment): Promise<void>;
  changeTimers(
    functionName: string,
    change: { readonly create: readonly TimerSpec[]; readonly drop: readonly string[] },
  ): Promise<void>;
  setFunctionRule(rule: string): Promise<void>;
  createRoute(route: Route): Promise<void>;
  setStorageRule(rule: string): Promise<void>;
  /** Puts one document, replacing the one with its id. */
  putDocument(
    collection: string,
    document: { readonly _id: string } & Record<string, unknown>,
  ): Promise<void>;
}

/** An environment of which nothing is known: what a plan without credentials compares with. */
export const emptyEnvironment: RemoteState = {
  collections: new Map(),
  functions: new Map(),
  functionRule: null,
  routes: [],
  storageRule: null,
  claimed: false,
};
