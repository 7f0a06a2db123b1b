import type { Instant } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { maskName, maskPhone } from '@shared/domain/member';
import type { Db } from '../_kit/db';
import type { Booking } from '../booking/store';
import { arrivalsOf, verifiableFrom, withArrival } from '../booking/verifying';
import { bookingView } from '../booking/views';
import { type MemberDoc, membersById } from '../member/service';

const GONE = '已注销会员';
/** Whose name is forgotten some time after they played. */
const WALK_IN = '散客';

/** Whether it waits for what the desk shows to be scanned. */
const paysAtDesk = ({ status, source, orderId }: Booking) =>
  status === 'PENDING_PAY' && source === 'DESK' && orderId !== null;

/** What the desk may do with a booking now; whether it may is decided again when it does. */
const mayBe = (booking: Booking, now: Instant): SheetRow['may'] => {
  const { status, startAt, endAt } = booking;
  const booked = status === 'BOOKED';
  return {
    verify: booked && verifiableFrom(booking) <= now && now < endAt,
    cancel: (booked || status === 'PENDING_PAY') && now < endAt,
    noShow: booked && now >= startAt,
    waive: status === 'NO_SHOW',
    showCode: paysAtDesk(booking) && now < booking.expiresAt,
  };
};

const whoOf = ({ memberId, customer }: Booking, members: ReadonlyMap<string, MemberDoc>) => {
  if (memberId === null) return { who: customer?.name ?? WALK_IN, phone: customer?.phone || null };
  const member = members.get(memberId);
  return { who: member ? maskName(member.nickname) : GONE, phone: member?.phone ?? null };
};

/** Bookings of one venue as the desk sees them: whoever checked in at the door has arrived. */
export async function rowsOf(db: Db, some: readonly Booking[], now: Instant): Promise<SheetRow[]> {
  const memberIds = some.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]));
  const [members, arrivals] = await Promise.all([
    membersById(db, memberIds),
    arrivalsOf(db, some, now),
  ]);
  return some.map((one) => {
    const booking = withArrival(one, arrivals);
    const { who, phone } = whoOf(booking, members);
    return {
      booking: bookingView(booking, null),
      who,
      walkIn: booking.memberId === null,
      maskedPhone: phone === null ? null : maskPhone(phone),
      companions: booking.companions.length,
      code: booking.code,
      waived: booking.waived,
      source: booking.source,
      may: mayBe(booking, now),
    };
  });
}

export async function rowOf(db: Db, booking: Booking, now: Instant): Promise<SheetRow> {
  const [row] = await rowsOf(db, [booking], now);
  if (!row) throw new Error(`booking ${booking._id} should have a row`);
  return row;
}
