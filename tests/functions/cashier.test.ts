import type { Api } from '@shared/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, openClub, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const EAST = 'c-east';
const till = (who = 'desk-east') => club.as(who).cashier;
const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;

type Form = Parameters<Api['cashier']['take']>[0];
/** ¥100 in cash of Lin's. */
const form = (part: Partial<Form> = {}): Form => ({
  memberId: 'm-lin',
  campusId: EAST,
  amount: 10_000,
  amountAgain: part.amount ?? 10_000,
  requestId: 'r1',
  channel: 'CASH',
  note: '',
  ...part,
});

describe('finding who pays', () => {
  test('by phone: a masked name, a masked number, the balance and the room, and nothing more', async () => {
    await till().take(form());
    expect(await till().findMember({ phone: '138 0000-0001' })).toEqual({
      memberId: 'm-lin',
      maskedName: '林*满',
      avatarUrl: null,
      maskedPhone: '138****0001',
      level: null,
      balance: 10_000,
      room: 490_000,
    });
  });

  test('an order that may still be paid on the phone takes room already', async () => {
    await club.as('lin').wallet.topUp({ amount: 30_000, requestId: 'r1' });
    const lin = await till().findMember({ phone: '13800000001' });
    expect(lin).toMatchObject({ balance: 0, room: 470_000 });
    await club.passMinutes(17);
    expect(await till().findMember({ phone: '13800000001' })).toMatchObject({ room: 500_000 });
  });

  test('by member code, which is used up by it', async () => {
    const { text: code } = await club.as('may').member.code({});
    expect(await till().findMember({ code })).toMatchObject({ memberId: 'm-may' });
    expect(await outcome(till().findMember({ code }))).toBe('MEMBER_CODE_USED');
    const stale = (await club.as('may').member.code({})).text;
    club.cloud.clock.jump(club.cloud.clock.now() + 60_000);
    expect(await outcome(till().findMember({ code: stale }))).toBe('MEMBER_CODE_EXPIRED');
    expect(await outcome(till().findMember({ code: 'no code' }))).toBe('MEMBER_CODE_INVALID');
  });

  test.each([
    ['1380000000', 'PHONE_INVALID'],
    ['138000000012', 'PHONE_INVALID'],
    ['23800000001', 'PHONE_INVALID'],
    ['', 'PHONE_INVALID'],
    ['19900000000', 'MEMBER_NOT_FOUND'],
  ])('%s is %s', async (phone, code) => {
    expect(await outcome(till().findMember({ phone }))).toBe(code);
  });

  test('an account that was disabled pays nothing in, and nobody fills the own wallet', async () => {
    const lin = await club.document('members', 'm-lin');
    await club.cloud.load('members', [{ ...lin, status: 'DISABLED' }]);
    expect(await outcome(till().findMember({ phone: '13800000001' }))).toBe('ACCOUNT_DISABLED');
    expect(await outcome(till().take(form()))).toBe('ACCOUNT_DISABLED');
    const { text: code } = await club.as('desk-east').member.code({});
    expect(await outcome(till().findMember({ code }))).toBe('OWN_WALLET');
    const own = form({ memberId: 'm-desk-east' });
    expect(await outcome(till().take(own))).toBe('OWN_WALLET');
    expect(await outcome(till('admin-east').take(own))).toBe('ok');
  });
});

