import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemsOf } from '../bench/moneyBooks';
import { newPlayer, perform } from '../bench/moneyDeeds';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
beforeAll(async () => {
  money = await openMoneyClub();
});
afterAll(() => money.close());

/** ms between one payer's scan and the next one's, so that some meet the cancelling. */
const STEP = 12;

test('somebody scans while the clerk takes the code away: the money is credited or given back, never both', async () => {
  for (const round of [1, 2]) {
    const before = money.alipay.moneyOf().paid;
    const players = await Promise.all(
      Array.from({ length: 10 }, (_, index) => newPlayer(money, `oScans-${round}-${index}`)),
    );
    await Promise.all(
      players.map((player) => perform(money, player, { do: 'showCode', slot: 0, fen: 100 })),
    );
    await Promise.all(
      players.flatMap((player, index) => [
        perform(money, player, { do: 'deskCancel', slot: 0 }),
        new Promise((resolve) => setTimeout(resolve, index * STEP)).then(() =>
          perform(money, player, { do: 'scan', slot: 0 }),
        ),
      ]),
    );
    // Who scans at once is faster than the clerk.
    expect(money.alipay.moneyOf().paid).toBeGreaterThan(before);
    await money.alipay.idle();
    // What was told while the code was being taken away is looked at again after a minute.
    await money.club.passMinutes(4);
    const found = await problemsOf(money, players);
    expect([...found.values()].flat()).toEqual([]);
  }
  const shown = await money.club.documents('orders', { channel: 'ALIPAY' });
  expect(shown).toHaveLength(20);
});
