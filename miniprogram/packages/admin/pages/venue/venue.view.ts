import type { ManagedVenue, VenueForm } from '@shared/contracts/club';
import type { WeeklyHours } from '@shared/domain/hours';
import {
  everyDay,
  FORM_LENGTHS,
  LONGEST_STAY_MINUTES,
  MOST_CAPACITY,
  refusalOfHours,
} from '@shared/domain/venue';
import { DEFAULT_LONGEST_STAY_MINUTES } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';
import {
  type Checked,
  checked,
  degreesError,
  type FieldErrors,
  phoneError,
  type RefusedField,
  textError,
  wholeError,
} from '../../../../forms/fields';

export type VenueField =
  | 'campusId'
  | 'name'
  | 'address'
  | 'latitude'
  | 'longitude'
  | 'phone'
  | 'capacity'
  | 'hours'
  | 'picture';

/** What the inputs hold while somebody types: numbers are still text. */
export interface VenueDraft {
  readonly campusId: string;
  readonly name: string;
  readonly address: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly phone: string;
  readonly capacity: string;
  readonly longestStayMinutes: number;
  readonly suspended: boolean;
  readonly hours: WeeklyHours;
  readonly pictureFileId: string | null;
}

export const NO_VENUE_ERRORS: FieldErrors<VenueField> = {
  campusId: '',
  name: '',
  address: '',
  latitude: '',
  longitude: '',
  phone: '',
  capacity: '',
  hours: '',
  picture: '',
};

export const VENUE_REFUSED_FIELDS: RefusedField<VenueField> = {
  CAMPUS_NOT_FOUND: 'campusId',
  HOURS_INVALID: 'hours',
  CAPACITY_BELOW_HEADCOUNT: 'capacity',
  PICTURE_INVALID: 'picture',
};

export function newVenue(campusId: string): VenueDraft {
  return {
    campusId,
    name: '',
    address: '',
    latitude: '',
    longitude: '',
    phone: '',
    capacity: '',
    longestStayMinutes: DEFAULT_LONGEST_STAY_MINUTES,
    suspended: false,
    hours: everyDay(9 * 60, 22 * 60),
    pictureFileId: null,
  };
}

export function draftOf(venue: ManagedVenue): VenueDraft {
  return {
    campusId: venue.campusId,
    name: venue.name,
    address: venue.address,
    latitude: String(venue.latitude),
    longitude: String(venue.longitude),
    phone: venue.phone,
    capacity: String(venue.capacity),
    longestStayMinutes: venue.longestStayMinutes,
    suspended: venue.suspended,
    hours: venue.hours,
    pictureFileId: venue.pictureFileId,
  };
}

export function checkVenue(draft: VenueDraft): Checked<VenueForm, VenueField> {
  const hours = refusalOfHours(draft.hours);
  const errors: FieldErrors<VenueField> = {
    campusId: draft.campusId === '' ? '请选择校区' : '',
    name: textError(draft.name, '名称', FORM_LENGTHS.name),
    address: textError(draft.address, '地址', FORM_LENGTHS.address),
    latitude: degreesError(draft.latitude, '纬度', 90),
    longitude: degreesError(draft.longitude, '经度', 180),
    phone: phoneError(draft.phone),
    capacity: wholeError(draft.capacity, '容量', MOST_CAPACITY),
    hours: hours ? REFUSALS[hours] : '',
    picture: '',
  };
  return checked(errors, () => ({
    campusId: draft.campusId,
    name: draft.name.trim(),
    address: draft.address.trim(),
    latitude: Number(draft.latitude),
    longitude: Number(draft.longitude),
    phone: draft.phone.trim(),
    capacity: Number(draft.capacity),
    longestStayMinutes: draft.longestStayMinutes,
    suspended: draft.suspended,
    hours: draft.hours.map((day) => day && { ...day }),
    pictureFileId: draft.pictureFileId,
  }));
}

/** Whether the stored venue says all that the form says. */
export function isStoredAs(venue: ManagedVenue, form: VenueForm): boolean {
  const { hours, ...rest } = form;
  const sameHours = hours.every((day, weekday) => {
    const stored = venue.hours[weekday] ?? null;
    return day?.opens === stored?.opens && day?.closes === stored?.closes;
  });
  const fields = Object.keys(rest) as (keyof typeof rest)[];
  return sameHours && fields.every((field) => venue[field] === rest[field]);
}

/** `30.274, 120.155` as maps give it to the clipboard, or null for anything else. */
export function splitPosition(text: string): Pick<VenueDraft, 'latitude' | 'longitude'> | null {
  const [, latitude, longitude] = /^\s*(-?[\d.]+)\s*[,，\s]\s*(-?[\d.]+)\s*$/.exec(text) ?? [];
  return latitude && longitude ? { latitude, longitude } : null;
}

const STAY_STEP = 30;

export interface StayChoice {
  readonly minutes: number;
  readonly label: string;
}

/** Every half hour between the limits, and the present value if it lies between two of them. */
export function stayChoices(present: number): StayChoice[] {
  const { least, most } = LONGEST_STAY_MINUTES;
  const steps = Array.from(
    { length: Math.floor((most - least) / STAY_STEP) + 1 },
    (_, step) => least + step * STAY_STEP,
  );
  const all = steps.includes(present) ? steps : [...steps, present].sort((a, b) => a - b);
  return all.map((minutes) => ({ minutes, label: stayLabel(minutes) }));
}

/** `30 分钟`, `4 小时`, `4.5 小时`. */
function stayLabel(minutes: number): string {
  return minutes % STAY_STEP === 0 && minutes >= 60 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}
