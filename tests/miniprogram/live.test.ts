import { SECOND } from '@shared/base/time';
import type { VenueBoard } from '@shared/contracts/board';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardFollower, type BoardSource, type Headcount } from '../../miniprogram/services/live';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const board = (id: string, headcount: number) =>
  ({ _id: id, headcount, capacity: 10, free: 10 - headcount, version: 1, at: 0 }) as VenueBoard;

/** A cloud whose watches are driven by hand. */
function handDriven() {
  const open: { ids: readonly string[]; on: Parameters<BoardSource['watch']>[1] }[] = [];
  const polled = vi.fn(
    async (ids: readonly string[]): Promise<Headcount[]> =>
      ids.map((venueId) => ({ venueId, headcount: 5, capacity: 10 })),
  );
  const source: BoardSource = {
    watch(ids, on) {
      const watch = { ids, on };
      open.push(watch);
      return { close: () => void open.splice(open.indexOf(watch), 1) };
    },
    poll: polled,
  };
  const heard: Headcount[][] = [];
  const follower = new BoardFollower((headcounts) => heard.push([...headcounts]), source);
  return { open, polled, heard, follower };
}

test('what the watched boards say arrives as headcounts', () => {
  const { open, heard, follower } = handDriven();
  follower.follow(['a', 'b']);
  open[0]?.on.change([board('a', 3), board('b', 4)]);
  expect(heard).toEqual([
    [
      { venueId: 'a', headcount: 3, capacity: 10 },
      { venueId: 'b', headcount: 4, capacity: 10 },
    ],
  ]);
});

test('a screen has one watch: asked again for the same venues nothing opens', () => {
  const { open, follower } = handDriven();
  follower.follow(['a', 'b']);
  follower.follow(['a', 'b']);
  expect(open).toHaveLength(1);
  follower.follow(['c']);
  expect(open.map(({ ids }) => ids)).toEqual([['c']]);
});

test('after stopping nothing is heard, and following opens a new watch', () => {
  const { open, heard, follower } = handDriven();
  follower.follow(['a']);
  const late = open[0];
  follower.stop();
  expect(open).toHaveLength(0);
  late?.on.change([board('a', 9)]);
  expect(heard).toEqual([]);
  follower.follow(['a']);
  expect(open).toHaveLength(1);
});

test('a lost watch is replaced by polling, and watching is tried again', async () => {
  const { open, polled, heard, follower } = handDriven();
  follower.follow(['a']);
  open[0]?.on.lost();
  expect(open).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([[{ venueId: 'a', headcount: 5, capacity: 10 }]]);
  await vi.advanceTimersByTimeAsync(15 * SECOND);
  expect(polled).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(15 * SECOND);
  expect(open).toHaveLength(1);
  expect(polled).toHaveBeenCalledTimes(2);
});

test('stopping ends the polling too', async () => {
  const { open, polled, follower } = handDriven();
  follower.follow(['a']);
  open[0]?.on.lost();
  follower.stop();
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  expect(polled).not.toHaveBeenCalled();
  expect(open).toHaveLength(0);
});

test('a poll that fails leaves the numbers as they were and the next one comes', async () => {
  const { open, polled, heard, follower } = handDriven();
  polled.mockRejectedValueOnce(new Error('offline'));
  follower.follow(['a']);
  open[0]?.on.lost();
  await vi.advanceTimersByTimeAsync(15 * SECOND);
  expect(polled).toHaveBeenCalledTimes(2);
  expect(heard).toHaveLength(1);
});
