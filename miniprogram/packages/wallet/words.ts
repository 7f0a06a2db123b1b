import type { STATEMENT_KINDS } from '@shared/contracts/wallet';
import type { OrderKind } from '@shared/domain/order';

export const ORDER_KIND_WORDS = { TOPUP: '钱包充值' } as const satisfies Record<OrderKind, string>;

export type StatementKind = (typeof STATEMENT_KINDS)[number];

export const STATEMENT_WORDS = {
  TOPUP: '充值',
  WITHDRAWAL: '充值退回',
  REFUND: '退款',
  SPENDING: '消费',
} as const satisfies Record<StatementKind, string>;
