import type { Instant } from '../base/time';

/** What a calendar is told of an event. */
export interface CalendarEvent {
  /** Unique in the club; the same event told again replaces what the calendar has. */
  readonly id: string;
  readonly startAt: Instant;
  readonly endAt: Instant;
  readonly summary: string;
  readonly location: string;
  readonly cancelled: boolean;
  /** How often it has been at another time or place. */
  readonly moved: number;
}

/** Content lines have at most so many octets, without their end (RFC 5545, 3.1). */
const MOST_OCTETS = 75;

/** An iCalendar file of one event (RFC 5545), with an alarm two hours before unless it is cancelled. */
export function icsOf(event: CalendarEvent, stampedAt: Instant): string {
  const { id, startAt, endAt, summary, location, cancelled, moved } = event;
  const alarm = [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    'TRIGGER:-PT2H',
    'END:VALARM',
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Courtside//Courtside//ZH',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${id}@courtside`,
    `DTSTAMP:${utc(stampedAt)}`,
    `DTSTART:${utc(startAt)}`,
    `DTEND:${utc(endAt)}`,
    // A calendar believes a move or a cancellation only when its number is higher than what it has.
    `SEQUENCE:${moved + (cancelled ? 1 : 0)}`,
    `SUMMARY:${escaped(summary)}`,
    `LOCATION:${escaped(location)}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(cancelled ? [] : alarm),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const utc = (at: Instant) => new Date(at).toISOString().replace(/\.\d+|[-:]/g, '');

const escaped = (text: string) =>
  text
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replace(/\r\n|[\r\n]/g, '\\n')
    // Other control characters have no place in a calendar's text.
    .replace(/\p{Cc}/gu, '');

/** Octets of a character in UTF-8: phones have no TextEncoder. */
function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

/** A long line goes on in the next one after a space, and no character is torn apart. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const more = octetsOf(character);
    if (octets + more > MOST_OCTETS) {
      parts.push(part);
      part = '';
      // The space that the next line begins with.
      octets = 1;
    }
    part += character;
    octets += more;
  }
  return [...parts, part].join('\r\n ');
}
