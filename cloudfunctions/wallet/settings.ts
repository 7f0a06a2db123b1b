/**
 * Prepaid cards need a filing and a deposit, so a club switches top-ups on only when it has them:
 * docs/money.md says more.
 */
export const topupEnabled = (): boolean => process.env.WALLET_RECHARGE_ENABLED === 'true';
