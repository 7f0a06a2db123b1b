import { startWechatGateway, wechatVariables } from '../gateways/wechat';

export interface GatewayOptions {
  /** The club's clock, ms. */
  readonly now: () => number;
  readonly dataDir: string | null;
  /** How much of WeChat's waiting is waited: 1 all of it, 0.001 (default) a thousandth. */
  readonly scale?: number;
}

/** The functions that speak with a payment channel. */
const PAYING = ['wallet', 'wechatHook', 'payTimer'] as const;
/** Where the notifications arrive: the manifest's route, below HTTP access. */
const NOTIFIED_AT = '/http/pay/wechat';

/**
 * The payment channels of a local club, and what its functions must know to use them:
 * `startCloud({ routes: gateways.routes, functionEnv: gateways.functionEnv })`.
 */
export async function openGateways({ now, dataDir, scale = 0.001 }: GatewayOptions) {
  const wechat = await startWechatGateway({
    now,
    dataDir,
    notify: { scale },
    merchantName: '场边',
  });
  return {
    wechat,
    routes: wechat.routes,
    functionEnv: (cloudUrl: string) => {
      const variables = {
        ...wechatVariables(wechat.merchant, cloudUrl + NOTIFIED_AT),
        // Off in production unless set: taking money in advance needs a licence there.
        WALLET_RECHARGE_ENABLED: 'true',
      };
      return Object.fromEntries(PAYING.map((name) => [name, variables]));
    },
    reset: () => wechat.reset(),
    stop: () => wechat.stop(),
  };
}

export type Gateways = Awaited<ReturnType<typeof openGateways>>;
