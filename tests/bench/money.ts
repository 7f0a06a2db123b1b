import { book, fill } from '../functions/booking';
import { type MoneyClub, openMoneyClub } from '../functions/money';
import { atMost, type Measurement, type Share } from './figure';
import { crashFigures } from './moneyCrashes';
import { holdFigures } from './moneyHolds';
import { notificationFigures } from './moneyNotifications';
import { requestsOf } from './requests';

/** What must never happen to money, counted; `share` is how many of the steps a crash is tried at. */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const money = await openMoneyClub({ transactionMs: 1000 });
  try {
    return [
      ...(await walletPayment(money)),
      ...(await notificationFigures(money)),
      ...(await holds()),
      ...(await crashFigures(money, share)),
    ];
  } finally {
    await money.close();
  }
}

/** Fifty at once wait for one another longer than a transaction may take where functions die. */
async function holds(): Promise<Measurement[]> {
  const patient = await openMoneyClub({ transactionMs: 30_000 });
  return holdFigures(patient).finally(() => patient.close());
}

/** A court that is kept is paid from the wallet: all requests, who-is-calling included. */
async function walletPayment(money: MoneyClub): Promise<Measurement[]> {
  const { club } = money;
  const { booking } = await book(club, 'may');
  await fill(money, 'may');
  club.cloud.stats();
  const paid = await club.as('may').booking.pay({ bookingId: booking.id, channel: 'WALLET' });
  if (paid.booking.status !== 'BOOKED') throw new Error(`the court is ${paid.booking.status}`);
  const counted = requestsOf(club.cloud.stats(), 'booking', 'pay');
  return [atMost(11, 'requests')('database requests of a payment from the wallet', counted)];
}
