import { changesOf, frozenMoney, memberMoney, type Posting } from '@shared/domain/ledger';
import { type Channel, isFinal, isOnline, type OrderStatus } from '@shared/domain/order';
import type { MoneyClub } from '../functions/money';
import type { Player } from './moneyDeeds';

interface Order {
  readonly _id: string;
  readonly memberId: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly status: OrderStatus;
  readonly amount: number;
  readonly refunded: number;
  readonly paidAt: number | null;
  readonly fulfilledAt: number | null;
}

interface Refund {
  readonly orderId: string;
  readonly amount: number;
  readonly status: string;
}

interface Entry {
  readonly _id: string;
  readonly orderId?: string;
  readonly postings: readonly Posting[];
}

interface Books {
  readonly orders: readonly Order[];
  readonly refunds: readonly Refund[];
  readonly entries: readonly Entry[];
}

/** What is wrong with the money of these members when all is quiet, our books against the channels'. */
export async function problemsOf(
  money: MoneyClub,
  players: readonly Player[],
): Promise<Map<Player, string[]>> {
  const { club } = money;
  const memberIds = players.map(({ memberId }) => memberId);
  const orders = (await club.documents('orders', { memberId: { $in: memberIds } })) as never;
  const orderIds = (orders as Order[]).map(({ _id }) => _id);
  const [refunds, byOrder, byMember, balances] = await Promise.all([
    club.documents('refunds', { orderId: { $in: orderIds } }),
    club.documents('ledger_entries', { orderId: { $in: orderIds } }),
    club.documents('ledger_entries', { accounts: { $in: memberIds.map(memberMoney) } }),
    club.documents('ledger_balances'),
  ]);
  const entries = new Map([...byOrder, ...byMember].map((entry) => [String(entry._id), entry]));
  const all = { orders, refunds, entries: [...entries.values()] } as unknown as Books;
  const held = new Map(balances.map(({ _id, balance }) => [String(_id), Number(balance)]));
  return new Map(
    players.map((player) => [
      player,
      [...ordersOf(money, player, all), ...walletOf(player, all, held)],
    ]),
  );
}

function ordersOf(money: MoneyClub, player: Player, books: Books): string[] {
  const problems: string[] = [];
  const own = books.orders.filter(({ memberId }) => memberId === player.memberId);
  for (const order of own) {
    const say = (what: string) => problems.push(`${order.channel} ${order._id}: ${what}`);
    if (!isFinal(order.status)) say(`is still ${order.status}`);
    if (order.paidAt !== null && order.fulfilledAt === null && order.status === 'PAID') {
      say('is paid and not handed over');
    }
    for (const what of sumsOf(money, order, books)) say(what);
  }
  for (const { orderId, done } of player.told) {
    const order = own.find(({ _id }) => _id === orderId);
    const kept = done === 'TAKEN' ? ['PAID', 'REVERSED'] : ['REVERSED'];
    if (!kept.includes(order?.status ?? '')) problems.push(`${orderId} was ${done} and is not`);
  }
  return problems;
}

/** An order's money at its channel, in our order and in the ledger. */
function sumsOf(money: MoneyClub, order: Order, books: Books): string[] {
  const { _id, channel, amount, refunded, paidAt, memberId } = order;
  const entries = books.entries.filter(({ orderId }) => orderId === _id);
  const gain = (account: string) => gainOf(entries, account);
  const facts: [string, number, number][] = [
    ['frozen', gain(frozenMoney(memberId)), 0],
    ['in the wallet', gain(memberMoney(memberId)), walletGainOf(money, order, books)],
  ];
  if (isOnline(channel)) {
    const there = gatewayOf(money, channel).moneyOf(_id);
    const net = there.paid - there.refunded;
    facts.push([`owed by ${channel}`, gain(`fen:channel:${channel}`), -net]);
    facts.push(['on its way back', gain(`fen:refunding:${channel}`), 0]);
    // What it could not hand over it still has: for the order that counts as refunded all the same.
    const credited = order.kind === 'TOPUP' ? 0 : creditedOf(order, books);
    facts.push(['kept of the order', paidAt === null ? 0 : amount - refunded + credited, net]);
  }
  return facts
    .filter(([, ours, right]) => ours !== right)
    .map(([what, ours, right]) => `${what}: ${ours} fen, should be ${right}`);
}

const gatewayOf = ({ wechat, alipay }: MoneyClub, channel: 'WECHAT' | 'ALIPAY') =>
  channel === 'WECHAT' ? wechat : alipay;

/** What an order should have added to its member's wallet in the end. */
function walletGainOf(money: MoneyClub, order: Order, { refunds }: Books): number {
  const { _id, kind, channel, amount, refunded, paidAt, status } = order;
  if (channel === 'WALLET') return paidAt === null ? 0 : refunded - amount;
  if (!isOnline(channel)) return status === 'REVERSED' ? 0 : amount;
  if (kind === 'TOPUP') {
    const there = gatewayOf(money, channel).moneyOf(_id);
    return there.paid - there.refunded;
  }
  return creditedOf(order, { refunds });
}

/** What the channel could not hand over of a court's price: it went into the wallet. */
const creditedOf = ({ _id }: Order, { refunds }: Pick<Books, 'refunds'>): number =>
  refunds
    .filter(({ orderId, status }) => orderId === _id && status === 'CLOSED')
    .reduce((sum, { amount }) => sum + amount, 0);

function walletOf(player: Player, { entries }: Books, held: ReadonlyMap<string, number>): string[] {
  return [memberMoney(player.memberId), frozenMoney(player.memberId)].flatMap((account) => {
    const balance = held.get(account) ?? 0;
    const sum = gainOf(entries, account);
    if (balance < 0) return [`${account} holds ${balance} fen`];
    return balance === sum ? [] : [`${account} holds ${balance} fen, its entries say ${sum}`];
  });
}

const gainOf = (entries: readonly Entry[], account: string): number =>
  entries.reduce((sum, { postings }) => sum + (changesOf(postings).get(account as never) ?? 0), 0);
