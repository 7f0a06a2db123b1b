import type { clubContract, ManagedCampus, ManagedVenue, StaffView } from '@shared/contracts/club';
import type { AuditAction } from '@shared/domain/audit';
import { isAdmin } from '@shared/domain/member';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { drainOutbox } from '../_kit/outbox';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { addSuperAdmin, claimInstallation, resignSuperAdmin } from '../installation/service';
import { tablesWithLessons } from '../lessons/service';
import { memberOutbox } from '../member/erasing';
import {
  assignRole,
  type MemberDoc,
  memberById,
  memberInTransaction,
  readMemberCode,
  staffOf,
  useMemberCode,
} from '../member/service';
import {
  allCampuses,
  type Campus,
  campusOf,
  createCampus,
  createVenue,
  serves,
  updateCampus,
  updateVenue,
  type Venue,
  venueOf,
  venuesOfCampus,
} from '../venue/service';
import { visitOutbox } from '../visit/service';
import { tellRole } from './telling';

const WALL_PAGE = 'packages/venue/pages/detail/detail';

const campusView = ({ _id, ...campus }: Campus): ManagedCampus => ({ id: _id, ...campus });
const venueView = ({ _id, doorKey: _, ...venue }: Venue): ManagedVenue => ({
  id: _id,
  ...venue,
  pictureUrl: venue.pictureFileId,
});
const staffView = ({ _id, nickname, avatarFileId, role, campusId }: MemberDoc): StaffView => ({
  memberId: _id,
  nickname,
  avatarUrl: avatarFileId,
  role,
  campusId,
});

const rulesAll = ({ identity }: Member) => identity.role === 'SUPER_ADMIN';
const administers = (caller: Member, campusId: string | null) =>
  rulesAll(caller) || caller.identity.campusId === campusId;

/** Writes down an admin's change in the transaction that makes it. */
const audited =
  (
    caller: Member,
    { now, newId }: Context,
    what: { action: AuditAction; target: string; campusId: string | null; detail: string },
  ) =>
  (tx: Transaction) =>
    recordAudit(tx, {
      key: newId(),
      at: now,
      actorId: caller.identity.memberId,
      campusId: what.campusId,
      action: what.action,
      targetId: what.target,
      detail: what.detail,
    });

