import type { CoachSelf, personForm } from '@shared/contracts/training';
import type { Sport } from '@shared/domain/booking';
import { cleanAchievements, isCoachPhotoOf, nextCoachStatus } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type * as z from 'zod';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { touchMember } from '../member/service';
import { adminsOf, campusName, type Deed, memberNeeded, recordDeed, tellAll } from './acting';
import { ofCampus } from './letters';
import {
  claimEmail,
  claimIdNumber,
  emailOfStudent,
  readForm,
  readIdNumber,
  readPerson,
} from './people';
import { campusNeeded, phoneFor, writeCoach } from './registering';
import { touchCoach } from './service';
import { type Coach, coaches } from './store';
import { coachSelf } from './views';

export type Application = z.output<z.ZodObject<typeof personForm>> & {
  readonly sport: Sport;
  readonly idNumber: string | null;
  readonly photoFileId: string | null;
  readonly achievements: string;
};

/** @throws Refusal ACHIEVEMENTS_INVALID */
export function readAchievements(text: string): string {
  const achievements = cleanAchievements(text);
  if (achievements === null) throw new Refusal('ACHIEVEMENTS_INVALID');
  return achievements;
}

function checkPhoto(memberId: string, fileId: string | null): void {
  if (fileId !== null && !isCoachPhotoOf(memberId, fileId)) throw new Refusal('PICTURE_INVALID');
}

/** What a picture that was replaced leaves to be done. */
async function dropPhoto(tx: Transaction, deed: Deed, fileId: string | null): Promise<void> {
  if (fileId === null) return;
  const key = `picture:${deed.actorId}:${deed.id}`;
  await leaveInOutbox(tx, { key, kind: 'deletePicture', payload: { fileId }, at: deed.at });
}

const blank = (memberId: string, at: Deed['at']) => ({
  _id: memberId,
  createdAt: at,
  idNumber: null,
  photoFileId: null,
  email: null,
  level: null,
  rate: null,
  ties: [],
  off: [],
  starSum: 0,
  starCount: 0,
  version: 0,
});

/**
 * Applies to teach at a campus, for the first time or again after a refusal. The campus' admins are
 * told.
 *
 * @throws Refusal ALREADY_COACH, COACH_PENDING, PHOTO_REQUIRED and those of the form
 */
export async function applyAsCoach(
  context: Context,
  deed: Deed,
  form: Application,
): Promise<CoachSelf> {
  const { db } = context;
  const memberId = deed.actorId;
  refuseSecond(await db.get(coaches, memberId));
  const campus = await campusNeeded(context, form.campusId);
  const achievements = readAchievements(form.achievements);
  const idNumber = readIdNumber(form.idNumber);
  checkPhoto(memberId, form.photoFileId);
  const person = await readForm(context, form);
  const { phone: _, ...written } = person;
  const admins = await adminsOf(db, campus);
  return db.transaction(async (tx) => {
    const before = await tx.get(coaches, memberId);
    refuseSecond(before);
    const known = before ?? blank(memberId, deed.at);
    const photoFileId = form.photoFileId ?? known.photoFileId;
    if (photoFileId === null) throw new Refusal('PHOTO_REQUIRED');
    const member = await phoneFor(tx, await memberNeeded(tx, memberId), person);
    // Written in any case: who takes the own number away at this moment meets us.
    await touchMember(tx, member);
    const other = await emailOfStudent(tx, memberId);
    await claimEmail(tx, { memberId, before: known.email, after: person.email, other });
    if (photoFileId !== known.photoFileId) await dropPhoto(tx, deed, known.photoFileId);
    const coach = await touchCoach(tx, {
      ...known,
      ...written,
      campusId: campus._id,
      status: 'PENDING',
      sport: form.sport,
      photoFileId,
      achievements,
      idNumber: await claimIdNumber(tx, { memberId, before: known.idNumber }, idNumber),
      rejectReason: '',
      appliedAt: deed.at,
      decidedAt: null,
      decidedBy: null,
    });
    await recordDeed(tx, deed, {
      action: 'coach.apply',
      campusId: campus._id,
      targetId: memberId,
    });
    const event = { key: `coach:${deed.id}:applied`, at: deed.at, campusName: campus.name };
    await tellAll(tx, event, admins, {
      title: '有人申请当教练',
      body: `${coach.realName}申请在${campus.name}任教，请审核并定级`,
      page: ofCampus('school', campus._id),
    });
    return coachSelf(coach, member, campus.name);
  });
}

function refuseSecond(coach: Coach | null): void {
  if (coach === null || nextCoachStatus(coach.status, 'apply') !== null) return;
  throw new Refusal(coach.status === 'PENDING' ? 'COACH_PENDING' : 'ALREADY_COACH');
}

/** What a coach keeps up to date alone. A photo of null keeps the one that is stored. */
export async function updateCoach(
  context: Context,
  deed: Deed,
  form: {
    readonly phone: string;
    readonly email: string | null;
    readonly photoFileId: string | null;
    readonly achievements: string;
  },
): Promise<CoachSelf> {
  const achievements = readAchievements(form.achievements);
  checkPhoto(deed.actorId, form.photoFileId);
  const known = await context.db.get(coaches, deed.actorId);
  const campus = known ? await campusName(context, known.campusId) : '';
  return context.db.transaction(async (tx) => {
    const coach = await tx.get(coaches, deed.actorId);
    if (coach?.status !== 'ACTIVE') throw new Refusal('COACH_ONLY');
    const person = readPerson({ ...coach, phone: form.phone, email: form.email });
    const photoFileId = form.photoFileId ?? coach.photoFileId;
    if (photoFileId !== coach.photoFileId) await dropPhoto(tx, deed, coach.photoFileId);
    const next = await writeCoach(tx, { ...coach, photoFileId, achievements }, person);
    const what = { action: 'coach.update', campusId: coach.campusId, targetId: coach._id } as const;
    await recordDeed(tx, deed, what);
    return coachSelf(next.coach, next.member, campus);
  });
}
