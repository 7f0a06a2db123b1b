import type { PaymentParams } from '@shared/contracts/wallet';
import { openGateways } from '../../local/club/gateways';
import { club as seeded } from '../../local/club/index';
import { type Club, openClub } from './club';
import { keptFor } from './kept';

type Variables = Readonly<Record<string, string>>;

/** A dead function's transaction keeps its locks: not for the platform's 30 s here. */
const TRANSACTION_MS = 2000;

interface MoneyClubOptions {
  readonly transactionMs?: number;
  /** Hears what the functions write into their logs. */
  readonly log?: (line: string) => void;
  /** Settings that a function is given in place of its own. */
  readonly settings?: (name: string, own: Variables) => Variables;
}

/**
 * The seeded club with WeChat Pay and Alipay beside it, all on the club's clock. One without
 * other options may have served another file before, as with `openClub`.
 */
export const openMoneyClub = (options: MoneyClubOptions = {}): Promise<MoneyClub> => {
  const { transactionMs = TRANSACTION_MS, ...others } = options;
  const usual = transactionMs === TRANSACTION_MS && Object.keys(others).length === 0;
  return usual ? openUsual() : startMoneyClub(options);
};

const openUsual = keptFor<MoneyClub>({
  start: () => startMoneyClub({}),
  renew: async (used) => {
    await used.reset();
    used.club.cloud.stats();
  },
});

async function startMoneyClub({
  transactionMs = TRANSACTION_MS,
  log,
  settings = (_, own) => own,
}: MoneyClubOptions) {
  let club: Club | null = null;
  const now = () => club?.cloud.clock.now() ?? seeded.clockAtReset;
  const gateways = await openGateways({ now, dataDir: null });
  const { routes, openApis } = gateways;
  const functionEnv = (url: string) =>
    Object.fromEntries(
      Object.entries(gateways.functionEnv(url)).map(([name, own]) => [name, settings(name, own)]),
    );
  club = await openClub({ routes, functionEnv, openApis, transactionMs, log: log ?? null });
  const opened: Club = club;
  return {
    club: opened,
    wechat: gateways.wechat,
    alipay: gateways.alipay,
    /** What somebody does in WeChat's sheet: pays. Throws in the sheet's own words. */
    pay: (who: string, payment: PaymentParams) =>
      gateways.wechat.cashier.pay({ ...payment, openid: `oCourtside-${who}` }),
    async reset() {
      await gateways.reset();
      await opened.cloud.reset({ keepInstances: true });
    },
    async close() {
      await opened.close();
      await gateways.stop();
    },
  };
}

export type MoneyClub = Awaited<ReturnType<typeof startMoneyClub>>;
