import { clockTime, instantOf } from '../chinaTime';
import { verifies } from '../keys';
import type { Credentials } from './merchant';
import { invalid, missing } from './refusal';

/** Fields as they read after decoding: of the address and of the form together. */
export type Fields = Readonly<Record<string, string>>;

/** ms by which a request's time may differ. */
const SKEW = 15 * 60_000;
const REQUIRED = [
  ['app_id', 'app-id'],
  ['sign_type', 'signature-type'],
  ['sign', 'signature'],
  ['charset', 'charset'],
  ['timestamp', 'timestamp'],
  ['version', 'version'],
] as const;

/** What both sides sign: every parameter but some and the empty ones, sorted, not encoded. */
export function signedText(parameters: Fields, without: readonly string[] = ['sign']): string {
  return Object.entries(parameters)
    .filter(([name, value]) => !without.includes(name) && value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/**
 * Lets in only what the application signed, lately.
 * @throws AlipayRefusal `isv.…`
 */
export function checkRequest(
  given: Fields,
  { merchant, applicationPublicKey }: Credentials,
  now: number,
): void {
  for (const [name, what] of REQUIRED) {
    if (!given[name]) throw missing(what, `缺少${name}参数`);
  }
  if (given.app_id !== merchant.appId) throw invalid('app-id', '无效的AppID参数');
  if (given.sign_type !== 'RSA2') throw invalid('signature-type', '无效的签名类型，应为RSA2');
  if (given.charset?.toLowerCase() !== 'utf-8') throw invalid('charset', '无效的字符集，应为utf-8');
  if (given.version !== '1.0') throw invalid('version', '无效的版本，应为1.0');
  if ((given.format ?? 'JSON').toUpperCase() !== 'JSON') throw invalid('format', '无效的数据格式');
  if (given.encrypt_type) throw invalid('encrypt-type', '应用没有设置内容加密');
  checkTime(given.timestamp ?? '', now);
  const text = signedText(given);
  if (!verifies(text, given.sign ?? '', applicationPublicKey)) {
    throw invalid(
      'signature',
      `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${text}`,
    );
  }
}

/** A timestamp is the time of China: what a function in UTC writes by itself is eight hours old. */
function checkTime(timestamp: string, now: number): void {
  const at = instantOf(timestamp);
  if (Math.abs(now - at) <= SKEW) return;
  throw invalid(
    'timestamp',
    `非法的时间戳参数：应为北京时间yyyy-MM-dd HH:mm:ss，现在是${clockTime(now)}`,
  );
}
