import { contracts } from '@shared/contracts';
import type { CallerKind, Procedure, Reply } from '@shared/contracts/procedure';
import { everyDay } from '@shared/domain/venue';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASKETBALL, type Club, clearFaults, openClub, orderFaults } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => clearFaults(club));

const call = async (who: string, name: string, data: unknown) =>
  (await club.cloud.call(who, name, data)) as Reply;

const CAMPUS = {
  name: '南区',
  kind: 'BRANCH',
  address: '南山路',
  contactPerson: '南南',
  contactPhone: '12345',
};
const VENUE = {
  campusId: 'c-nowhere',
  name: '新馆',
  address: '南山路',
  latitude: 30,
  longitude: 120,
  phone: '12345',
  capacity: 10,
  longestStayMinutes: 240,
  suspended: false,
  hours: everyDay(480, 1320),
  pictureFileId: null,
};
const FORM_OF_THE_TILL = {
  memberId: 'm-nobody',
  campusId: 'c-nowhere',
  amount: 100,
  amountAgain: 100,
  requestId: 'edge',
};
const SPAN = { venueId: 'none', courtId: 'none', date: '2026-03-15', from: 840, until: 900 };
const FORM = { consent: false, birthYear: 1996, guardianConsent: false, nickname: '小新' };

/** Something each procedure understands, and that changes nothing that the next call needs. */
const INPUTS: { readonly [Name in keyof typeof contracts]: Record<string, object> } = {
  venue: {
    list: {},
    detail: { id: BASKETBALL },
    setFavourite: { id: BASKETBALL, favourite: true },
  },
  visit: { checkIn: { code: 'no code' }, checkOut: { visitId: 'none' }, list: { before: null } },
  member: {
    home: {},
    calendar: { month: '2026-03' },
    register: FORM,
    updateProfile: {},
    code: {},
    stored: {},
    exportData: { cursor: null },
    deleteAccount: { confirm: '注销' },
  },
  desk: {
    home: {},
    doorCodes: { venueId: BASKETBALL },
    scan: { venueId: BASKETBALL, code: 'no code' },
    inside: { venueId: BASKETBALL, after: null },
    checkOut: { visitId: 'none', reason: '忘记离场' },
  },
  booking: {
    open: { venueId: null, sport: null, date: null },
    month: { venueId: 'none', month: '2026-03', sport: null },
    create: { ...SPAN, places: 1, expected: 0, channel: 'WALLET', requestId: 'edge' },
    pay: { bookingId: 'none', channel: 'WALLET' },
    detail: { bookingId: 'none' },
    mine: { when: 'COMING', before: null },
    cancel: { bookingId: 'none', expected: 0, following: false },
    reschedule: {
      ...SPAN,
      bookingId: 'none',
      expectedDifference: 0,
      channel: 'WALLET',
      requestId: 'edge',
    },
    invitation: { token: 'none' },
    join: { token: 'none' },
    removeCompanion: { bookingId: 'none', memberId: 'm-nobody' },
    rate: { bookingId: 'none', stars: 5, text: '' },
    checkSeries: { ...SPAN, weeks: 2, places: 1 },
    createSeries: {
      ...SPAN,
      dates: [{ date: '2026-03-15', courtId: 'none' }],
      places: 1,
      expected: 0,
      channel: 'WALLET',
      requestId: 'edge',
    },
    wait: SPAN,
    leaveWait: { waitId: 'none' },
  },
  cashier: {
    home: { campusId: null },
    findMember: { phone: '10000000000' },
    take: { ...FORM_OF_THE_TILL, channel: 'CASH', note: '' },
    showAlipay: FORM_OF_THE_TILL,
    order: { orderId: 'none' },
    cancel: { orderId: 'none' },
  },
  club: {
    overview: {},
    createCampus: { form: CAMPUS, requestId: 'edge' },
    updateCampus: { id: 'c-nowhere', version: 1, form: CAMPUS },
    createVenue: { form: VENUE, requestId: 'edge' },
    updateVenue: { id: 'v-nowhere', version: 1, form: VENUE },
    appoint: { campusId: 'c-west', role: 'STAFF', code: 'no code' },
    dismiss: { memberId: 'm-nobody' },
    wallCode: { venueId: BASKETBALL },
    claim: { code: 'no code' },
  },
  message: {
    list: { before: null },
    read: { ids: ['none'] },
    readAll: { upTo: 0 },
    templates: {},
    subscribed: { accepted: ['none'] },
  },
  books: {
    home: {},
    takings: { date: '2026-03-14', campusId: null },
    refunds: {},
    resendRefund: { refundId: 'none' },
    creditRefund: { refundId: 'none', reason: '没有这笔退款' },
    order: { number: 'none' },
    orders: { before: null },
    query: { orderId: 'none' },
    close: { orderId: 'none' },
    fulfil: { orderId: 'none' },
    reverse: { orderId: 'none', reason: '没有这笔订单' },
    reconciliations: {},
    reconciliation: { channel: 'WECHAT', date: '2026-03-14' },
    reconcile: { channel: 'WECHAT', date: '2026-03-14' },
    settleDifference: { channel: 'WECHAT', date: '2026-03-14', id: 'none', note: '没有差异' },
  },
  courts: {
    sheet: { venueId: null, date: null },
    book: {
      venueId: 'v-nowhere',
      courtId: 'none',
      date: '2026-03-14',
      from: 840,
      until: 900,
      places: 1,
      memberId: 'm-nobody',
      customer: null,
      channel: 'CASH',
      expected: 0,
      requestId: 'edge',
    },
    order: { bookingId: 'none' },
    verify: { code: 'no code' },
    cancel: { bookingId: 'none', reason: '没有这个预订' },
    markNoShow: { bookingId: 'none' },
    waive: { bookingId: 'none', reason: '没有这个预订' },
    offer: { venueId: 'v-nowhere' },
    saveOffer: {
      venueId: 'v-nowhere',
      version: 0,
      offer: {
        onSale: false,
        courts: [],
        prices: {},
        limits: { daysAhead: 7, releaseMinute: 420, mostMinutes: 120 },
        tiers: [],
        seriesAllowed: false,
        days: [],
      },
    },
    close: {
      venueId: 'v-nowhere',
      courtIds: null,
      from: 0,
      until: 0,
      reason: '没有这个场馆',
      requestId: 'edge',
    },
    reopen: { closureId: 'none' },
  },
  wallet: {
    home: {},
    topUp: { amount: 0, requestId: 'edge' },
    resume: { orderId: 'none' },
    order: { orderId: 'none' },
    cancel: { orderId: 'none' },
    withdraw: { orderId: 'none', requestId: 'edge' },
    statement: { month: '2026-03', kind: null },
  },
};

