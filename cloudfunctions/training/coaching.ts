import { yuanText } from '@shared/base/money';
import type { CoachSelf } from '@shared/contracts/training';
import { type CoachLevel, LEVEL_WORDS, nextCoachStatus } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { assignTraining, type MemberDoc } from '../member/service';
import { sendMessage } from '../message/service';
import {
  administers,
  campusName,
  deedOf,
  expectAdmin,
  expectOther,
  memberNeeded,
  recordDeed,
} from './acting';
import { because, type Event, PAGES, roleLetter } from './letters';
import { ratesHeld } from './rates';
import { touchCoach } from './service';
import { stopTeaching } from './stopping';
import { type Coach, coaches } from './store';
import { coachSelf } from './views';

/**
 * A coach whom the caller administers. Somebody of another campus is not there.
 *
 * @throws Refusal COACH_NOT_FOUND
 */
export function expectOwnCoach(caller: Member, coach: Coach | null): Coach {
  if (coach && administers(caller, coach.campusId)) return coach;
  throw new Refusal('COACH_NOT_FOUND');
}

interface Decision {
  readonly memberId: string;
  /** The level that it gives, or null to refuse. */
  readonly level: CoachLevel | null;
  readonly reason: string;
}

/**
 * Approves an application and sets the level with the rate of the campus, or refuses it with a reason.
 *
 * @throws Refusal COACH_NOT_FOUND, RELATION_CLOSED when somebody decided before, OPEN_ACCOUNT_FIRST,
 * NOT_ALLOWED for oneself
 */
export async function decide(
  context: Context,
  caller: Member,
  { memberId, level, reason }: Decision,
): Promise<CoachSelf> {
  const deed = deedOf(caller, context);
  expectOther(caller, memberId);
  const known = expectOwnCoach(caller, await context.db.get(coaches, memberId));
  const campus = await campusName(context, known.campusId);
  const event = { key: `coach:${deed.id}:decided`, at: deed.at, campusName: campus };
  return context.db.transaction(async (tx) => {
    const coach = expectOwnCoach(caller, await tx.get(coaches, memberId));
    await expectAdmin(tx, deed.actorId, coach.campusId);
    const status = nextCoachStatus(coach.status, level === null ? 'refuse' : 'approve');
    if (status === null) throw new Refusal('RELATION_CLOSED');
    const member = await memberNeeded(tx, memberId);
    const decided = { ...coach, status, decidedAt: deed.at, decidedBy: deed.actorId };
    if (level !== null) expectOpen(member);
    const rate = level && (await ratesHeld(tx, coach.campusId))[level];
    const next =
      level === null ? { ...decided, rejectReason: reason } : { ...decided, level, rate };
    const written = await touchCoach(tx, next);
    if (level !== null) await assignTraining(tx, member, { coachOf: coach.campusId });
    await recordDeed(tx, deed, {
      action: level === null ? 'school.refuse' : 'school.approve',
      campusId: coach.campusId,
      targetId: memberId,
      detail: level === null ? reason : LEVEL_WORDS[level],
    });
    await tellDecision(tx, event, written);
    return coachSelf(written, member, campus);
  });
}

/** Nobody teaches whose whole account is stopped. */
function expectOpen({ status }: MemberDoc): void {
  if (status !== 'ACTIVE') throw new Refusal('OPEN_ACCOUNT_FIRST');
}

async function resumeTeaching(tx: Transaction, coach: Coach, member: MemberDoc): Promise<void> {
  expectOpen(member);
  await touchCoach(tx, coach);
  await assignTraining(tx, member, { coachOf: coach.campusId });
}

function tellDecision(tx: Transaction, event: Event, coach: Coach): Promise<void> {
  const { _id: memberId, level, rate, status, rejectReason } = coach;
  const approved = status === 'ACTIVE' && level !== null && rate !== null;
  const news = approved
    ? {
        title: `你已成为${LEVEL_WORDS[level]}教练`,
        body: `「${event.campusName}」通过了你的申请，课时费每小时 ${yuanText(rate)} 元。可以先设置不上课的时间。`,
        page: PAGES.coach,
      }
    : {
        title: '教练申请没有通过',
        body: `「${event.campusName}」没有通过你的申请${because(rejectReason)}。修改后可以再次申请。`,
        page: PAGES.application,
      };
  return sendMessage(tx, roleLetter(event, { ...news, memberId }), { first: true });
}

/**
 * Stops a coach's teaching or lets it go on. Requests for lessons that nobody confirmed are refused
 * afterwards; confirmed lessons stand. In the wanted state already, it changes nothing.
 *
 * @throws Refusal COACH_NOT_FOUND, OPEN_ACCOUNT_FIRST, NOT_ALLOWED for oneself
 */
export async function setTeaching(
  context: Context,
  caller: Member,
  wish: { readonly memberId: string; readonly active: boolean; readonly reason: string },
): Promise<void> {
  const { memberId, active, reason } = wish;
  const deed = deedOf(caller, context);
  expectOther(caller, memberId);
  const known = expectOwnCoach(caller, await context.db.get(coaches, memberId));
  const event = {
    key: `coach:${deed.id}:teaching`,
    at: deed.at,
    campusName: await campusName(context, known.campusId),
  };
  await context.db.transaction(async (tx) => {
    const coach = expectOwnCoach(caller, await tx.get(coaches, memberId));
    if (coach.status === (active ? 'ACTIVE' : 'DISABLED')) return;
    const status = nextCoachStatus(coach.status, active ? 'enable' : 'disable');
    if (status === null) throw new Refusal('COACH_NOT_FOUND');
    const member = await memberNeeded(tx, memberId);
    if (active) await resumeTeaching(tx, { ...coach, status }, member);
    else await stopTeaching(tx, deed, { coach, member });
    const { campusId } = coach;
    const action = active ? 'school.resumeTeaching' : 'school.stopTeaching';
    await recordDeed(tx, deed, { action, campusId, targetId: memberId, detail: reason });
    const news = active
      ? {
          title: '你可以继续授课了',
          body: `「${event.campusName}」恢复了你的授课${because(reason)}`,
        }
      : {
          title: '你的授课已暂停',
          body: `「${event.campusName}」暂停了你的授课${because(reason)}。没有答复的申请和约课会自动退回，已确认的课照常。`,
        };
    const page = PAGES.coach;
    await sendMessage(tx, roleLetter(event, { ...news, memberId, page }), { first: true });
  });
}
