import type { Paying } from '@shared/contracts/bookingViews';
import type { MessageKind } from '@shared/domain/message';
import { type Cashier, payOrder } from '../../services/payment';

/** What WeChat is asked to tell who books. */
export const BOOKING_NEWS = ['BOOKED', 'REMINDER', 'REFUNDED'] as const satisfies MessageKind[];

/** Opens WeChat's sheet where the answer asks for one; null when there was nothing to open it for. */
export async function throughTheCashier(
  { order, payment }: Paying,
  onConfirming: () => void,
): Promise<Cashier | null> {
  if (!order || !payment) return null;
  const { cashier } = await payOrder({ order, payment }, onConfirming);
  return cashier;
}

/** The booking's page after a payment was tried: it says how that went. */
export function afterPaying({ booking }: Paying, cashier: Cashier | null): string {
  const tried = cashier ? `&cashier=${cashier}` : '';
  return `/packages/booking/pages/detail/detail?id=${booking.id}&fresh=1${tried}`;
}
