import { type ClubDate, HOUR, MINUTE, plus } from '@shared/base/time';
import type { ClosureView } from '@shared/contracts/courtsViews';
import { describe, expect, test } from 'vitest';
import {
  affectedBy,
  closeQuestion,
  countedDays,
  newClosing,
  periodOf,
  wrongWith,
} from '../../miniprogram/packages/courts/pages/close/close.view';
import { closureLine } from '../../miniprogram/packages/courts/pages/closures/closures.view';
import { clock, DATE, row } from './courts.row';

describe('a closure', () => {
  const now = plus(clock(10), 10 * MINUTE);
  const form = { ...newClosing(now), courtIds: ['v-east-pingpong-3'], reason: '换球台' };

  test('begins at the next half-hour and lasts to the end of the day', () => {
    expect(periodOf(form)).toEqual({ from: clock(10.5), until: clock(24) });
    expect(wrongWith(form, now)).toBe('');
  });

  test.each([
    [{ courtIds: [] }, '请选择要停用的场地'],
    [{ untilMinute: 630 }, '结束时间要晚于开始时间'],
    [{ fromMinute: 480, untilMinute: 600 }, '这段时间已经过去，请重新选择'],
    [{ reason: '修' }, '请写明原因，2 到 100 个字'],
  ])('with %j says what is missing', (part, words) => {
    expect(wrongWith({ ...form, ...part }, now)).toBe(words);
  });

  test.each([
    ['one that ends as it begins', { startAt: clock(9.5), endAt: clock(10.5) }, 0],
    ['one that begins within', { startAt: clock(23), endAt: clock(24) }, 1],
    ['one that is paid for just now', { status: 'PENDING_PAY' as const }, 1],
    ['one that was cancelled', { status: 'CANCELLED' as const }, 0],
    ['another court', { courtId: 'v-east-pingpong-4' }, 0],
  ])('counts %s: %j is %i', (_, booking, count) => {
    expect(affectedBy(form, [row(booking)], now)).toBe(count);
  });

  test('the whole venue counts every court; a long one is not counted, and the question is plain', () => {
    const other = row({ courtId: 'v-east-pingpong-4' });
    expect(affectedBy({ ...form, whole: true }, [row(), other], now)).toBe(2);
    expect(countedDays(form)).toEqual([DATE]);
    expect(countedDays({ ...form, untilDate: '2026-03-20' as ClubDate })).toHaveLength(7);
    expect(countedDays({ ...form, untilDate: '2026-03-21' as ClubDate })).toBeNull();
    expect(closeQuestion(2)).toContain('2 个预订会取消并全额退款');
    expect(closeQuestion(null)).toContain('这段时间的预订都会取消并全额退款');
    expect(closeQuestion(0)).not.toContain('退款');
  });

  const CLOSURE: ClosureView = {
    id: 'K1',
    courtNames: ['1 号台', '2 号台'],
    whole: false,
    from: clock(18),
    until: clock(24),
    reason: '比赛',
    affected: 2,
    done: true,
    reopened: false,
  };

  test('is listed with its period and state; only what is not over can be reopened', () => {
    expect(closureLine(CLOSURE, now)).toEqual({
      id: 'K1',
      where: '1 号台、2 号台',
      when: '3 月 14 日 18:00–24:00',
      reason: '比赛',
      standing: '已完成，2 个预订已退款',
      tone: 'good',
      mayReopen: true,
    });
    const busy = closureLine({ ...CLOSURE, done: false, whole: true }, now);
    expect(busy).toMatchObject({ where: '全馆', standing: '处理中，已退 2 个预订', tone: 'wait' });
    expect(closureLine({ ...CLOSURE, until: plus(clock(24), 9 * HOUR) }, now).when).toBe(
      '3 月 14 日 18:00 到 3 月 15 日 09:00',
    );
    expect(closureLine({ ...CLOSURE, reopened: true }, now).mayReopen).toBe(false);
    expect(closureLine(CLOSURE, clock(24)).mayReopen).toBe(false);
  });
});