describe('taking money in', () => {
  test('cash lies in the campus’s drawer, is in the member’s wallet, and was seen by somebody', async () => {
    const receipt = await till().take(form());
    expect(receipt).toMatchObject({
      order: { kind: 'TOPUP', channel: 'CASH', status: 'PAID', amount: 10_000 },
      maskedName: '林*满',
      campusName: '东区',
      operatorName: '许前台',
    });
    expect(await balance()).toBe(10_000);
    const { id } = receipt.order;
    const entry = await club.document('ledger_entries', `topup:${id}`);
    expect(entry).toMatchObject({
      orderId: id,
      postings: [{ from: 'fen:cash:c-east', to: 'fen:member:m-lin', amount: 10_000 }],
    });
    expect(await club.document('audit_entries', `order:${id}:take`)).toMatchObject({
      actorId: 'm-desk-east',
      campusId: EAST,
      action: 'cashier.take',
      targetId: id,
      detail: 'CASH 10000',
    });
    const { recent } = await club.as('lin').wallet.home({});
    expect(recent).toMatchObject([{ kind: 'TOPUP', amount: 10_000, orderId: id }]);
    await expectLedgerInOrder(club);
  });

  test('a bank transfer lies at the bank and keeps its number', async () => {
    const receipt = await till().take(form({ channel: 'BANK', note: '  2026031400001 ' }));
    expect(receipt).toMatchObject({ order: { channel: 'BANK' }, note: '2026031400001' });
    const entry = await club.document('ledger_entries', `topup:${receipt.order.id}`);
    expect(entry?.postings).toMatchObject([{ from: 'fen:bank:c-east' }]);
  });

  test('the same form again answers the same receipt and moves nothing, whatever was typed', async () => {
    const receipt = await till().take(form());
    expect(await till().take(form())).toEqual(receipt);
    const changed = form({ amount: 20_000, amountAgain: 20_000, channel: 'BANK' });
    expect(await till().take(changed)).toEqual(receipt);
    expect(await balance()).toBe(10_000);
    expect(await club.documents('audit_entries')).toHaveLength(1);
    expect((await till().take(form({ requestId: 'r2' }))).order.id).not.toBe(receipt.order.id);
  });

  test.each([
    [0, 'TOPUP_AMOUNT_INVALID'],
    [-1, 'TOPUP_AMOUNT_INVALID'],
    [1, 'ok'],
    [500_000, 'ok'],
    [500_001, 'WALLET_LIMIT'],
    [1_000_000, 'WALLET_LIMIT'],
    [1_000_001, 'TOPUP_AMOUNT_INVALID'],
  ])('%i fen: %s', async (amount, code) => {
    expect(await outcome(till().take(form({ amount })))).toBe(code);
    expect(await balance()).toBe(code === 'ok' ? amount : 0);
    expect(await club.documents('orders')).toHaveLength(code === 'ok' ? 1 : 0);
    expect(await club.documents('audit_entries')).toHaveLength(code === 'ok' ? 1 : 0);
    await expectLedgerInOrder(club);
  });

  test.each([
    ['two amounts that differ', { amountAgain: 1000 }, 'AMOUNTS_DIFFER'],
    ['another campus', { campusId: 'c-west' }, 'CAMPUS_NOT_FOUND'],
    ['nobody', { memberId: 'm-nobody' }, 'MEMBER_NOT_FOUND'],
  ])('%s is refused and nothing moves', async (_, part, code) => {
    expect(await outcome(till().take(form(part)))).toBe(code);
    expect(await club.documents('orders')).toEqual([]);
    expect(await balance()).toBe(0);
  });

  test('the super admin takes money anywhere, but not at a campus that is not there', async () => {
    const root = till('root');
    expect(await outcome(root.take(form({ campusId: 'c-west' })))).toBe('ok');
    const nowhere = form({ campusId: 'c-nowhere', requestId: 'r2' });
    expect(await outcome(root.take(nowhere))).toBe('CAMPUS_NOT_FOUND');
  });

  test('what was paid at the desk is not sent back by the phone', async () => {
    const { order } = await till().take(form());
    const lin = club.as('lin').wallet;
    expect((await lin.home({})).withdrawable).toEqual([]);
    const asked = lin.withdraw({ orderId: order.id, requestId: 'w1' });
    expect(await outcome(asked)).toBe('WITHDRAW_AT_DESK');
    expect(await balance()).toBe(10_000);
    expect(await club.documents('refunds')).toEqual([]);
  });
});

