import type { Api } from '@shared/contracts';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { SPORT_WORDS } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { isRefused } from '../../../../services/feedback';
import { STATUS_TONES, statusWord, type Tone } from '../../words';

export type Sheet = Awaited<ReturnType<Api['courts']['sheet']>>;

/** One line of the day's sheet. */
export interface BookingLine {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly court: string;
  readonly who: string;
  readonly walkIn: boolean;
  /** `乒乓球 · 138****0001 · 同伴 2 人`. */
  readonly about: string;
  readonly status: string;
  readonly tone: Tone;
}

export function bookingLine(row: SheetRow): BookingLine {
  const { booking, who, walkIn, maskedPhone, companions } = row;
  const { places } = booking;
  const about = [
    SPORT_WORDS[booking.sport],
    places > 1 ? `${places} 个名额` : '',
    maskedPhone ?? '',
    companions > 0 ? `同伴 ${companions} 人` : '',
  ];
  return {
    id: booking.id,
    from: clockText(booking.from),
    until: clockText(booking.until),
    court: booking.courtName,
    who,
    walkIn,
    about: about.filter((part) => part !== '').join(' · '),
    status: statusWord(row),
    tone: STATUS_TONES[booking.status],
  };
}

/** `12 个预订，3 个已签到`; what was cancelled is not counted. */
export function countLine(rows: readonly SheetRow[]): string {
  const standing = rows.filter(({ booking }) => booking.status !== 'CANCELLED');
  const arrived = standing.filter(({ booking }) => booking.status === 'CHECKED_IN').length;
  return arrived > 0
    ? `${standing.length} 个预订，${arrived} 个已签到`
    : `${standing.length} 个预订`;
}

/** What is shown, large, after a code was read. */
export interface VerifyOutcome {
  readonly tone: 'good' | 'bad' | 'wait';
  readonly icon: string;
  readonly title: string;
  readonly name: string;
  readonly lines: readonly string[];
}

const whenAndWhere = ({ booking }: SheetRow) =>
  `${booking.venueName} ${booking.courtName}，${clockText(booking.from)}–${clockText(booking.until)}`;

export function verifiedOutcome(row: SheetRow): VerifyOutcome {
  const { booking, who, companions } = row;
  return {
    tone: 'good',
    icon: 'check-circle',
    title: '已签到',
    name: who,
    lines: [
      `${booking.venueName} ${booking.courtName}`,
      `打到 ${clockText(booking.until)}${companions > 0 ? `，同伴 ${companions} 人` : ''}`,
    ],
  };
}

/** Verifying twice changes nothing, so what got lost may simply be scanned again. */
export function verifyFailure(error: unknown, known: SheetRow | null): VerifyOutcome {
  if (isRefused(error)) {
    const title = error.code === 'TOO_EARLY_TO_VERIFY' ? '还不能签到' : '没有签到';
    const where = known ? [whenAndWhere(known)] : [];
    const name = known?.who ?? '';
    return { tone: 'bad', icon: 'close-circle', title, name, lines: [error.message, ...where] };
  }
  return {
    tone: 'wait',
    icon: 'wifi-off',
    title: '没有收到结果',
    name: '',
    lines: ['请再扫一次，重复签到没有影响'],
  };
}