export const clubHandlers: ServerHandlers<typeof clubContract> = {
  async overview({ caller, context: { db } }) {
    const superAdmin = rulesAll(caller);
    const scope = superAdmin ? null : caller.identity.campusId;
    const [campuses, venues, staff] = await Promise.all([
      allCampuses(db),
      venuesOfCampus(db, scope),
      staffOf(db, scope),
    ]);
    const shown = campuses.filter((campus) => superAdmin || campus._id === scope);
    return {
      superAdmin,
      campuses: shown.map(campusView),
      venues: venues.map(venueView),
      staff: staff.map(staffView),
    };
  },

  async createCampus({ input: { form, requestId }, caller, context, refuse }) {
    const id = idOfRequest(caller.identity.memberId, requestId);
    const what = {
      action: 'club.createCampus',
      target: id,
      campusId: id,
      detail: form.name,
    } as const;
    const campus = await createCampus(context.db, id, form, audited(caller, context, what));
    if (typeof campus === 'string') throw refuse(campus);
    return campusView(campus);
  },

  async updateCampus({ input, caller, context, refuse }) {
    if (!administers(caller, input.id)) throw refuse('CAMPUS_NOT_FOUND');
    const { id, form } = input;
    const what = {
      action: 'club.updateCampus',
      target: id,
      campusId: id,
      detail: form.name,
    } as const;
    const edit = { ...input, mayNameCentre: rulesAll(caller) };
    const campus = await updateCampus(context.db, edit, audited(caller, context, what));
    if (campus === 'NOT_ALLOWED') throw new Refusal(campus);
    if (typeof campus === 'string') throw refuse(campus);
    return campusView(campus);
  },

  async createVenue({ input: { form, requestId }, caller, context, refuse }) {
    if (!administers(caller, form.campusId)) throw refuse('CAMPUS_NOT_FOUND');
    const id = idOfRequest(caller.identity.memberId, requestId);
    const { campusId, name: detail } = form;
    const what = { action: 'club.createVenue', target: id, campusId, detail } as const;
    const ask = { id, form, now: context.now };
    const venue = await createVenue(context.db, ask, audited(caller, context, what));
    if (typeof venue === 'string') throw refuse(venue);
    return venueView(venue);
  },

  async updateVenue({ input, caller, context, refuse }) {
    const before = await venueOf(context.db, input.id);
    if (!before || !administers(caller, before.campusId)) throw refuse('VENUE_NOT_FOUND');
    if (!administers(caller, input.form.campusId)) throw refuse('CAMPUS_NOT_FOUND');
    const { campusId, name: detail } = input.form;
    const what = { action: 'club.updateVenue', target: input.id, campusId, detail } as const;
    const { db, now } = context;
    const hasLessons = async () => (await tablesWithLessons(db, input.id, now)).size > 0;
    const edit = { ...input, now, hasLessons };
    const venue = await updateVenue(db, edit, audited(caller, context, what));
    if (typeof venue === 'string') throw refuse(venue);
    await followEdit(context);
    return venueView(venue);
  },

  async appoint({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { campusId, role } = input;
    if (role !== 'STAFF' && !rulesAll(caller)) throw new Refusal('NOT_ALLOWED');
    if (!administers(caller, campusId)) throw refuse('CAMPUS_NOT_FOUND');
    const campus = await campusOf(db, campusId);
    if (!campus) throw refuse('CAMPUS_NOT_FOUND');
    const read = await readMemberCode(db, input.code, now);
    if (typeof read === 'string') throw refuse(read);
    const memberId = read.member._id;
    const detail = `${role} @ ${campus.name}`;
    const what = { action: 'club.appoint', target: memberId, campusId, detail } as const;
    const audit = audited(caller, context, what);
    return db.transaction(async (tx) => {
      const use = { useId: read.useId, memberId, at: now };
      if (!(await useMemberCode(tx, use))) throw refuse('MEMBER_CODE_USED');
      const member = await memberInTransaction(tx, memberId);
      if (!member) throw refuse('MEMBER_CODE_INVALID');
      const rulesEverywhere = role === 'SUPER_ADMIN';
      const already = rulesEverywhere && member.role === role;
      if (!already) await releaseFromRole(tx, caller, member);
      if (rulesEverywhere) await addSuperAdmin(tx, memberId);
      const at = rulesEverywhere ? null : campusId;
      const appointed = await assignRole(tx, member, { role, campusId: at });
      await audit(tx);
      const campusName = rulesEverywhere ? '' : campus.name;
      const key = `appoint:${read.useId}`;
      if (!already) await tellRole(tx, { key, memberId, role, campusName, at: now });
      return staffView(appointed);
    });
  },

  async dismiss({ input: { memberId }, caller, context, refuse }) {
    const { db, now, newId } = context;
    const known = await memberById(db, memberId);
    if (!known || known.role === 'MEMBER' || !administers(caller, known.campusId)) {
      throw refuse('STAFF_NOT_FOUND');
    }
    const { role: detail, campusId } = known;
    const what = { action: 'club.dismiss', target: memberId, campusId, detail } as const;
    const audit = audited(caller, context, what);
    const campusName = (campusId && (await campusOf(db, campusId))?.name) || '';
    const news = { key: `dismiss:${newId()}`, memberId, campusName, at: now };
    return db.transaction(async (tx) => {
      const member = await memberInTransaction(tx, memberId);
      if (!member || member.role === 'MEMBER') throw refuse('STAFF_NOT_FOUND');
      await releaseFromRole(tx, caller, member);
      await assignRole(tx, member, { role: 'MEMBER', campusId: null });
      await audit(tx);
      await tellRole(tx, { ...news, role: 'MEMBER' });
      return { memberId };
    });
  },

  async wallCode({ input: { venueId }, caller, context: { db, platform }, refuse }) {
    const venue = await venueOf(db, venueId);
    if (!venue || !serves(caller.identity, venue)) throw refuse('VENUE_NOT_FOUND');
    const { image, contentType } = await platform.wallCode({ page: WALL_PAGE, scene: venueId });
    return { venueName: venue.name, imageBase64: image.toString('base64'), contentType };
  },

  async claim({ input: { code }, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const what = { action: 'club.claim', target: memberId, campusId: null, detail: '' } as const;
    const audit = audited(caller, context, what);
    return db.transaction(async (tx) => {
      const refusal = await claimInstallation(tx, { code, memberId, now });
      if (refusal) throw refuse(refusal);
      const member = await memberInTransaction(tx, memberId);
      if (!member) throw new Error(`members/${memberId} should exist`);
      await assignRole(tx, member, { role: 'SUPER_ADMIN', campusId: null });
      await audit(tx);
      return { claimed: true as const };
    });
  },
};

/** What an edit left to be done, at once; if it cannot be done now, the timer does it. */
async function followEdit(context: Context): Promise<void> {
  const { platform, newId } = context;
  const handlers = { ...memberOutbox, ...visitOutbox };
  await drainOutbox(handlers, context).catch((fault) => platform.reportFault(fault, newId()));
}

/** Whether `caller` may take a member's present role away; admins only by the super admin. */
async function releaseFromRole(tx: Transaction, caller: Member, member: MemberDoc): Promise<void> {
  if (isAdmin(member.role) && !rulesAll(caller)) throw new Refusal('NOT_ALLOWED');
  if (!administers(caller, member.campusId) && member.role !== 'MEMBER') {
    throw new Refusal('OTHER_CAMPUS');
  }
  if (member.role === 'SUPER_ADMIN' && !(await resignSuperAdmin(tx, member._id))) {
    throw new Refusal('LAST_SUPER_ADMIN');
  }
}
