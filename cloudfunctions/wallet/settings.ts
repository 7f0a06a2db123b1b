import { DEFAULT_WALLET_LIMITS, type WalletLimits } from '@shared/domain/wallet';
import * as z from 'zod';

/**
 * Prepaid cards need a filing and a deposit, so a club switches top-ups on only when it has them:
 * docs/money.md says more.
 */
export const topupEnabled = (): boolean => process.env.WALLET_RECHARGE_ENABLED === 'true';

/** A variable that is there and empty is not set. */
const limit = (otherwise: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(1).default(otherwise),
  );

const limits = z.object({
  WALLET_MOST_TOPUP_FEN: limit(DEFAULT_WALLET_LIMITS.mostTopup),
  WALLET_MOST_BALANCE_FEN: limit(DEFAULT_WALLET_LIMITS.mostBalance),
});

/** The limits that this installation sets, in fen; what it does not set is as the law has it. */
export function walletLimits(): WalletLimits {
  const set = limits.parse(process.env);
  return {
    ...DEFAULT_WALLET_LIMITS,
    mostTopup: set.WALLET_MOST_TOPUP_FEN,
    mostBalance: set.WALLET_MOST_BALANCE_FEN,
  };
}
