import { fen } from '@shared/base/money';
import { MINUTE, plus, SECOND } from '@shared/base/time';
import type { WaitView } from '@shared/contracts/bookingViews';
import { describe, expect, test } from 'vitest';
import {
  bookingCard,
  isTicking,
  shownWaits,
} from '../../miniprogram/packages/booking/pages/mine/mine.view';
import { booking, now, TODAY } from './booking';

const wait = (part: Partial<WaitView> = {}): WaitView => ({
  id: 'q1',
  venueId: 'v-1',
  venueName: '中心羽毛球馆',
  courtId: 'c-1',
  courtName: '1 号场',
  sport: 'BADMINTON',
  date: TODAY,
  from: 840,
  until: 900,
  status: 'WAITING',
  offeredUntil: null,
  ahead: 2,
  ...part,
});

describe('a booking in the list', () => {
  test('says when and where, and what was paid', () => {
    expect(bookingCard(booking(), now)).toMatchObject({
      status: '已预订',
      tone: 'brand',
      place: { day: '今天 · 3 月 14 日 周六', time: '14:00–15:00' },
      note: '¥60.00',
      unpaid: false,
    });
  });

  test('counts down while it is unpaid', () => {
    const unpaid = booking({ status: 'PENDING_PAY', paid: fen(0) });
    expect(bookingCard(unpaid, plus(now, SECOND)).note).toBe('还剩 14:59');
    expect(bookingCard(unpaid, plus(now, 15 * MINUTE))).toMatchObject({
      note: '正在关闭',
      unpaid: false,
    });
  });

  test('of a friend keeps the price to the friend', () => {
    expect(bookingCard(booking({ mine: false }), now).note).toBe('同伴预订');
    expect(bookingCard(booking({ seriesId: 's1' }), now).note).toBe('每周固定 · ¥60.00');
  });
});

describe('a place in line', () => {
  test('says how many are before', () => {
    const [first] = shownWaits([wait()], now);
    expect(first).toMatchObject({ note: '前面还有 2 位', bookPath: '' });
    expect(shownWaits([wait({ ahead: 0 })], now)[0]?.note).toBe('你排在第一位');
  });

  test('that became free leads to booking it, as long as it is kept', () => {
    const offered = wait({ status: 'OFFERED', offeredUntil: plus(now, 10 * MINUTE) });
    expect(shownWaits([offered], now)).toMatchObject([
      {
        note: '为你保留到 10:10，还剩 10:00',
        bookPath:
          '/packages/booking/pages/confirm/confirm?venueId=v-1&courtId=c-1&date=2026-03-14&sport=BADMINTON&from=840&until=900',
      },
    ]);
    expect(shownWaits([offered], plus(now, 10 * MINUTE))).toEqual([]);
  });

  test.each(['TAKEN', 'LAPSED', 'LEFT'] as const)('that is %s is over', (status) => {
    expect(shownWaits([wait({ status })], now)).toEqual([]);
  });
});

test('the list counts by the second only while something runs out', () => {
  expect(isTicking([booking()], [wait()])).toBe(false);
  expect(isTicking([booking({ status: 'PENDING_PAY' })], [])).toBe(true);
  expect(isTicking([], [wait({ status: 'OFFERED' })])).toBe(true);
});
