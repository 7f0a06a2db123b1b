import { SECOND } from '@shared/base/time';
import type { OrderView, PaymentParams } from '@shared/contracts/wallet';
import type { OrderStatus } from '@shared/domain/order';
import { api } from './api';
import { after } from './clock';
import { confirm } from './feedback';

/** How WeChat's cashier closed. It is what the phone says: no proof that money moved, or did not. */
export type Cashier = 'done' | 'cancelled' | 'failed';

/** A payment that was tried: how the cashier closed, and how the server says the order stands. */
export interface Payment {
  readonly cashier: Cashier;
  readonly order: OrderView;
}

/** An order and what the cashier needs to open: what `topUp` and `resume` answer. */
export interface PayableOrder {
  readonly order: OrderView;
  readonly payment: PaymentParams;
}

/** Waits before each question after a payment; the channel usually knows at the first or second. */
const QUESTIONS = [0, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND];

/**
 * Opens the cashier for an order and asks the server until it knows how the order stands. After a
 * cashier that closed unpaid it asks once: some phones report a cancel after the money has gone.
 */
export async function payOrder(
  { order, payment }: PayableOrder,
  onConfirming: () => void = () => undefined,
): Promise<Payment> {
  const cashier = await openCashier(payment);
  onConfirming();
  const waits = cashier === 'done' ? QUESTIONS : QUESTIONS.slice(0, 1);
  return { cashier, order: await confirmed(order, waits) };
}

async function openCashier(payment: PaymentParams): Promise<Cashier> {
  try {
    await wx.requestPayment(payment);
    return 'done';
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string };
    return errMsg.includes('cancel') ? 'cancelled' : 'failed';
  }
}

/** The order as last heard of. A question that got lost is no answer, and the next one is asked. */
async function confirmed(order: OrderView, waits: readonly number[]): Promise<OrderView> {
  let known = order;
  for (const wait of waits) {
    if (wait > 0) await passed(wait);
    known = await api.wallet.order({ orderId: order.id }).catch(() => known);
    if (!mayStillBePaid(known.status)) break;
  }
  return known;
}

const passed = (ms: number) =>
  new Promise<void>((resolve) => {
    after(ms, resolve);
  });

/** A closed order too: its payment may have been on the way. */
const mayStillBePaid = (status: OrderStatus) =>
  status === 'PENDING' || status === 'CLOSED' || status === 'FAILED';

/** Asks and gives up an unpaid order. Null when the person keeps it. */
export async function cancelAfterAsking(orderId: string): Promise<OrderView | null> {
  const sure = await confirm({
    title: '取消订单',
    content: '取消以后这个订单不能再支付，需要时可以重新下单。',
    confirmText: '取消订单',
    cancelText: '再想想',
  });
  return sure ? api.wallet.cancel({ orderId }) : null;
}
