import { fen, formatYuan } from '@shared/base/money';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { codeText } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { STATUS_TONES, statusWord, type Tone } from '../../words';

/** A booking with all that the desk may know and do. */
export interface BookingFacts {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly tone: Tone;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly may: SheetRow['may'];
  readonly idle: boolean;
}

export function bookingFacts(row: SheetRow): BookingFacts {
  const { booking, who, walkIn, maskedPhone, companions, code, source, may } = row;
  const time = `${clockText(booking.from)}–${clockText(booking.until)}`;
  const facts = [
    { label: walkIn ? '散客' : '会员', value: who },
    { label: '电话', value: maskedPhone ?? '' },
    { label: '同伴', value: companions > 0 ? `${companions} 人` : '' },
    { label: '已付', value: formatYuan(booking.paid) },
    { label: '已退', value: booking.refunded > 0 ? formatYuan(booking.refunded) : '' },
    { label: '积分抵扣', value: booking.pointsUsed > 0 ? `${booking.pointsUsed} 积分` : '' },
    { label: '优惠券', value: booking.couponOff > 0 ? formatYuan(booking.couponOff) : '' },
    { label: '来自', value: source === 'DESK' ? '前台' : '小程序' },
    { label: '订场码', value: codeText(code) },
  ];
  return {
    id: booking.id,
    title: `${booking.courtName} ${time}`,
    status: statusWord(row),
    tone: STATUS_TONES[booking.status],
    facts: facts.filter(({ value }) => value !== ''),
    may,
    idle: !Object.values(may).includes(true),
  };
}

/** What the desk asks before it cancels: how much goes back. */
export function cancelQuestion({ booking, who }: SheetRow): string {
  const back = fen(booking.paid - booking.refunded);
  const points = booking.pointsUsed - booking.pointsBack;
  const parts = [
    ...(back > 0 ? [`${formatYuan(back)} 全额退回`] : []),
    ...(points > 0 ? [`${points} 积分退回`] : []),
    ...(booking.couponOff > 0 ? ['优惠券退回'] : []),
  ];
  const money = parts.map((part) => `，${part}`).join('');
  return `取消 ${who} 的「${booking.courtName} ${clockText(booking.from)}」${money}。`;
}
