import { clubContract } from '@shared/contracts/club';
import { id } from '@shared/contracts/scalars';
import { everyDay, LONGEST_STAY_MINUTES, MOST_CAPACITY } from '@shared/domain/venue';
import { describe, expect, test } from 'vitest';

const form = {
  campusId: 'c-west',
  name: '西区篮球馆',
  address: '杭州市紫荆花路 7 号',
  latitude: 30.28,
  longitude: 120.08,
  phone: '0571-5550 3000',
  capacity: 30,
  longestStayMinutes: 240,
  suspended: false,
  hours: [...everyDay(480, 1320)],
  pictureFileId: null,
};

const understood = (change: object) =>
  clubContract.createVenue.input.safeParse({ requestId: 'r1', form: { ...form, ...change } })
    .success;

describe('what an admin may write about a venue', () => {
  test.each([
    ['as it is', {}, true],
    ['a place for one', { capacity: 1 }, true],
    ['no place', { capacity: 0 }, false],
    ['half a place', { capacity: 1.5 }, false],
    ['the largest hall', { capacity: MOST_CAPACITY }, true],
    ['one more than the largest', { capacity: MOST_CAPACITY + 1 }, false],
    ['the shortest stay', { longestStayMinutes: LONGEST_STAY_MINUTES.least }, true],
    ['shorter', { longestStayMinutes: LONGEST_STAY_MINUTES.least - 1 }, false],
    ['the longest stay', { longestStayMinutes: LONGEST_STAY_MINUTES.most }, true],
    ['longer', { longestStayMinutes: LONGEST_STAY_MINUTES.most + 1 }, false],
    ['a name of blanks', { name: '   ' }, false],
    ['a name of 31', { name: '馆'.repeat(31) }, false],
    ['six days', { hours: form.hours.slice(1) }, false],
    ['a day to 24:00', { hours: everyDay(0, 1440) }, true],
    ['a day past 24:00', { hours: everyDay(0, 1441) }, false],
    ['beyond the pole', { latitude: 90.1 }, false],
    ['a phone of letters', { phone: 'call me' }, false],
    ['a picture from the web', { pictureFileId: 'https://example.com/a.png' }, false],
  ])('%s', (_, change, good) => {
    expect(understood(change)).toBe(good);
  });
});

test.each([
  ['v-west-basketball', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  ['v.west', false],
  ['v/west', false],
  ['场馆', false],
])('%j as an id: %j', (text, good) => {
  expect(id.safeParse(text).success).toBe(good);
});
