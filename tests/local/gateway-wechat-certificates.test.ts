import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Aes, Rsa } from 'wechatpay-axios-plugin';
import { startWechatGateway, type WechatGateway } from '../../local/gateways/wechat';
import { certificate } from '../../local/gateways/wechat/x509';
import { clientOf } from './wechatClient';
import { openGateway, refusalOf } from './wechatMerchant';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-14T10:00:00+08:00');

describe('a certificate that the gateway writes', () => {
  const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
  const authority = keys();
  const platform = keys();
  const name = { organisation: '本地支付', common: 'Root CA' };
  const subject = { organisation: '本地支付', common: 'Platform' };
  const issuer = { name, privateKey: authority.privateKey };
  const root = new X509Certificate(
    certificate(
      {
        serial: '01',
        subject: name,
        key: authority.publicKey,
        from: 0,
        until: NOW,
        authority: true,
      },
      issuer,
    ),
  );

  test.each([
    ['7F', NOW + DAY],
    ['80', NOW + DAY],
    ['F0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3', Date.parse('2049-12-31T23:59:59Z')],
    ['4444', Date.parse('2050-01-01T00:00:00Z')],
  ])('is read by Node as it was written: number %s until %s', (serial, until) => {
    const contents = {
      serial,
      subject,
      key: platform.publicKey,
      from: NOW,
      until,
      authority: false,
    };
    const read = new X509Certificate(certificate(contents, issuer));
    expect(read.serialNumber).toBe(serial);
    expect([Date.parse(read.validFrom), Date.parse(read.validTo)]).toEqual([NOW, until]);
    expect(read.publicKey.equals(platform.publicKey)).toBe(true);
    expect([read.checkIssued(root), read.verify(authority.publicKey), read.ca]).toEqual([
      true,
      true,
      false,
    ]);
    expect(read.verify(platform.publicKey)).toBe(false);
    expect(root.ca && root.verify(authority.publicKey)).toBe(true);
  });
});

interface Offered {
  readonly serial_no: string;
  readonly effective_time: string;
  readonly encrypt_certificate: {
    readonly ciphertext: string;
    readonly nonce: string;
    readonly associated_data: string;
  };
}

describe('WeChat in certificate mode', () => {
  let gateway: WechatGateway;
  let ahead = 0;
  beforeAll(async () => {
    const now = () => Date.now() + ahead;
    gateway = await startWechatGateway({ now, dataDir: null, answersWith: 'certificate' });
  });
  afterAll(() => gateway.stop());

  /** The certificates by their serials, and the one that signed them; with a client that has them. */
  async function offered() {
    const { merchant } = gateway;
    const certs = { none: merchant.publicKeyPem };
    const raw = { transformResponse: [], responseType: 'text' as const };
    const { client } = clientOf(merchant, certs);
    const { data, headers } = await client.request('v3/certificates', 'get', undefined, raw);
    const list = (JSON.parse(data) as { data: readonly Offered[] }).data;
    const pems = list.map(({ serial_no, encrypt_certificate: sealed }) => [
      serial_no,
      Aes.AesGcm.decrypt(
        sealed.ciphertext,
        merchant.apiV3Key,
        sealed.nonce,
        sealed.associated_data,
      ),
    ]);
    const byId: Record<string, string> = Object.fromEntries(pems);
    const signer = String(headers['wechatpay-serial']);
    const text = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${data}\n`;
    const signature = String(headers['wechatpay-signature']);
    expect(Rsa.verify(text, signature, byId[signer] ?? '')).toBe(true);
    return { byId, signer };
  }

  test('offers what it signs with; after a change the former for another day', async () => {
    const before = await offered();
    expect(Object.keys(before.byId)).toEqual([before.signer]);
    expect(new X509Certificate(before.byId[before.signer] ?? '').serialNumber).toBe(before.signer);
    await gateway.rotate();
    const after = await offered();
    expect(Object.keys(after.byId)).toEqual([after.signer, before.signer]);
    expect(after.signer).not.toBe(before.signer);
    const { headers } = gateway.seal('http://x/', 'TRANSACTION.SUCCESS', {});
    expect(headers['Wechatpay-Serial']).toBe(after.signer);
    // Requests carry the real time: the gateway's clock comes back after the day has passed.
    ahead = DAY;
    gateway.seal('http://x/', 'TRANSACTION.SUCCESS', {});
    ahead = 0;
    expect(Object.keys((await offered()).byId)).toEqual([after.signer]);
  });

  test('offers none where the public key signs, and cannot change it', async () => {
    const bench = await openGateway();
    try {
      const { client } = clientOf(bench.gateway.merchant);
      const asked = client.request('v3/certificates', 'get');
      expect(await refusalOf(asked)).toBe('404 RESOURCE_NOT_EXISTS');
      await expect(bench.gateway.rotate()).rejects.toThrow('answersWith');
    } finally {
      await bench.stop();
    }
  });
});
