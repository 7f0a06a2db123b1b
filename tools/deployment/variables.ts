import { faultOfAddress } from '../../cloudfunctions/wechatPay/address';
import type { Manifest } from '../../local/cloudbase/types';

/** What only the platform may set: with a name of ours, the functions would believe they are at home. */
const PLATFORMS_OWN = ['SCF_NAMESPACE', 'TCB_ENV', 'TENCENTCLOUD_RUNENV', 'TCB_CONTEXT_CNFG'];

const IS_ADDRESS = /^(https?|wss?):/i;

/**
 * Environment variables of functions that no production may have, one a line: an address that is
 * not https or leads to the machine itself (a payment gateway of the local club), and names that
 * are the platform's.
 */
export function unsafeVariables({ functions }: Pick<Manifest, 'functions'>): string[] {
  return Object.entries(functions).flatMap(([name, { env = {} }]) =>
    Object.entries(env).flatMap(([variable, value]) => {
      const fault = faultOf(variable, value);
      return fault ? [`function ${name}: ${variable} is ${fault}`] : [];
    }),
  );
}

function faultOf(variable: string, value: string): string | null {
  if (PLATFORMS_OWN.includes(variable)) return "the platform's own";
  const isAddress = IS_ADDRESS.test(value.trim()) || variable.endsWith('_URL');
  return isAddress ? faultOfAddress(value) : null;
}