const procedures = Object.entries(contracts).flatMap(([name, contract]) =>
  Object.entries(contract).map(([action, procedure]) => ({
    name,
    action,
    procedure: procedure as Procedure,
    input: INPUTS[name as keyof typeof contracts][action],
  })),
);
// The account that ends goes last, so that it can be asked everything before.
procedures.sort(
  (a, b) => Number(a.action === 'deleteAccount') - Number(b.action === 'deleteAccount'),
);

const RANK: Record<CallerKind, number> = {
  anyone: 0,
  member: 1,
  staff: 2,
  admin: 3,
  superAdmin: 4,
};
const PEOPLE = [
  ['a stranger', 'new', 0],
  ['a member', 'lin', 1],
  ['the desk', 'desk-east', 2],
  ['a campus admin', 'admin-west', 3],
  ['the super admin', 'root', 4],
] as const;

test('the matrix knows every procedure', () => {
  for (const { name, action, procedure, input } of procedures) {
    const parsed = procedure.input.safeParse(input);
    expect(parsed.success, `${name}.${action} ${parsed.error}`).toBe(true);
  }
});

describe.each(PEOPLE)('%s', (_, who, rank) => {
  test('may ask what the contracts allow and nothing else, and hears nothing that is not theirs', async () => {
    const secrets = [
      ...(await club.documents('venues')).map(({ doorKey }) => String(doorKey)),
      ...(await club.documents('members')).map(({ codeKey }) => String(codeKey)),
      'oCourtside-',
      'doorKey',
      'codeKey',
      'openid',
    ];
    for (const { name, action, procedure, input } of procedures) {
      const what = `${name}.${action}`;
      const reply = await call(who, name, { action, input });
      const text = JSON.stringify(reply);
      for (const secret of secrets) expect(text, what).not.toContain(secret);
      if (rank < RANK[procedure.caller]) {
        const expected = rank === 0 ? 'REGISTER_FIRST' : 'NOT_ALLOWED';
        expect(reply, what).toMatchObject({ ok: false, code: expected });
      } else if (reply.ok) {
        // Named fields only: what the contract's own schema would cut off is not there.
        expect(procedure.output.parse(reply.data), what).toEqual(reply.data);
        expect(Object.keys(reply).sort()).toEqual(['data', 'ok']);
      } else {
        expect(procedure.refuses, what).toContain(reply.code);
        expect(Object.keys(reply).sort()).toEqual(['code', 'ok', 'traceId']);
      }
    }
  });
});

describe('what is not understood', () => {
  test.each([
    ['an action that does not exist', { action: 'destroy', input: {} }],
    ['no action', { input: {} }],
    ['an action that is no text', { action: 7, input: {} }],
    ['a name that every object has', { action: 'constructor', input: {} }],
    ['the prototype itself', { action: '__proto__', input: {} }],
    ['no input', { action: 'detail' }],
    ['an input that is no object', { action: 'detail', input: 'v-west-basketball' }],
    ['an id with a query in it', { action: 'detail', input: { id: { $gt: '' } } }],
    ['an id with a path in it', { action: 'detail', input: { id: '../members' } }],
    ['a list', { action: 'detail', input: [BASKETBALL] }],
    ['nothing at all', {}],
  ])('%s is invalid input', async (_, event) => {
    const reply = await call('lin', 'venue', event);
    expect(reply).toEqual({ ok: false, code: 'INVALID_INPUT', traceId: expect.any(String) });
  });

  test('what a caller says about itself is not heard', async () => {
    const event = {
      action: 'stored',
      input: { openid: 'oCourtside-root', memberId: 'm-root' },
      userInfo: { openId: 'oCourtside-root' },
      openid: 'oCourtside-root',
    };
    const reply = await call('may', 'member', event);
    expect(reply).toMatchObject({ ok: true, data: { nickname: '梅若雨' } });
  });
});

describe('a fault', () => {
  test.each([
    ['at the first request', 1],
    ['at the second', 2],
  ])('%s is told as INTERNAL, with a trace and without explanation', async (_, n) => {
    await orderFaults(club, { function: 'venue', n, when: 'before', effect: 'fail' });
    const reply = await call('may', 'venue', { action: 'list', input: {} });
    expect(reply).toEqual({ ok: false, code: 'INTERNAL', traceId: expect.any(String) });
  });

  test('in a document that is not what it should be is INTERNAL too', async () => {
    const venue = await club.document('venues', BASKETBALL);
    await club.cloud.load('venues', [{ ...venue, hours: 'always' }]);
    const reply = await call('may', 'venue', { action: 'detail', input: { id: BASKETBALL } });
    expect(reply).toEqual({ ok: false, code: 'INTERNAL', traceId: expect.any(String) });
    await club.cloud.load('venues', [{ ...venue }]);
  });
});
