import { createHash } from 'node:crypto';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { membersById } from '../member/service';
import { takesPart } from './beginning';
import { ownChallenge } from './finding';
import { fix } from './settling';
import { type Challenge, challengeReports, challenges } from './store';
import { challengeOfToken } from './token';
import { standingsOf } from './truth';
import { cardOf, personOf, scoreView } from './views';

interface Reporting {
  readonly token: string | null;
  readonly challengeId: string | null;
  readonly memberId: string;
  readonly reason: string;
}

/** One of each about the same person in the same challenge. */
const reportId = (challengeId: string, byId: string, aboutId: string) =>
  createHash('sha256').update(`${challengeId}:${byId}:${aboutId}`).digest('hex').slice(0, 32);

/**
 * Tells the staff of somebody whom a challenge or its card shows.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, REPORTED_ALREADY
 */
export async function report({ db, now }: Context, ask: Reporting, byId: string): Promise<void> {
  const { token, challengeId, memberId: aboutId, reason } = ask;
  const challenge =
    challengeId === null
      ? await challengeOfToken(db, token ?? '')
      : await ownChallenge(db, challengeId, byId);
  if (!takesPart(challenge, aboutId) || aboutId === byId) throw new Refusal('CHALLENGE_NOT_FOUND');
  const isNew = await db.insert(challengeReports, {
    _id: reportId(challenge._id, byId, aboutId),
    challengeId: challenge._id,
    ...{ byId, aboutId, reason, at: now },
    status: 'OPEN',
    note: '',
    closedBy: null,
    closedAt: null,
  });
  if (!isNew) throw new Refusal('REPORTED_ALREADY');
}

const MOST_SHOWN = 100;

/** What waits for the staff: disputed matches and reports, the oldest first. */
export async function deskOf({ db, now }: Context) {
  const [disputed, open] = await Promise.all([
    db.find(challenges, {
      where: { status: 'DISPUTED' },
      order: [['createdAt', 'asc']],
      limit: MOST_SHOWN,
    }),
    db.find(challengeReports, {
      where: { status: 'OPEN' },
      order: [['at', 'asc']],
      limit: MOST_SHOWN,
    }),
  ]);
  const ids = [
    ...disputed.flatMap(({ memberIds }) => memberIds),
    ...open.flatMap(({ byId, aboutId }) => [byId, aboutId]),
  ];
  const people = await membersById(db, ids);
  const person = (memberId: string) => personOf({ memberId, nickname: '已注销' }, people);
  const dispute = (challenge: Challenge) => ({
    challenge: cardOf(challenge, {
      viewer: null,
      people,
      standings: standingsOf(challenge, new Map()),
    }),
    score: scoreView(challenge),
  });
  return {
    disputes: disputed.map(dispute),
    reports: open.map(({ _id: id, at, byId, aboutId, reason, challengeId }) => ({
      ...{ id, at, reason, challengeId },
      by: person(byId),
      about: person(aboutId),
    })),
    now,
  };
}

interface Deciding {
  readonly challengeId: string;
  readonly points: Readonly<Record<string, number>>;
}

/**
 * Staff says how a disputed match ended, once; who plays in it does not.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, CHALLENGE_CLOSED, CHALLENGE_FORM_INVALID
 */
export function decide(
  { db, now }: Context,
  { challengeId, points }: Deciding,
  staff: { readonly memberId: string; readonly campusId: string | null },
): Promise<Challenge> {
  return db.transaction(async (tx) => {
    const challenge = await tx.get(challenges, challengeId);
    if (challenge?.kind !== 'MATCH' || takesPart(challenge, staff.memberId)) {
      throw new Refusal('CHALLENGE_NOT_FOUND');
    }
    if (challenge.status !== 'DISPUTED') throw new Refusal('CHALLENGE_CLOSED');
    const named = Object.keys(points).sort().join();
    if (named !== [...challenge.memberIds].sort().join()) {
      throw new Refusal('CHALLENGE_FORM_INVALID');
    }
    const score = { by: staff.memberId, points: { ...points }, at: now };
    const scores = challenge.memberIds.map((one) => points[one]).join(':');
    await recordAudit(tx, {
      key: `challenge:${challengeId}:decide`,
      at: now,
      actorId: staff.memberId,
      campusId: staff.campusId,
      action: 'challenge.decide',
      targetId: challengeId,
      detail: scores,
    });
    return fix(tx, { ...challenge, score }, { seen: new Map(), at: now });
  });
}

/**
 * A report was looked at. Asked again it changes nothing.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND
 */
export async function closeReport(
  { db, now }: Context,
  { reportId: id, note }: { readonly reportId: string; readonly note: string },
  staff: { readonly memberId: string; readonly campusId: string | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    const known = await tx.get(challengeReports, id);
    if (!known || known.aboutId === staff.memberId) throw new Refusal('CHALLENGE_NOT_FOUND');
    if (known.status === 'CLOSED') return;
    const closed = { status: 'CLOSED', note, closedBy: staff.memberId, closedAt: now } as const;
    await tx.put(challengeReports, { ...known, ...closed });
    await recordAudit(tx, {
      key: `challenge:report:${id}`,
      at: now,
      actorId: staff.memberId,
      campusId: staff.campusId,
      action: 'challenge.closeReport',
      targetId: known.challengeId,
      // What was written stays with the report, where it is erased with the people.
      detail: '',
    });
  });
}
