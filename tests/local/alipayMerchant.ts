import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AlipaySdk } from 'alipay-sdk';
import { alipayVariables, startAlipayGateway } from '../../local/gateways/alipay';
import { clockTime } from '../../local/gateways/chinaTime';

/** Saturday 2026-03-14 10:00, UTC+8. */
const START = Date.UTC(2026, 2, 14, 2);

export type Form = Readonly<Record<string, string>>;

/** A gateway, a merchant's server that takes its notifications, and a clock that tests set. */
export async function openGateway(dataDir: string | null = null) {
  let time = START;
  const now = () => time;
  const gateway = await startAlipayGateway({
    now,
    dataDir,
    notify: { scale: 0.000001 },
    merchantName: '场边',
  });
  const got: Form[] = [];
  const types: string[] = [];
  let answers: (readonly [number, string])[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push(Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString())));
      types.push(request.headers['content-type'] ?? '');
      const [status, body] = answers.shift() ?? [200, 'success'];
      response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const notifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
  // Alipay's own SDK takes keys in DER only.
  const pkcs8 = createPrivateKey(gateway.merchant.privateKeyPem);
  const variables = {
    ...alipayVariables(gateway.merchant, notifyUrl),
    ALIPAY_PRIVATE_KEY: pkcs8.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  };
  return {
    gateway,
    sdk: sdkOf(variables),
    variables,
    notifyUrl,
    got,
    types,
    now,
    /** Bodies (or statuses with bodies) with which the merchant answers next. */
    answerWith: (...next: (string | readonly [number, string])[]) => {
      answers = next.map((one) => (typeof one === 'string' ? [200, one] : one));
    },
    /** Forgets what happened. */
    startOver: async () => {
      await gateway.reset();
      got.length = 0;
      types.length = 0;
      answers = [];
      time = START;
    },
    pass: (ms: number) => {
      time += ms;
    },
    stop: async () => {
      await gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openGateway>>;

/** The unmodified client, configured as a function is. */
export const sdkOf = (variables: Form): AlipaySdk =>
  new AlipaySdk({
    appId: variables.ALIPAY_APP_ID ?? '',
    privateKey: variables.ALIPAY_PRIVATE_KEY ?? '',
    keyType: 'PKCS8',
    alipayPublicKey: variables.ALIPAY_PUBLIC_KEY ?? '',
    gateway: variables.ALIPAY_GATEWAY ?? '',
    timeout: 4000,
  });

/** An answer as the client gives it out. */
export interface Answer {
  readonly code: string;
  readonly subCode?: string;
  readonly qrCode?: string;
  readonly [field: string]: unknown;
}

/** The requests of a careful merchant, through the client: every answer's signature is verified. */
export function requestsTo(bench: () => Bench) {
  const exec = async (method: string, bizContent: object, more: object = {}): Promise<Answer> =>
    (await bench().sdk.exec(
      method,
      { timestamp: clockTime(bench().now()), bizContent, ...more },
      { validateSign: true },
    )) as unknown as Answer;
  const place = (
    number: string,
    contents: object = {},
    more: object = { notifyUrl: bench().notifyUrl },
  ): Promise<Answer> =>
    exec(
      'alipay.trade.precreate',
      { out_trade_no: number, total_amount: '88.88', subject: '羽毛球 2 小时', ...contents },
      more,
    );
  return {
    exec,
    place,
    query: (number: string) => exec('alipay.trade.query', { out_trade_no: number }),
    cancel: (number: string) => exec('alipay.trade.cancel', { out_trade_no: number }),
    close: (number: string) => exec('alipay.trade.close', { out_trade_no: number }),
    refund: (number: string, request: string, amount: string) =>
      exec('alipay.trade.refund', {
        out_trade_no: number,
        out_request_no: request,
        refund_amount: amount,
      }),
    refundOf: (number: string, request: string, more: object = {}) =>
      exec('alipay.trade.fastpay.refund.query', {
        out_trade_no: number,
        out_request_no: request,
        ...more,
      }),
    /** An order that somebody has scanned and paid. */
    payFor: async (number: string, contents: object = {}): Promise<string> => {
      const { qrCode = '' } = await place(number, contents);
      bench().gateway.pay(qrCode);
      return qrCode;
    },
  };
}

/** `10000`, or why it was refused. */
export const wordOf = ({ code, subCode }: Answer): string => subCode ?? code;
