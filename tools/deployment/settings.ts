import type { FunctionSpec, Manifest } from '../../local/cloudbase/manifestTypes';
import { privateKeyVariable, publicKeyVariable } from '../../local/gateways/keys';
import type { RemoteState } from './remote';

type Variables = Readonly<Record<string, string>>;

/** The settings of one function, and where each comes from. */
export interface FunctionSettings {
  /** What the function is to have. Keys are in their shortest form. */
  readonly variables: Variables;
  /** Names that the deployer's environment has. */
  readonly given: readonly string[];
  /** Names that only the function has, as it is deployed. */
  readonly kept: readonly string[];
  /** Names that it has neither way, and another function that is given the same settings has. */
  readonly missing: readonly string[];
  /** Names of settings that it has, and is no longer given by the manifest. */
  readonly lost: readonly string[];
  /** Names of its other variables that the manifest does not have: they go. */
  readonly dropped: readonly string[];
}

/**
 * What an installation gives its functions: variables whose names begin as the manifest's `settings`
 * say, from the environment of whoever deploys. What that does not have (or has empty) stays as it
 * is in the cloud, so that nobody needs the keys at hand to deploy.
 */
export function settleSettings(
  { functions }: Pick<Manifest, 'functions'>,
  given: Readonly<Record<string, string | undefined>>,
  state: Pick<RemoteState, 'functions'>,
): ReadonlyMap<string, FunctionSettings> {
  const all = Object.values(functions).flatMap(({ settings = [] }) => settings);
  const entries = Object.entries(functions).map(([name, spec]) => {
    const remote = state.functions.get(name)?.env ?? {};
    return { name, spec, own: sourcesOf(spec, { given, remote, all }) };
  });
  const known = new Set(entries.flatMap(({ own }) => Object.keys(own.variables)));
  return new Map(
    entries.map(({ name, spec, own }) => {
      const has = { ...spec.env, ...own.variables };
      const missing = [...known].filter(
        (variable) => begins(variable, spec.settings) && !Object.hasOwn(has, variable),
      );
      return [name, { ...own, missing }];
    }),
  );
}

function sourcesOf(
  { settings, env = {} }: FunctionSpec,
  from: {
    readonly given: Readonly<Record<string, string | undefined>>;
    readonly remote: Variables;
    readonly all: readonly string[];
  },
) {
  const given = Object.entries(from.given).filter(
    (entry): entry is [string, string] => begins(entry[0], settings) && Boolean(entry[1]),
  );
  const names = given.map(([name]) => name);
  const remote = Object.entries(from.remote).filter(([name]) => !(name in env));
  const kept = remote.filter(([name]) => begins(name, settings) && !names.includes(name));
  const rest = remote.filter(([name]) => !begins(name, settings)).map(([name]) => name);
  const variables = [...kept, ...given].map(([name, value]) => [name, shortest(name, value)]);
  return {
    variables: Object.fromEntries(variables) as Variables,
    given: names,
    kept: kept.map(([name]) => name),
    lost: rest.filter((name) => begins(name, from.all)),
    dropped: rest.filter((name) => !begins(name, from.all)),
  };
}

const begins = (name: string, settings: readonly string[] = []): boolean =>
  settings.some((setting) => name.startsWith(`${setting}_`));

/**
 * A key in the form that takes the least room; anything else, and what is no key, as it is: the
 * function's own check says what is wrong with it.
 */
function shortest(name: string, value: string): string {
  try {
    if (/-----BEGIN (RSA )?PRIVATE KEY-----/.test(value)) return privateKeyVariable(value);
    if (value.includes('-----BEGIN ')) return publicKeyVariable(value);
    if (!name.endsWith('_PRIVATE_KEY') || value.startsWith('pq.')) return value;
    const pem = `-----BEGIN PRIVATE KEY-----\n${value}\n-----END PRIVATE KEY-----`;
    return privateKeyVariable(pem);
  } catch {
    return value;
  }
}

/** What is printed of settings: names, never values. */
export function describeSettings(settings: ReadonlyMap<string, FunctionSettings>): string[] {
  const entries = [...settings].flatMap(([name, { given, kept, missing, dropped }]) => {
    const parts = Object.entries({ given, kept, missing, dropped })
      .filter(([, names]) => names.length > 0)
      .map(([what, names]) => `${what} ${names.join(', ')}`);
    return parts.length > 0 ? [[name, parts.join('; ')] as const] : [];
  });
  return byFunctions(entries).map(([names, text]) => `settings            ${names}: ${text}`);
}

/** What several functions have in common is said once. */
export function byFunctions(
  entries: readonly (readonly [name: string, text: string])[],
): (readonly [names: string, text: string])[] {
  const namesOf = new Map<string, string[]>();
  for (const [name, text] of entries) namesOf.set(text, [...(namesOf.get(text) ?? []), name]);
  return [...namesOf].map(([text, names]) => [names.join(', '), text] as const);
}
