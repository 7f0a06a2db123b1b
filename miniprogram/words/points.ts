import type { Points } from '@shared/base/money';
import { type ClubMonth, formatClub } from '@shared/base/time';
import type { PointLine } from '@shared/contracts/membership';

/** `12,500`: long figures are read in threes. */
export const pointsText = (amount: Points): string =>
  String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `+1,250`, `−20`: a gain says that it is one. */
export const signedPoints = (amount: Points): string =>
  amount > 0 ? `+${pointsText(amount)}` : pointsText(amount).replace('-', '−');

type Kind = PointLine['kind'];

/** Why points came, and why they went: what was set aside can also come back. */
const WORDS = {
  CHECK_IN: { came: '打卡', went: '打卡更正' },
  SPENDING: { came: '消费', went: '消费更正' },
  REVIEW: { came: '评价', went: '评价更正' },
  INVITATION: { came: '邀请好友', went: '邀请更正' },
  CHALLENGE: { came: '挑战所得', went: '挑战押分' },
  REWARD: { came: '兑换退回', went: '积分兑换' },
  PAYMENT: { came: '抵扣退回', went: '付款抵扣' },
  ADJUSTMENT: { came: '场馆增加', went: '场馆扣除' },
  REVERSAL: { came: '退款更正', went: '退款扣回' },
  EXPIRY: { came: '到期更正', went: '到期' },
} as const satisfies Record<Kind, { came: string; went: string }>;

/** One movement of points, ready to print. */
export interface PointRow {
  readonly id: string;
  readonly what: string;
  readonly time: string;
  readonly amount: string;
  readonly gain: boolean;
}

/** `time` is a template: under the title of its day a line says only the hour. */
export function pointRow(line: PointLine, time: 'HH:mm' | 'M 月 D 日 HH:mm'): PointRow {
  const { id, at, kind, amount } = line;
  const gain = amount > 0;
  return {
    id,
    what: WORDS[kind][gain ? 'came' : 'went'],
    time: formatClub(at, time),
    amount: signedPoints(amount),
    gain,
  };
}

export interface ExpiryRow {
  readonly month: ClubMonth;
  /** `2026 年 5 月到期`. */
  readonly when: string;
  /** `120 积分`. */
  readonly amount: string;
}

/** What goes in which month, the next first. */
export const expiryRows = (
  expiring: readonly { readonly month: ClubMonth; readonly amount: Points }[],
): ExpiryRow[] =>
  expiring.map(({ month, amount }) => {
    const [year = '', number = ''] = month.split('-');
    return {
      month,
      when: `${year} 年 ${Number(number)} 月到期`,
      amount: `${pointsText(amount)} 积分`,
    };
  });
