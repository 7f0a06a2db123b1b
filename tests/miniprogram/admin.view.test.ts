import type { Instant } from '@shared/base/time';
import { clubContract, type ManagedCampus, type ManagedVenue } from '@shared/contracts/club';
import type { DayHours } from '@shared/domain/hours';
import { everyDay } from '@shared/domain/venue';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CampusDraft,
  checkCampus,
  newCampus,
} from '../../miniprogram/packages/admin/pages/campus/campus.view';
import { campusCards } from '../../miniprogram/packages/admin/pages/home/home.view';
import {
  appointableRoles,
  staffSections,
} from '../../miniprogram/packages/admin/pages/staff/staff.view';
import { withDayOpen } from '../../miniprogram/packages/admin/pages/venue/hours.view';
import {
  checkVenue,
  draftOf,
  isStoredAs,
  newVenue,
  splitPosition,
  stayChoices,
  type VenueDraft,
} from '../../miniprogram/packages/admin/pages/venue/venue.view';
import { linesOf } from '../../miniprogram/packages/admin/pages/wall/wall.view';

// Saturday 2026-03-14 10:00 at the club.
const ten = Date.UTC(2026, 2, 14, 2) as Instant;

const draft: VenueDraft = {
  ...newVenue('c-east'),
  name: '一号馆',
  address: '东街 1 号',
  latitude: '30.274',
  longitude: '120.155',
  phone: '0571-8800 1234',
  capacity: '40',
};

const campus: ManagedCampus = {
  id: 'c-east',
  version: 1,
  name: '城东校区',
  kind: 'BRANCH',
  address: '东街 1 号',
  contactPerson: '高东',
  contactPhone: '0571-88001234',
  contactEmail: 'east@courtside.example',
};

const venue: ManagedVenue = {
  id: 'v-1',
  version: 3,
  campusId: 'c-east',
  name: '一号馆',
  address: '东街 1 号',
  latitude: 30.274,
  longitude: 120.155,
  phone: '0571-88001234',
  capacity: 40,
  longestStayMinutes: 240,
  suspended: false,
  hours: everyDay(9 * 60, 22 * 60),
  pictureFileId: null,
  pictureUrl: null,
};

const words = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', '  ', '馆'.repeat(31), '馆'),
);
const numbers = fc.oneof(
  fc.integer({ min: -10, max: 6000 }).map(String),
  fc.double({ min: -200, max: 200, noNaN: true }).map((value) => value.toFixed(4)),
  fc.constantFrom('', '1e3', ' 12 ', '0x10', '90', '-180', '12.', '.5', '５'),
);
const phones = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789+- a'), maxLength: 25 }),
  fc.constantFrom('0571-88001234', '+86 138 0000 0000', '1234'),
);
const day: fc.Arbitrary<DayHours> = fc.option(
  fc.record({
    opens: fc.integer({ min: 0, max: 1440 }),
    closes: fc.integer({ min: 0, max: 1440 }),
  }),
);

test('what the venue form lets through is what the server accepts, and nothing else', () => {
  const changes = fc.record(
    {
      campusId: fc.constantFrom('', 'c-east'),
      name: words,
      address: words,
      latitude: numbers,
      longitude: numbers,
      phone: phones,
      capacity: numbers,
      longestStayMinutes: fc.constantFrom(30, 240, 720),
      suspended: fc.boolean(),
      hours: fc.oneof(
        fc.constant(everyDay(540, 1320)),
        fc.array(day, { minLength: 7, maxLength: 7 }),
      ),
      pictureFileId: fc.constantFrom(null, 'cloud://env.bucket/venues/1.jpg'),
    },
    { requiredKeys: [] },
  );
  const { form: schema } = clubContract.createVenue.input.shape;
  fc.assert(
    fc.property(changes, (changed) => {
      const result = checkVenue({ ...draft, ...changed });
      if (!result.ok) return;
      expect(schema.parse(result.form)).toEqual(result.form);
    }),
  );
});

test.each<[keyof VenueDraft, string, boolean]>([
  ['name', '', false],
  ['name', '馆'.repeat(30), true],
  ['name', '馆'.repeat(31), false],
  ['address', '路'.repeat(100), true],
  ['address', '路'.repeat(101), false],
  ['latitude', '90', true],
  ['latitude', '90.1', false],
  ['latitude', '北纬 30', false],
  ['longitude', '-180', true],
  ['longitude', '181', false],
  ['capacity', '1', true],
  ['capacity', '0', false],
  ['capacity', '5000', true],
  ['capacity', '5001', false],
  ['capacity', '12.5', false],
  ['phone', '12345', true],
  ['phone', '1234', false],
  ['phone', '138x0000', false],
  ['campusId', '', false],
])('venue field %s with %j: accepted is %s', (field, value, accepted) => {
  const result = checkVenue({ ...draft, [field]: value });
  expect(result.ok).toBe(accepted);
  if (!result.ok) {
    const wrong = Object.entries(result.errors).filter(([, error]) => error !== '');
    expect(wrong.map(([name]) => name)).toEqual([field]);
  }
});

