import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionSpec } from '../manifestTypes';
import type { FunctionContext } from './messages';

export const REGION = 'ap-shanghai';

/** Where a function's process finds the platform. */
export interface Platform {
  /** `http://host:port` of the wire. */
  readonly url: string;
  readonly envId: string;
  readonly appId: string;
}

/** The variables with which the unmodified server SDKs find the local cloud. */
export function sdkVariables(platform: Platform, workerId?: string): Record<string, string> {
  const path = workerId === undefined ? '/admin' : `/admin/${workerId}`;
  return {
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: platform.url + path }),
    // Without it the SDK asks a metadata host before each request.
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: REGION,
    SCF_NAMESPACE: platform.envId,
    TCB_ENV: platform.envId,
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
  };
}

/** What a worker thread starts with. NODE_PATH lets folders outside a project find the SDKs. */
export function workerVariables(platform: Platform, workerId: string): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG']) {
    const value = process.env[name];
    if (value !== undefined) inherited[name] = value;
  }
  return {
    ...inherited,
    ...sdkVariables(platform, workerId),
    // The SDK's warning about requests over 3 s says nothing about a machine under test.
    SILENCE: 'true',
    NODE_PATH: packageFolders().join(delimiter),
  };
}

/** The functions with further variables over those of the manifest. */
export function withVariables(
  functions: Readonly<Record<string, FunctionSpec>>,
  variables: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Readonly<Record<string, FunctionSpec>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, spec]) => [
      name,
      { ...spec, env: { ...spec.env, ...variables[name] } },
    ]),
  );
}

/** Every `node_modules` from this file and from the working directory upwards. */
function packageFolders(): string[] {
  const found = new Set<string>();
  for (const start of [process.cwd(), fileURLToPath(new URL('.', import.meta.url))]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules');
      if (existsSync(candidate)) found.add(candidate);
      if (dirname(folder) === folder) break;
    }
  }
  return [...found];
}

/** Who and what started a call. */
export interface CallSource {
  readonly openid: string | null;
  /** The whole chain, e.g. `wx_client,scf`. */
  readonly chain: string;
  readonly timer: boolean;
  /** The client's address; null when nobody outside calls. */
  readonly ip: string | null;
}

/**
 * The variables from which `getWXContext()` reads. There is an openid only when a person's client
 * called this very function: timers, HTTP access and calls from other functions have none. An
 * address has whoever comes from outside, in the name of its family.
 */
export function callVariables(platform: Platform, source: CallSource): Record<string, string> {
  const context: Record<string, string> = {
    WX_APPID: platform.appId,
    WX_API_TOKEN: 'local',
  };
  if (source.ip) context[isIPv6(source.ip) ? 'WX_CLIENTIPV6' : 'WX_CLIENTIP'] = source.ip;
  if (source.openid !== null) context.WX_OPENID = source.openid;
  return {
    ...context,
    WX_CONTEXT_KEYS: Object.keys(context).join(','),
    TCB_SOURCE: source.chain,
    ...(source.timer ? { TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: 'local' } : {}),
  };
}

export function contextOf(
  call: { readonly requestId: string; readonly name: string },
  spec: FunctionSpec,
  platform: Platform,
  variables: Readonly<Record<string, string>>,
): FunctionContext {
  return {
    request_id: call.requestId,
    function_name: call.name,
    function_version: '$LATEST',
    namespace: platform.envId,
    memory_limit_in_mb: spec.memoryMb,
    time_limit_in_ms: spec.timeoutSeconds * 1000,
    tencentcloud_region: REGION,
    environ: Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join(';'),
    environment: JSON.stringify(variables),
  };
}
