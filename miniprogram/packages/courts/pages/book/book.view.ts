import { type Fen, fen, formatYuan } from '@shared/base/money';
import { clubDayStart, formatClub } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import type { PayerView } from '@shared/contracts/cashier';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { bookingCodeText, codeText } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { percentOf } from '@shared/domain/membership';
import { CHANNEL_WORDS } from '@shared/domain/order';
import { quoteOfChoice } from '../../../../pages/booking/booking.view';
import { newRequestId } from '../../../../services/requestId';
import type { DeskChoice } from '../slots/slots.view';

export type Method = 'CASH' | 'BANK' | 'ALIPAY';
export type Who = 'MEMBER' | 'WALK_IN';

/** The form as it was filled in. */
export interface DeskForm {
  readonly who: Who;
  readonly payer: PayerView | null;
  readonly name: string;
  readonly phone: string;
  readonly places: number;
  readonly method: Method;
}

export interface BookView {
  readonly court: string;
  readonly when: string;
  /** How many places can be had at once; 1 where a court is booked as a whole. */
  readonly mostPlaces: number;
  readonly lines: readonly {
    readonly name: string;
    readonly about: string;
    readonly amount: string;
  }[];
  readonly total: Fen;
  readonly totalText: string;
  readonly methods: readonly {
    readonly id: Method;
    readonly label: string;
    readonly chosen: boolean;
  }[];
  readonly button: string;
  /** What is missing before it can be booked; empty when nothing is. */
  readonly missing: string;
}

const MOST_PLACES = 4;

/** Null when the court is not in the grid any more. */
export function bookView(
  grid: GridView,
  choice: DeskChoice,
  { form, alipay }: { readonly form: DeskForm; readonly alipay: boolean },
): BookView | null {
  const court = grid.courts.find(({ id }) => id === choice.courtId);
  if (!court) return null;
  // What the clerk's own membership pays of it is nobody's price but the clerk's.
  const percent = percentOf(form.who === 'MEMBER' ? (form.payer?.level ?? null) : null);
  const quote = quoteOfChoice({ ...grid, percent }, { ...choice, taken: false }, form.places);
  const methods: readonly Method[] = alipay ? ['CASH', 'BANK', 'ALIPAY'] : ['CASH', 'BANK'];
  const date = formatClub(clubDayStart(choice.date), 'M 月 D 日');
  const places = form.places > 1 ? ` × ${form.places} 人` : '';
  return {
    court: court.name,
    when: `${date} ${clockText(choice.from)}–${clockText(choice.until)}`,
    mostPlaces: court.kind === 'PLACES' ? MOST_PLACES : 1,
    lines: [
      ...quote.lines.map(({ name, slots, fen: amount }) => {
        return { name, about: `${slots} 个半小时${places}`, amount: formatYuan(amount) };
      }),
      ...discountLines(quote.discount),
    ],
    total: quote.total,
    totalText: formatYuan(quote.total),
    methods: methods.map((id) => ({
      id,
      label: CHANNEL_WORDS[id],
      chosen: id === form.method,
    })),
    button: buttonText(form.method, quote.total),
    missing: missingIn(form),
  };
}

const discountLines = (discount: Fen) =>
  discount > 0 ? [{ name: '会员优惠', about: '', amount: formatYuan(fen(-discount)) }] : [];

function buttonText(method: Method, total: Fen): string {
  if (total === 0) return '确认预订';
  return `${method === 'ALIPAY' ? '出示付款码' : '确认收款'} ${formatYuan(total)}`;
}

function missingIn({ who, payer, name }: DeskForm): string {
  if (who === 'MEMBER') return payer ? '' : '请先查找会员';
  return name.trim() === '' ? '请填写散客的称呼' : '';
}

/** What is sent: its id stays with it, however often the same form is sent. */
export interface Request {
  readonly requestId: string;
  readonly what: string;
}

/** The same request for the same booking, by whatever is in it; anything else is another one. */
export function requestFor(form: DeskForm, total: Fen, before: Request | null): Request {
  const { who, payer, name, phone, places, method } = form;
  const person = who === 'MEMBER' ? payer?.memberId : `${name.trim()} ${phone.trim()}`;
  const what = [who, person, places, method, total].join('|');
  return before?.what === what ? before : { requestId: newRequestId(), what };
}

/** What is handed over once a booking stands. */
export interface BookedCard {
  readonly code: string;
  readonly picture: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

export function bookedCard({ booking, who, walkIn, code }: SheetRow): BookedCard {
  const day = formatClub(booking.startAt, 'M 月 D 日');
  return {
    code: codeText(code),
    picture: bookingCodeText(code),
    facts: [
      { label: walkIn ? '散客' : '会员', value: who },
      { label: '场地', value: `${booking.venueName} ${booking.courtName}` },
      { label: '时间', value: `${day} ${clockText(booking.from)}–${clockText(booking.until)}` },
      { label: '实收', value: formatYuan(booking.paid) },
    ],
  };
}