test('what the campus form lets through is what the server accepts', () => {
  const { form: schema } = clubContract.createCampus.input.shape;
  const drafts: fc.Arbitrary<CampusDraft> = fc.record({
    name: words,
    kind: fc.constantFrom('CENTRE', 'BRANCH'),
    address: words,
    contactPerson: words,
    contactPhone: phones,
    contactEmail: fc.constantFrom('', 'east', 'East@Courtside.cn ', `${'e'.repeat(99)}@a.cn`),
  });
  fc.assert(
    fc.property(drafts, (typed) => {
      const result = checkCampus(typed);
      if (result.ok) expect(schema.parse(result.form)).toEqual(result.form);
    }),
  );
});

test('the first campus is the centre, the next ones are branches', () => {
  expect(newCampus(false).kind).toBe('CENTRE');
  expect(newCampus(true).kind).toBe('BRANCH');
});

test('a stay between two half hours is still offered', () => {
  expect(stayChoices(240).map(({ minutes }) => minutes)).not.toContain(100);
  const choices = stayChoices(100);
  expect(choices.find(({ minutes }) => minutes === 100)?.label).toBe('100 分钟');
  expect(choices.find(({ minutes }) => minutes === 270)?.label).toBe('4.5 小时');
  expect([choices[0]?.minutes, choices.at(-1)?.minutes]).toEqual([30, 720]);
});

test.each([
  ['30.274, 120.155', { latitude: '30.274', longitude: '120.155' }],
  ['30.274，120.155', { latitude: '30.274', longitude: '120.155' }],
  ['30.274', null],
  ['东街 1 号', null],
])('pasted into the latitude, %j is taken as %j', (text, position) => {
  expect(splitPosition(text)).toEqual(position);
});

test('a stored venue opened and left as it is needs no saving; one change does', () => {
  const same = checkVenue(draftOf(venue));
  expect(same.ok && isStoredAs(venue, same.form)).toBe(true);
  const smaller = checkVenue({ ...draftOf(venue), capacity: '39' });
  expect(smaller.ok && isStoredAs(venue, smaller.form)).toBe(false);
  const sunday = checkVenue({ ...draftOf(venue), hours: withDayOpen(venue.hours, 0, false) });
  expect(sunday.ok && isStoredAs(venue, sunday.form)).toBe(false);
});

test('the centre comes first, and a card says what a venue does today', () => {
  const centre: ManagedCampus = { ...campus, id: 'c-0', name: '总馆', kind: 'CENTRE' };
  const resting = {
    ...venue,
    id: 'v-2',
    name: '二号馆',
    hours: withDayOpen(venue.hours, 6, false),
  };
  const staff = [
    { memberId: 'm', nickname: '许', avatarUrl: null, role: 'STAFF' as const, campusId: 'c-east' },
  ];
  const overview = {
    superAdmin: true,
    campuses: [campus, centre],
    venues: [resting, venue],
    staff,
  };
  const [first, second] = campusCards(overview, ten);
  expect(first).toMatchObject({ name: '总馆', kindWord: '中心校区', staff: '还没有员工' });
  expect(second?.staff).toBe('1 位员工');
  expect(second?.venues.map(({ detail }) => detail)).toEqual([
    '容量 40 人 · 今天 09:00–22:00',
    '容量 40 人 · 今天休息',
  ]);
});

test('a campus admin may dismiss the desk but not another admin; the super admin may both', () => {
  const person = (memberId: string, role: 'STAFF' | 'CAMPUS_ADMIN' | 'SUPER_ADMIN') => ({
    memberId,
    nickname: memberId,
    avatarUrl: null,
    role,
    campusId: role === 'SUPER_ADMIN' ? null : 'c-east',
  });
  const staff = [
    person('desk', 'STAFF'),
    person('boss', 'CAMPUS_ADMIN'),
    person('root', 'SUPER_ADMIN'),
  ];
  const overview = { superAdmin: true, campuses: [campus], venues: [], staff };
  const dismissable = (superAdmin: boolean) =>
    staffSections({ ...overview, superAdmin })
      .flatMap(({ people }) => people)
      .filter(({ mayDismiss }) => mayDismiss)
      .map(({ memberId }) => memberId);
  expect(dismissable(true)).toEqual(['boss', 'desk']);
  expect(dismissable(false)).toEqual(['desk']);
  expect(appointableRoles(false)).toEqual(['STAFF']);
  expect(staffSections(overview).map(({ title }) => title)).toEqual(['全部校区', '城东校区']);
});

test('a long venue name on the printed sheet breaks into two lines and then ends in an ellipsis', () => {
  const fits = (line: string) => line.length <= 6;
  expect(linesOf('一号馆', fits, 2)).toEqual(['一号馆']);
  expect(linesOf('城东校区一号乒乓球馆', fits, 2)).toEqual(['城东校区一号', '乒乓球馆']);
  expect(linesOf('城东校区一号乒乓球训练中心馆', fits, 2)).toEqual(['城东校区一号', '乒乓球训练…']);
});
