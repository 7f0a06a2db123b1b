import { readAlipayConfig } from '../../cloudfunctions/alipay/config';
import { faultOfAddress } from '../../cloudfunctions/payment/address';
import { readIdentityKey } from '../../cloudfunctions/training/idNumbers';
import { readWechatConfig } from '../../cloudfunctions/wechatPay/config';
import type { Manifest } from '../../local/cloudbase/manifestTypes';
import { byFunctions, type FunctionSettings } from './settings';

/**
 * What only the platform may set: with a name of ours, the functions would believe they are at home.
 * `TENCENTCLOUD_…` are the deployer's own secrets, too.
 */
const PLATFORMS_OWN = /^(SCF|TCB|TENCENTCLOUD|QCLOUD)_/;

const IS_ADDRESS = /^(https?|wss?):/i;

/** Environment variables of a function, all together, bytes. */
const LARGEST_ENVIRONMENT = 4096;

type Variables = Readonly<Record<string, string>>;

/**
 * Environment variables of functions that no production may have, one a line: an address that is
 * not https or leads to the machine itself (a payment gateway of the local club), and names that
 * are the platform's.
 */
export function unsafeVariables({ functions }: Pick<Manifest, 'functions'>): string[] {
  return told(Object.entries(functions).map(([name, { env = {} }]) => [name, unsafe(env)]));
}

/**
 * Why functions cannot be deployed with these variables, one a line, names and never values: what
 * `unsafeVariables` says, merchants that are incomplete, settings that would be lost, and more than
 * a function has room for.
 */
export function faultsOfVariables(
  { functions }: Pick<Manifest, 'functions'>,
  settings: ReadonlyMap<string, FunctionSettings>,
  envId: string,
): string[] {
  const faults = Object.entries(functions).map(([name, { env = {} }]) => {
    const own = settings.get(name);
    const all = { ...env, ...own?.variables };
    return [
      name,
      [...unsafe(all), ...(own ? unsettled(own) : []), ...unusable(all, envId)],
    ] as const;
  });
  return told(faults);
}

const told = (faults: readonly (readonly [string, readonly string[]])[]): string[] =>
  byFunctions(faults.flatMap(([name, lines]) => lines.map((line) => [name, line] as const))).map(
    ([names, line]) => `function ${names}: ${line}`,
  );

function unsafe(variables: Variables): string[] {
  return Object.entries(variables).flatMap(([variable, value]) => {
    const fault = faultOf(variable, value);
    return fault ? [`${variable} is ${fault}`] : [];
  });
}

function faultOf(variable: string, value: string): string | null {
  if (PLATFORMS_OWN.test(variable)) return "the platform's own";
  const isAddress = IS_ADDRESS.test(value.trim()) || variable.endsWith('_URL');
  return isAddress ? faultOfAddress(value) : null;
}

const unsettled = ({ missing, lost }: FunctionSettings): string[] => [
  ...missing.map((name) => `${name} is missing, another function has it: give it again`),
  ...lost.map((name) => `${name} would be lost: name it in the manifest, or delete it by hand`),
];

/** What the functions themselves would find wrong once they run. */
function unusable(variables: Variables, envId: string): string[] {
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
  const large = `its environment variables are ${bytes} bytes, more than 4 KB`;
  const merchants = [readWechatConfig, readAlipayConfig, readIdentityKey].flatMap((read) => {
    try {
      read({ ...variables, SCF_NAMESPACE: envId });
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  return bytes > LARGEST_ENVIRONMENT ? [...merchants, large] : merchants;
}
