import type { Instant } from '@shared/base/time';
import type { WeeklyHours } from '@shared/domain/hours';
import { type CampusKind, everyDay } from '@shared/domain/venue';
import { DEFAULT_LONGEST_STAY_MINUTES } from '@shared/domain/visit';
import { keyOf } from './chance';
import { CAMPUSES } from './personas';

interface SeedVenue {
  readonly _id: string;
  readonly campusId: string;
  readonly name: string;
  readonly capacity: number;
  readonly hours: WeeklyHours;
  readonly suspended: boolean;
  /** How many are inside when the club opens on the stage. */
  readonly inside: number;
}

const clock = (hours: number, minutes = 0) => hours * 60 + minutes;
const early = everyDay(clock(6, 30), clock(22, 30));
const usual = everyDay(clock(8), clock(22));
const afternoons = everyDay(clock(14), clock(21));
const restsOnMonday: WeeklyHours = usual.map((day, weekday) => (weekday === 1 ? null : day));

export const VENUES: readonly SeedVenue[] = [
  venue('v-centre-gym', CAMPUSES.centre, '中心健身房', 80, early, 46),
  venue('v-centre-badminton', CAMPUSES.centre, '中心羽毛球馆', 48, usual, 39),
  venue('v-centre-pingpong', CAMPUSES.centre, '中心乒乓球馆', 60, usual, 17),
  venue('v-east-pingpong', CAMPUSES.east, '东区乒乓球馆', 40, restsOnMonday, 12),
  venue('v-east-gym', CAMPUSES.east, '东区健身房', 50, early, 21),
  venue('v-west-yoga', CAMPUSES.west, '西区瑜伽室', 12, usual, 12),
  venue('v-west-basketball', CAMPUSES.west, '西区篮球馆', 30, usual, 9),
  venue('v-west-dance', CAMPUSES.west, '西区舞蹈教室', 24, afternoons, 0),
];

function venue(
  _id: string,
  campusId: string,
  name: string,
  capacity: number,
  hours: WeeklyHours,
  inside: number,
): SeedVenue {
  return { _id, campusId, name, capacity, hours, inside, suspended: false };
}

const CAMPUS_ROWS: readonly [string, string, CampusKind, string, string, string, number, number][] =
  [
    [
      CAMPUSES.centre,
      '中心校区',
      'CENTRE',
      '滨江路 88 号',
      '沈馆长',
      '0571-5550 1000',
      30.2084,
      120.2119,
    ],
    [CAMPUSES.east, '东区', 'BRANCH', '文泽路 16 号', '高东', '0571-5550 2000', 30.3105, 120.3402],
    [CAMPUSES.west, '西区', 'BRANCH', '紫荆花路 7 号', '罗西', '0571-5550 3000', 30.2829, 120.0846],
  ];

export const campusDocuments = () =>
  CAMPUS_ROWS.map(([_id, name, kind, address, contactPerson, contactPhone]) => ({
    _id,
    name,
    kind,
    address: `杭州市${address}`,
    contactPerson,
    contactPhone,
    contactEmail: `${_id.replace(/^c-/, '')}@courtside.example`,
    version: 1,
  }));

export const venueDocuments = () =>
  VENUES.map(({ inside: _, ...seed }) => {
    const [, , , address, , phone, latitude, longitude] =
      CAMPUS_ROWS.find(([campusId]) => campusId === seed.campusId) ?? CAMPUS_ROWS[0] ?? [];
    return {
      ...seed,
      address: `杭州市${address}`,
      latitude,
      longitude,
      phone,
      longestStayMinutes: DEFAULT_LONGEST_STAY_MINUTES,
      pictureFileId: null,
      doorKey: keyOf(`door:${seed._id}`),
      version: 1,
    };
  });

export const boardDocuments = (now: Instant) =>
  VENUES.map(({ _id, capacity, inside }) => ({
    _id,
    headcount: inside,
    capacity,
    free: capacity - inside,
    version: 1,
    at: now,
  }));
