/** What `manifest.json` says of functions, collections and files. */

export interface TimerSpec {
  readonly name: string;
  /** Seven fields: second minute hour day month weekday year, UTC+8. */
  readonly cron: string;
}

export interface FunctionSpec {
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly clients: boolean;
  readonly openapi: readonly string[];
  readonly timers: readonly TimerSpec[];
  readonly env?: Readonly<Record<string, string>>;
  /** Beginnings (`KEYS` for `KEYS_…`) of variables that each installation gives the function. */
  readonly settings?: readonly string[];
}

export type Rule = boolean | string;
export interface CollectionRules {
  readonly read?: Rule;
  readonly write?: Rule;
  readonly create?: Rule;
  readonly update?: Rule;
  readonly delete?: Rule;
}

/** The platform's simple permissions: a client's own documents, or nothing, beyond what they say. */
export type AclTag = 'PRIVATE' | 'READONLY' | 'ADMINWRITE' | 'ADMINONLY';

export interface IndexSpec {
  readonly name: string;
  readonly fields: readonly (readonly [string, 1 | -1])[];
  readonly unique: boolean;
}

export interface CollectionSpec {
  readonly rules: CollectionRules | AclTag;
  readonly indexes: readonly IndexSpec[];
}

export interface Manifest {
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  readonly routes: readonly { readonly path: string; readonly function: string }[];
  readonly collections: Readonly<Record<string, CollectionSpec>>;
  readonly storage: { readonly rules: CollectionRules };
}
