import { createHmac } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import {
  doorCodeMessage,
  doorWindowOf,
  doorWindowStart,
  memberCodeMessage,
  parseDoorCode,
  parseMemberCode,
  refusalOfMemberCodeAge,
  refusalOfWindow,
} from '@shared/domain/codes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSignedBy, signatureOf } from '../../cloudfunctions/_kit/signing';
import { at } from './clock';

const KEY = 'the-key-of-one-door-0123456789';
const now = at('2026-03-14 10:00');

const signedDoor = (venueId: string, window: number, key = KEY) => {
  const message = doorCodeMessage({ venueId, window });
  return `${message}.${signatureOf(key, message)}`;
};

/** What a function does with a scanned text: the venue and window it proves, or null. */
function provenBy(text: string, key = KEY) {
  const code = parseDoorCode(text);
  return code && isSignedBy(key, doorCodeMessage(code), code.signature) ? code : null;
}

describe('the window of a door code', () => {
  const current = doorWindowOf(now);

  test.each([
    ['two before', current - 2, 'DOOR_CODE_EXPIRED'],
    ['the previous', current - 1, null],
    ['the current', current, null],
    ['the next', current + 1, 'DOOR_CODE_EXPIRED'],
  ])('%s', (_, window, refusal) => {
    expect(refusalOfWindow(window, now)).toBe(refusal);
  });

  test('turns every 30 s and not a millisecond earlier', () => {
    const start = doorWindowStart(current);
    expect(doorWindowOf(start)).toBe(current);
    expect(doorWindowOf((start + 29_999) as Instant)).toBe(current);
    expect(doorWindowOf((start + 30_000) as Instant)).toBe(current + 1);
  });

  test('a photograph is worthless a minute later, whenever it was taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (moment) => {
        const window = doorWindowOf(moment as Instant);
        expect(refusalOfWindow(window, (moment + 30_000) as Instant)).toBe(null);
        expect(refusalOfWindow(window, (moment + 60_000) as Instant)).toBe('DOOR_CODE_EXPIRED');
      }),
    );
  });
});

test.each([
  ['as it was made', 0, null],
  ['59 999 ms old', 59_999, null],
  ['60 000 ms old', 60_000, 'MEMBER_CODE_EXPIRED'],
  ['from the future', -1, 'MEMBER_CODE_EXPIRED'],
])('a member code %s', (_, age, refusal) => {
  expect(refusalOfMemberCodeAge((now - age) as Instant, now)).toBe(refusal);
});

describe('reading a code', () => {
  const good = signedDoor('v-west-basketball', doorWindowOf(now));

  test('what was signed reads back as it was, blanks around it aside', () => {
    expect(provenBy(` ${good}\n`)).toMatchObject({
      venueId: 'v-west-basketball',
      window: doorWindowOf(now),
    });
    const message = memberCodeMessage({ memberId: 'm-lin', madeAt: now });
    expect(parseMemberCode(`${message}.${signatureOf(KEY, message)}`)).toMatchObject({
      memberId: 'm-lin',
      madeAt: now,
    });
  });

  test('it says nothing but venue and window', () => {
    expect(good.split('.').slice(0, 3)).toEqual([
      'CD1',
      'v-west-basketball',
      String(doorWindowOf(now)),
    ]);
    const full = createHmac('sha256', KEY)
      .update(good.slice(0, good.lastIndexOf('.')))
      .digest();
    expect(Buffer.from(good.split('.')[3] ?? '', 'base64url')).toEqual(full.subarray(0, 16));
  });

  test.each([
    '',
    ' ',
    'https://example.com/CD1.v.1.',
    'CD1',
    'CD1...',
    'CD1.v-west-basketball.59123',
    'CD1.v-west-basketball.59123.',
    'CD1.v-west-basketball.59123.short',
    'CD1.v west.59123.AAAAAAAAAAAAAAAAAAAAAA',
    'CD1.v-west-basketball.-1.AAAAAAAAAAAAAAAAAAAAAA',
    'CD1.v-west-basketball.1e9.AAAAAAAAAAAAAAAAAAAAAA',
    'CD1.v-west-basketball.12345678901234.AAAAAAAAAAAAAAAAAAAAAA',
    'CD2.v-west-basketball.59123.AAAAAAAAAAAAAAAAAAAAAA',
    'cd1.v-west-basketball.59123.AAAAAAAAAAAAAAAAAAAAAA',
    'CD1.v-west-basketball.59123.AAAAAAAAAAAAAAAAAAAAAA.more',
    'CD1.v-west-basketball.59123.AAAAAAAAAAAAAAAAAAAAAA\nCD1.',
    `CD1.${'v'.repeat(41)}.59123.AAAAAAAAAAAAAAAAAAAAAA`,
    'CM1.m-lin.1773453600000.AAAAAAAAAAAAAAAAAAAAAA',
  ])('%j is no door code', (text) => {
    expect(parseDoorCode(text)).toBe(null);
  });

  test('a door’s code is no member’s, and a member’s none of a door', () => {
    const message = memberCodeMessage({ memberId: 'v-west-basketball', madeAt: now });
    const member = `${message}.${signatureOf(KEY, message)}`;
    expect(parseMemberCode(good)).toBe(null);
    expect(provenBy(member.replace('CM1', 'CD1'))).toBe(null);
  });
});

describe('no text that was not signed is accepted', () => {
  test('whatever is typed', () => {
    const shaped = fc
      .tuple(
        fc.constantFrom('CD1', 'CM1', 'CD', ''),
        fc.string({ maxLength: 45 }),
        fc.nat().map(String),
        fc.base64String({ minLength: 20, maxLength: 44 }),
      )
      .map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 400 }), shaped), (text) => {
        expect(provenBy(text)).toBe(null);
      }),
      { numRuns: 1000 },
    );
  });

  test('nor a good code with one character changed, unless it says the same', () => {
    const good = signedDoor('v-gym', 59_123_456);
    const another = fc.tuple(fc.nat(good.length - 1), fc.string({ minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(another, ([index, letter]) => {
        const text = good.slice(0, index) + letter + good.slice(index + 1);
        fc.pre(text !== good && text.trim() !== good);
        expect(provenBy(text)).toBe(null);
      }),
      { numRuns: 1000 },
    );
  });

  test('nor a code of another door’s key', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 16 }), (key) => {
        fc.pre(key !== KEY);
        expect(provenBy(signedDoor('v-gym', 1, key))).toBe(null);
      }),
    );
  });
});
