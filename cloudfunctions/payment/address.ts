const LOOPBACK = /^(.*\.)?localhost\.?$|^127\.|^0\.0\.0\.0$|^\[::1?\]$|^\[::ffff:7f/;

/**
 * Why an address is none that money may be asked over, or null when it may: only https, and never
 * a server on the same machine, which is where the local club's gateways are.
 */
export function faultOfAddress(address: string): string | null {
  if (!URL.canParse(address)) return 'no address';
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== 'https:') return 'not https';
  if (LOOPBACK.test(hostname)) return 'a loopback address';
  return username || password ? 'an address with a password' : null;
}
