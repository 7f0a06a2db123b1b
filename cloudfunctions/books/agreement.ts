import { type Account, bankMoney, cashMoney, channelMoney } from '@shared/domain/ledger';
import { isOnline, ONLINE_CHANNELS } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { entriesAmong, entriesOfOrders, type LedgerEntry } from '../ledger/service';
import { type CampusScope, type Order, ordersById, takenInAt } from '../order/service';
import type { MoneyDay } from './takings';

/** Where money crosses the border of the club: the channels, and the tills of its campuses. */
const tillsOf = (campusIds: readonly string[]) =>
  campusIds.flatMap((campusId) => [cashMoney(campusId), bankMoney(campusId)]);

/** What came in at and went out of each till, fen; what is zero is not there. */
class Flows {
  readonly #flows = new Map<string, number>();

  add(way: 'IN' | 'OUT', account: Account, amount: number): void {
    const key = `${way} ${account}`;
    this.#flows.set(key, (this.#flows.get(key) ?? 0) + amount);
  }

  equals(other: Flows): boolean {
    const keys = new Set([...this.#flows.keys(), ...other.#flows.keys()]);
    return [...keys].every((key) => this.#flows.get(key) === other.#flows.get(key));
  }
}

/**
 * Whether the ledger says of a day what orders and refunds say, till by till. The accounts of the
 * channels belong to no campus, so of one campus only cash and transfers can be compared; null when
 * these agree and there is more that cannot be told.
 *
 * @param campusIds the campuses whose tills are compared
 */
export async function ledgerAgrees(
  db: Db,
  day: MoneyDay,
  scope: CampusScope,
  campusIds: readonly string[],
): Promise<boolean | null> {
  const channels = scope === null ? ONLINE_CHANNELS.map(channelMoney) : [];
  const tills: readonly Account[] = [...tillsOf(campusIds), ...channels];
  const entries = await entriesOfDay(db, day, tills);
  const said = new Flows();
  const booked = new Set<string | undefined>();
  for (const { postings, orderId, countsIn, countsOut } of entries) {
    for (const { from, to, amount } of postings) {
      if (countsIn && tills.includes(from)) {
        said.add('IN', from, amount);
        booked.add(orderId);
      }
      if (countsOut && tills.includes(to)) said.add('OUT', to, amount);
    }
  }
  const ours = new Flows();
  for (const order of day.paid) {
    const till = takenInAt(order);
    // Paid and waiting to be handed over: it is in no book yet.
    const waits = order.status === 'PAID' && order.fulfilledAt === null && !booked.has(order._id);
    if (tills.includes(till) && !waits) ours.add('IN', till, order.amount);
  }
  for (const refund of day.back) {
    const till = takenInAt({ ...refund, _id: refund.orderId });
    if (tills.includes(till)) ours.add('OUT', till, refund.amount);
  }
  if (!ours.equals(said)) return false;
  const untold = [...day.paid, ...day.back].some(({ channel }) => isOnline(channel));
  return scope !== null && untold ? null : true;
}

type DayEntry = LedgerEntry & { readonly countsIn: boolean; readonly countsOut: boolean };

/**
 * What the ledger has of a day. Income belongs to the day on which the order was paid, as the
 * channel tells it: the entry follows some seconds later, which may be the next day.
 */
async function entriesOfDay(
  db: Db,
  { span, paid }: MoneyDay,
  tills: readonly Account[],
): Promise<DayEntry[]> {
  const today = new Set(paid.map(({ _id }) => _id));
  const near = await entriesAmong(db, tills, span);
  const entered = new Set(near.map(({ orderId }) => orderId));
  const foreign = near.flatMap(({ orderId }) =>
    orderId === undefined || today.has(orderId) ? [] : [orderId],
  );
  const missing = paid.flatMap(({ _id }) => (entered.has(_id) ? [] : [_id]));
  const [others, further] = await Promise.all([
    ordersById(db, foreign),
    entriesOfOrders(db, missing),
  ]);
  const elsewhere = (order: Order | undefined) => typeof order?.paidAt === 'number';
  return [
    ...near.map((entry) => {
      const countsIn = !elsewhere(others.get(entry.orderId ?? ''));
      return { ...entry, countsIn, countsOut: true };
    }),
    ...further.map((entry) => ({ ...entry, countsIn: true, countsOut: false })),
  ];
}
