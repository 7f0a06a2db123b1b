import type { ClubDate } from '@shared/base/time';
import { afterEach, expect, test, vi } from 'vitest';
import { clock, court, gridOf, NOW, TODAY } from './bookingGrid';

interface BookingPage {
  data: Record<string, unknown>;
  setData(part: Record<string, unknown>): void;
  onShow(): Promise<void>;
}

const NEXT = '2026-03-21' as ClubDate;

afterEach(() => vi.unstubAllGlobals());

/** The tab after a wish, at a venue that has released `days`. */
async function shown(days: readonly ClubDate[]) {
  const callFunction = ({ data }: { data: { input: { date: ClubDate | null } } }) => {
    const date = data.input.date ?? TODAY;
    const opened = {
      registered: true,
      venues: [{ id: 'v', name: '馆', sports: ['BADMINTON'] }],
      days: [TODAY, NEXT].map((day) => ({ date: day, released: days.includes(day) })),
      releaseMinute: clock(7),
      grid: gridOf([court('1', 'ffffffffffff')], { date }),
      means: null,
      now: NOW,
    };
    return Promise.resolve({ result: { ok: true, data: opened } });
  };
  let page: BookingPage | undefined;
  vi.stubGlobal('wx', { cloud: { callFunction }, switchTab: () => undefined });
  vi.stubGlobal('Page', (options: BookingPage) => {
    page = options;
  });
  vi.resetModules();
  const { openBooking: open } = await import('../../miniprogram/services/bookingWish');
  await import('../../miniprogram/pages/booking/booking');
  if (!page) throw new Error('no page');
  const tab = page;
  tab.setData = (part) => {
    tab.data = { ...tab.data, ...part };
  };
  const time = { courtId: '1', from: clock(11), until: clock(12) };
  open({ venueId: 'v', date: NEXT, time });
  await tab.onShow();
  return tab.data;
}

test('who books again finds the same half-hours chosen on the day that was meant', async () => {
  const { grid, selection } = await shown([TODAY, NEXT]);
  expect(grid).toMatchObject({ date: NEXT });
  expect(selection).toMatchObject({ courtId: '1', from: clock(11), until: clock(12) });
});

test('and on a day that is not released yet nothing: today is shown, and chosen by hand', async () => {
  const { grid, selection } = await shown([TODAY]);
  expect(grid).toMatchObject({ date: TODAY });
  expect(selection).toBeNull();
});
