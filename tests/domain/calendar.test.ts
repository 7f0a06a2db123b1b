import { type CalendarEvent, icsOf } from '@shared/domain/calendar';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const told = at('2026-03-14 10:00');
const event = (part: Partial<CalendarEvent> = {}): CalendarEvent => ({
  id: 'b1',
  startAt: at('2026-03-14 14:00'),
  endAt: at('2026-03-14 15:00'),
  summary: '羽毛球 1 号场',
  location: '中心羽毛球馆',
  cancelled: false,
  moved: 0,
  ...part,
});
const linesOf = (part?: Partial<CalendarEvent>) => icsOf(event(part), told).split('\r\n');
const octets = (line: string) => new TextEncoder().encode(line).length;
const unfolded = (text: string) => text.replaceAll('\r\n ', '');

describe('a booking in somebody’s calendar', () => {
  test('lies at its time in UTC, with an alarm two hours before', () => {
    const lines = linesOf();
    expect(lines).toContain('DTSTART:20260314T060000Z');
    expect(lines).toContain('DTEND:20260314T070000Z');
    expect(lines).toContain('DTSTAMP:20260314T020000Z');
    expect(lines).toContain('UID:b1@courtside');
    expect(lines).toContain('STATUS:CONFIRMED');
    expect(lines).toContain('TRIGGER:-PT2H');
    expect(lines.at(-1)).toBe('');
  });

  test('goes when it is cancelled, and rings nobody', () => {
    const lines = linesOf({ cancelled: true });
    expect(lines).toContain('STATUS:CANCELLED');
    expect(lines).toContain('SEQUENCE:1');
    expect(lines).not.toContain('BEGIN:VALARM');
  });

  test.each([
    [0, false, 0],
    [1, false, 1],
    [25, false, 25],
    [25, true, 26],
  ])('moved %i times (cancelled: %s), it is told as number %i', (moved, cancelled, sequence) => {
    expect(linesOf({ moved, cancelled })).toContain(`SEQUENCE:${sequence}`);
  });

  test('keeps signs and line ends of a name as text', () => {
    const location = '东馆; 二楼, A\\B\r\nEND:VEVENT\u0007';
    expect(linesOf({ location })).toContain('LOCATION:东馆\\; 二楼\\, A\\\\B\\nEND:VEVENT');
  });

  test.each([
    ['exactly at the limit', 'a'.repeat(67), 1],
    ['one octet above it', 'a'.repeat(68), 2],
    ['Chinese, three octets each', '场'.repeat(60), 3],
    ['beyond the basic plane, four octets each', '🏸'.repeat(40), 3],
  ])('folds lines by octets, never within a character: %s', (_, summary, pieces) => {
    const text = icsOf(event({ summary, cancelled: true }), told);
    const all = text.split('\r\n');
    expect(Math.max(...all.map(octets))).toBeLessThanOrEqual(75);
    const first = all.findIndex((line) => line.startsWith('SUMMARY:'));
    const next = all.findIndex((line) => line.startsWith('LOCATION:'));
    expect(next - first).toBe(pieces);
    expect(unfolded(text)).toContain(`SUMMARY:${summary}\r\n`);
  });
});
