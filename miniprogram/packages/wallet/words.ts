import type { STATEMENT_KINDS } from '@shared/contracts/wallet';

export type StatementKind = (typeof STATEMENT_KINDS)[number];

export const STATEMENT_WORDS = {
  TOPUP: '充值',
  WITHDRAWAL: '充值退回',
  REFUND: '退款',
  SPENDING: '消费',
  REVERSAL: '前台冲正',
} as const satisfies Record<StatementKind, string>;
