import { fileURLToPath } from 'node:url';
import { loadManifest } from '../cloudbase/manifest';
import { alipayVariables, startAlipayGateway } from '../gateways/alipay';
import { startOpenMeteo } from '../gateways/openMeteo';
import { startWechatGateway, wechatVariables } from '../gateways/wechat';
import { identityVariables } from './identity';

export interface GatewayOptions {
  /** The club's clock, ms. */
  readonly now: () => number;
  readonly dataDir: string | null;
  /** How much of the channels' waiting is waited: 1 all of it, 0.001 (default) a thousandth. */
  readonly scale?: number;
}

/** Says which functions are given which settings, here as in a deployment. */
const MANIFEST = fileURLToPath(new URL('../../cloudfunctions/manifest.json', import.meta.url));
/** Where the notifications arrive: the manifest's routes, below HTTP access. */
const HTTP_ACCESS = '/http';
const WECHAT_NOTIFIES = `${HTTP_ACCESS}/pay/wechat`;
const ALIPAY_NOTIFIES = `${HTTP_ACCESS}/pay/alipay`;
const MERCHANT = '场边';

/** What somebody at the stage holds over a code that WeChat's scanner would refuse. */
export const PAY_APPS = [
  {
    label: '支付宝扫一扫',
    prefix: 'https://qr.alipay.com/',
    open: '/__alipay/cashier?code=',
  },
] as const;

/**
 * The payment channels of a local club and its weather service, and what its functions must know to use them:
 * `startCloud({ routes, functionEnv, openApis })` with what this gives.
 */
export async function openGateways({ now, dataDir, scale = 0.001 }: GatewayOptions) {
  const common = { now, dataDir, notify: { scale }, merchantName: MERCHANT };
  const [wechat, alipay, openMeteo] = await Promise.all([
    startWechatGateway(common),
    startAlipayGateway(common),
    startOpenMeteo({ now }),
  ]);
  return {
    wechat,
    alipay,
    openMeteo,
    routes: [...wechat.routes, ...alipay.routes],
    openApis: wechat.openApis,
    functionEnv: (cloudUrl: string) =>
      settingsByFunction({
        WXPAY: wechatVariables(wechat.merchant, cloudUrl + WECHAT_NOTIFIES),
        ALIPAY: alipayVariables(alipay.merchant, cloudUrl + ALIPAY_NOTIFIES),
        // Off in production unless set: taking money in advance needs a licence there.
        WALLET: { WALLET_RECHARGE_ENABLED: 'true' },
        IDENTITY: identityVariables,
        // Off in production unless set: the free service is for non-commercial use.
        WEATHER: { WEATHER_URL: openMeteo.url },
        HTTP: { HTTP_BASE_URL: cloudUrl + HTTP_ACCESS },
      }),
    reset: async () => {
      openMeteo.reset();
      await Promise.all([wechat.reset(), alipay.reset()]);
    },
    stop: async () => {
      await Promise.all([wechat.stop(), alipay.stop(), openMeteo.stop()]);
    },
  };
}

export type Gateways = Awaited<ReturnType<typeof openGateways>>;

type Variables = Readonly<Record<string, string>>;

/** What each function of the manifest is given of these settings. */
function settingsByFunction(bySetting: Readonly<Record<string, Variables>>) {
  const { functions } = loadManifest(MANIFEST);
  const entries = Object.entries(functions).map(
    ([name, { settings = [] }]): [string, Variables] => [
      name,
      Object.assign({}, ...settings.map((setting) => bySetting[setting] ?? {})),
    ],
  );
  return Object.fromEntries(entries);
}