describe('what a desk took', () => {
  test('today’s receipts of a campus, newest first, for those who serve it', async () => {
    const first = await till().take(form());
    await club.passMinutes(1);
    const second = await till('admin-east').take(form({ memberId: 'm-may', requestId: 'r2' }));
    await till('root').take(form({ campusId: 'c-west', requestId: 'r3' }));
    const home = await till().home({ campusId: null });
    expect(home).toMatchObject({ campusId: EAST, topupEnabled: true, date: '2026-03-14' });
    expect(home.campuses).toEqual([{ id: EAST, name: '东区' }]);
    expect(home.receipts).toEqual([second, first]);
    expect(await outcome(till().home({ campusId: 'c-west' }))).toBe('CAMPUS_NOT_FOUND');
    const west = await till('root').home({ campusId: 'c-west' });
    expect(west.campuses).toHaveLength(3);
    expect(west.receipts).toMatchObject([{ operatorName: '沈馆长', campusName: '西区' }]);
  });

  test('yesterday’s are gone at midnight; what the phone topped up was never there', async () => {
    await till().take(form());
    const { order, payment } = await club.as('may').wallet.topUp({ amount: 100, requestId: 'r1' });
    money.pay('may', payment);
    await club.as('may').wallet.order({ orderId: order.id });
    expect((await till().home({ campusId: null })).receipts).toHaveLength(1);
    club.cloud.clock.jump(Date.parse('2026-03-14T23:59:00+08:00'));
    expect((await till().home({ campusId: null })).receipts).toHaveLength(1);
    club.cloud.clock.jump(Date.parse('2026-03-15T00:00:00+08:00'));
    expect((await till().home({ campusId: null })).receipts).toEqual([]);
  });

  test('a receipt is read again by its campus, and is nobody else’s', async () => {
    const receipt = await till().take(form());
    const orderId = receipt.order.id;
    expect(await till('admin-east').order({ orderId })).toMatchObject({ receipt });
    expect(await till('root').order({ orderId })).toMatchObject({ receipt });
    expect(await outcome(till('admin-west').order({ orderId }))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(till('admin-west').cancel({ orderId }))).toBe('ORDER_NOT_FOUND');
    expect(await till().cancel({ orderId })).toMatchObject({ status: 'PAID' });
    const own = await club.as('may').wallet.topUp({ amount: 100, requestId: 'r1' });
    expect(await outcome(till().order({ orderId: own.order.id }))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(till().cancel({ orderId: own.order.id }))).toBe('ORDER_NOT_FOUND');
  });

  test('the first cash of a member takes sixteen database requests, any later fifteen', async () => {
    const requests = async (requestId: string) => {
      club.cloud.stats();
      await till().take(form({ requestId }));
      return club.cloud.stats().actions.find(({ action }) => action === 'take')?.requests;
    };
    expect(await requests('r1')).toBe(16);
    expect(await requests('r2')).toBe(15);
  });
});

test('a club that has not switched stored value on takes nothing in, at the desk neither', async () => {
  const plain = await openClub();
  try {
    const desk = plain.as('desk-east').cashier;
    expect(await outcome(desk.take(form()))).toBe('STORED_VALUE_OFF');
    expect(await desk.home({ campusId: null })).toMatchObject({ topupEnabled: false });
    expect(await plain.documents('orders')).toEqual([]);
  } finally {
    await plain.close();
  }
});

test('cash that is taken while the account ends lies in a wallet of somebody, or is not taken', async () => {
  for (const who of ['wu', 'zheng', 'feng', 'han', 'yang', 'alex']) {
    const memberId = `m-${who}`;
    const [taken, ended] = await Promise.all([
      outcome(till().take(form({ memberId, requestId: who }))),
      outcome(club.as(who).member.deleteAccount({ confirm: '注销' })),
    ]);
    const wallet = await club.document('ledger_balances', `fen:member:${memberId}`);
    if (ended === 'ok') expect([taken, wallet], who).toEqual(['MEMBER_NOT_FOUND', undefined]);
    else
      expect([taken, ended, wallet?.balance], who).toEqual(['ok', 'SETTLE_WALLET_FIRST', 10_000]);
  }
  await expectLedgerInOrder(club);
});
