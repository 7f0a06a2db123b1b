import * as z from 'zod';
import { cleanEmail } from '../domain/coach';
import { ROLES } from '../domain/member';
import {
  CAMPUS_KINDS,
  FORM_LENGTHS,
  LONGEST_STAY_MINUTES,
  MOST_CAPACITY,
  PHONE_FORM,
} from '../domain/venue';
import { type Contract, procedure } from './procedure';
import { count, fileId, id, storedHours, text, weeklyHours } from './scalars';

const campusForm = z.object({
  name: text(1, FORM_LENGTHS.name),
  kind: z.enum(CAMPUS_KINDS),
  address: text(1, FORM_LENGTHS.address),
  contactPerson: text(1, FORM_LENGTHS.contactPerson),
  contactPhone: z.string().regex(PHONE_FORM),
  contactEmail: z.string().refine((text) => cleanEmail(text) !== null),
});

const venueForm = z.object({
  campusId: id,
  name: text(1, FORM_LENGTHS.name),
  address: text(1, FORM_LENGTHS.address),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  phone: z.string().regex(PHONE_FORM),
  capacity: z.int().min(1).max(MOST_CAPACITY),
  longestStayMinutes: z.int().min(LONGEST_STAY_MINUTES.least).max(LONGEST_STAY_MINUTES.most),
  suspended: z.boolean(),
  hours: weeklyHours,
  pictureFileId: fileId.nullable(),
});

/** `version` guards an edit: two admins cannot overwrite each other unseen. */
const managedCampus = campusForm.extend({
  id,
  version: count,
  /** Empty for a campus that is older than the field. */
  contactEmail: z.string(),
});
const managedVenue = venueForm.extend({
  id,
  version: count,
  hours: storedHours,
  pictureUrl: z.string().nullable(),
});
const staffView = z.object({
  memberId: id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  role: z.enum(ROLES),
  campusId: id.nullable(),
});

export type CampusForm = z.input<typeof campusForm>;
export type VenueForm = z.input<typeof venueForm>;
export type ManagedCampus = z.output<typeof managedCampus>;
export type ManagedVenue = z.output<typeof managedVenue>;
export type StaffView = z.output<typeof staffView>;

export const clubContract = {
  /** What an admin manages: a campus admin the own campus, the super admin all. */
  overview: procedure({
    caller: 'admin',
    input: z.object({}),
    output: z.object({
      superAdmin: z.boolean(),
      campuses: z.array(managedCampus),
      venues: z.array(managedVenue),
      staff: z.array(staffView),
    }),
    refuses: [],
  }),
  createCampus: procedure({
    caller: 'superAdmin',
    input: z.object({ form: campusForm, requestId: id }),
    output: managedCampus,
    refuses: ['CENTRE_EXISTS'],
  }),
  updateCampus: procedure({
    caller: 'admin',
    input: z.object({ id, version: count, form: campusForm }),
    output: managedCampus,
    refuses: ['CAMPUS_NOT_FOUND', 'CENTRE_EXISTS', 'STALE_EDIT'],
  }),
  /** `requestId` is made by the page once a form: a second tap makes no second venue. */
  createVenue: procedure({
    caller: 'admin',
    input: z.object({ form: venueForm, requestId: id }),
    output: managedVenue,
    refuses: ['CAMPUS_NOT_FOUND', 'HOURS_INVALID', 'PICTURE_INVALID'],
  }),
  updateVenue: procedure({
    caller: 'admin',
    input: z.object({ id, version: count, form: venueForm }),
    output: managedVenue,
    refuses: [
      'VENUE_NOT_FOUND',
      'CAMPUS_NOT_FOUND',
      'HOURS_INVALID',
      'CAPACITY_BELOW_HEADCOUNT',
      'VENUE_HAS_LESSONS',
      'STALE_EDIT',
      'PICTURE_INVALID',
    ],
  }),
  /**
   * Appoints the member whose code was scanned: desk staff by any admin, campus admins and further
   * super admins (of no campus) by a super admin.
   */
  appoint: procedure({
    caller: 'admin',
    input: z.object({
      campusId: id,
      role: z.enum(['STAFF', 'CAMPUS_ADMIN', 'SUPER_ADMIN']),
      code: z.string().max(400),
    }),
    output: staffView,
    refuses: [
      'CAMPUS_NOT_FOUND',
      'OTHER_CAMPUS',
      'MEMBER_CODE_INVALID',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'ACCOUNT_DISABLED',
      'LAST_SUPER_ADMIN',
    ],
  }),
  /** Back to an ordinary member. */
  dismiss: procedure({
    caller: 'admin',
    input: z.object({ memberId: id }),
    output: z.object({ memberId: id }),
    refuses: ['STAFF_NOT_FOUND', 'LAST_SUPER_ADMIN'],
  }),
  /** The code to print and hang up: opens the venue's page and proves nothing. */
  wallCode: procedure({
    caller: 'admin',
    input: z.object({ venueId: id }),
    output: z.object({ venueName: z.string(), imageBase64: z.string(), contentType: z.string() }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** The first super admin claims a new installation with the code that the deployment printed. */
  claim: procedure({
    caller: 'member',
    input: z.object({ code: z.string().max(100) }),
    output: z.object({ claimed: z.literal(true) }),
    refuses: ['CLAIM_CODE_INVALID', 'ALREADY_CLAIMED'],
  }),
} satisfies Contract;
