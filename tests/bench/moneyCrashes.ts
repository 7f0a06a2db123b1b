import { Refusal } from '@shared/refusals';
import { expectLedgerInOrder } from '../functions/books';
import { clearFaults, type Fault, orderFaults } from '../functions/club';
import type { MoneyClub } from '../functions/money';
import { faultsWaiting, insist } from '../functions/steps';
import { exactly, type Measurement, type Share } from './figure';
import { newPlayer } from './moneyDeeds';

const AMOUNT = 20_000;
/** More than any of these calls makes. */
const MOST_STEPS = 60;

/** A call whose function is killed at one of its database requests. */
interface Victim {
  readonly name: string;
  readonly function: string;
  readonly action?: string;
  /** Where the member's money is in the end, whatever died. */
  readonly ends: { readonly balance: number; readonly status: string };
  readonly run: (member: Member) => Promise<void>;
}

type Member = Awaited<ReturnType<typeof newMember>>;

const CREDITED = { balance: AMOUNT, status: 'PAID' } as const;
const RETURNED = { balance: 0, status: 'REFUNDED' } as const;

const VICTIMS: readonly Victim[] = [
  {
    name: 'order',
    function: 'wallet',
    action: 'topUp',
    ends: CREDITED,
    run: (member) => member.topUp(),
  },
  { name: 'notified', function: 'wechatHook', ends: CREDITED, run: (member) => member.topUp() },
  {
    name: 'asked',
    function: 'wallet',
    action: 'order',
    ends: CREDITED,
    run: (member) => member.topUp('lost'),
  },
  {
    name: 'refund',
    function: 'wallet',
    action: 'withdraw',
    ends: RETURNED,
    run: (member) => member.takeBack(),
  },
  {
    name: 'refund told',
    function: 'wechatHook',
    ends: RETURNED,
    run: (member) => member.takeBack(),
  },
  {
    name: 'asked by the minute',
    function: 'payTimer',
    ends: CREDITED,
    run: (member) => member.pay('lost').then(member.minute),
  },
  {
    name: 'refund asked by the minute',
    function: 'payTimer',
    ends: RETURNED,
    run: (member) => member.takeBack('lost').then(member.minute),
  },
  {
    name: 'scanned',
    function: 'alipayHook',
    ends: CREDITED,
    run: (member) => member.scan(),
  },
];

/**
 * The process is killed before and after every database request of a top-up and of a refund; those
 * that a minute of the timer makes for other reasons are tried, too.
 */
export async function crashFigures(money: MoneyClub, share: Share = 1): Promise<Measurement[]> {
  const every = Math.round(1 / share);
  const otherwise: string[] = [];
  let tried = 0;
  for (const victim of VICTIMS) {
    for (let n = 1; n <= MOST_STEPS; n += every) {
      const [before, after] = [
        await endOf(money, victim, { n, when: 'before' }),
        await endOf(money, victim, { n, when: 'after' }),
      ];
      // There is no such request: the call was over before.
      if (before === 'NOT_STRUCK') break;
      tried += 2;
      for (const end of [before, after]) if (end !== 'AS_WITHOUT') otherwise.push(end);
    }
  }
  await expectLedgerInOrder(money.club);
  for (const end of otherwise) console.error(end);
  const field = `kill -9 at each of ${tried} steps of a top-up and a refund: ended otherwise`;
  return [exactly(0, 'steps')(field, otherwise.length)];
}

let people = 0;

async function endOf(
  money: MoneyClub,
  { name, ends, run, ...where }: Victim,
  step: Pick<Fault, 'n' | 'when'>,
): Promise<string> {
  const { club } = money;
  people += 1;
  const member = await newMember(money, `oCrash-${people}`);
  if (ends === RETURNED) {
    await member.topUp();
    await member.untilQuiet();
  }
  await orderFaults(club, { ...where, ...step, effect: 'kill' });
  await run(member);
  const struck = (await faultsWaiting(club)) === 0;
  await clearFaults(club);
  await member.again();
  await member.untilQuiet();
  const end = await member.end();
  const right = { ...ends, credits: 1 };
  const same = JSON.stringify(end) === JSON.stringify(right);
  if (!same) return `${name}, killed ${step.when} request ${step.n}: ${JSON.stringify(end)}`;
  return struck ? 'AS_WITHOUT' : 'NOT_STRUCK';
}

const MOST_TRIES = 5;

/**
 * Who gets no answer, or is told that too many are at it, tries again: what died keeps its locks, and
 * on a busy machine a call can run out of time.
 */
async function untilAnswered(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      await insist(work);
      return;
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'INTERNAL') return;
    }
  }
}

/** A member who orders, pays, looks and takes back, and tries again what got no answer. */
async function newMember(money: MoneyClub, openid: string) {
  const { club, wechat, alipay } = money;
  const { memberId } = await newPlayer(money, openid);
  const { wallet } = club.as(openid);
  const lost = () => undefined;
  let orderId: string | null = null;
  let takesBack = false;
  const atDesk = async () => {
    const form = { memberId, campusId: 'c-east', amount: AMOUNT, amountAgain: AMOUNT };
    const { cashier } = club.as('desk-east');
    const { order, code } = await cashier.showAlipay({ ...form, requestId: openid });
    orderId = order.id;
    alipay.pay(code);
    await alipay.idle();
  };
  const onPhone = async () => {
    const { order, payment } = await wallet.topUp({ amount: AMOUNT, requestId: 'once' });
    orderId = order.id;
    wechat.cashier.pay({ ...payment, openid });
    await wechat.idle();
  };
  let order = onPhone;
  const look = async () => {
    if (orderId !== null) await wallet.order({ orderId });
  };
  const withdraw = async () => {
    if (orderId !== null) await wallet.withdraw({ orderId, requestId: 'back' });
    await wechat.idle();
  };
  const pay = async (notification: 'lost' | 'told' = 'told') => {
    if (notification === 'lost') wechat.faults.notification({ effect: 'lost' });
    await order().catch(lost);
  };
  return {
    pay,
    async topUp(notification: 'lost' | 'told' = 'told') {
      await pay(notification);
      await look().catch(lost);
    },
    async scan() {
      order = atDesk;
      await order().catch(lost);
    },
    minute: () => club.passMinutes(1),
    async takeBack(notification: 'lost' | 'told' = 'told') {
      if (notification === 'lost') wechat.faults.notification({ effect: 'lost' });
      takesBack = true;
      await withdraw().catch(lost);
    },
    /** What a person does who got no answer. */
    async again() {
      await untilAnswered(order);
      if (takesBack) await untilAnswered(withdraw);
    },
    async untilQuiet() {
      for (let minute = 0; minute < 5; minute += 1) {
        await Promise.all([wechat.idle(), alipay.idle()]);
        await club.passMinutes(1);
        const known = orderId === null ? null : await club.document('orders', orderId);
        if (known && known.fulfilledAt !== null && known.status !== 'REFUNDING') return;
      }
    },
    async end() {
      if (orderId === null) throw new Error('nothing was ever ordered');
      const { balance } = await wallet.home({});
      const known = await club.document('orders', orderId);
      const credited = await club.documents('ledger_entries', { _id: `topup:${orderId}` });
      return { balance, status: String(known?.status), credits: credited.length };
    },
  };
}
