import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '@shared/base/time';
import type { ChallengeReader } from '@shared/contracts/challengeViews';
import type { Progress } from '@shared/domain/progress';
import type { Context } from '../_kit/serve';
import { type MemberDoc, membersById } from '../member/service';
import { type Challenge, challengeBoards } from './store';
import { progressOf, type Seen, spanOf } from './truth';

/** The copy of a board that one phone watches. */
export const watchIdOf = (challengeId: string, openid: string) =>
  `${challengeId}_${createHash('sha256').update(openid).digest('hex').slice(0, 16)}`;

interface Copies extends Pick<ChallengeReader, 'from' | 'until'> {
  readonly rows: Readonly<Record<string, Progress>>;
  readonly left: Readonly<Record<string, true>>;
}

function contentOf(challenge: Challenge, seen: Seen): Copies | null {
  const span = spanOf(challenge);
  if (!span) return null;
  const gone = challenge.members.filter(({ left }) => left);
  return {
    ...span,
    rows: Object.fromEntries(progressOf(challenge, seen)),
    left: Object.fromEntries(gone.map(({ memberId }) => [memberId, true as const])),
  };
}

const newCopy = (
  challenge: Challenge,
  content: Copies,
  reader: { readonly memberId: string; readonly openid: string; readonly at: Instant },
): ChallengeReader => ({
  _id: watchIdOf(challenge._id, reader.openid),
  _openid: reader.openid,
  challengeId: challenge._id,
  memberId: reader.memberId,
  kind: challenge.kind,
  target: challenge.target,
  status: challenge.status,
  ...content,
  cheers: challenge.cheers,
  passed: {},
  news: false,
  at: reader.at,
});

/** The keys whose values are not the same in every copy as they should be. */
const keysToMend = <V>(
  wanted: Readonly<Record<string, V>>,
  found: readonly Readonly<Record<string, V>>[],
) =>
  Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) =>
      found.some((one) => !isDeepStrictEqual(one[key], value)),
    ),
  );

/**
 * Makes every phone's copy of a board what the challenge says: all that is missing, too much or not
 * right. `copies` were read before what was `seen`, so that no later check-in is undone.
 */
export async function mendBoards(
  { db, now }: Pick<Context, 'db' | 'now'>,
  challenge: Challenge,
  looked: {
    readonly copies: readonly ChallengeReader[];
    readonly seen: Seen;
    readonly people?: ReadonlyMap<string, MemberDoc>;
  },
): Promise<void> {
  const { copies, seen } = looked;
  const content = contentOf(challenge, seen);
  if (!content) return;
  const members = looked.people ?? (await membersById(db, challenge.memberIds));
  const readers = [...members.values()].flatMap(({ _id: memberId, openids }) =>
    openids.map((openid) => ({ memberId, openid, at: now })),
  );
  const wanted = new Map(readers.map((one) => [watchIdOf(challenge._id, one.openid), one]));
  const known = new Set(copies.map(({ _id }) => _id));
  for (const [watchId, reader] of wanted) {
    if (!known.has(watchId)) await db.insert(challengeBoards, newCopy(challenge, content, reader));
  }
  const extra = copies.filter(({ _id }) => !wanted.has(_id)).map(({ _id }) => _id);
  if (extra.length > 0) await db.removeAll(challengeBoards, { _id: { in: extra } });
  const merge = {
    rows: keysToMend(
      content.rows,
      copies.map(({ rows }) => rows),
    ),
    left: keysToMend(
      content.left,
      copies.map(({ left }) => left),
    ),
    cheers: keysToMend(
      challenge.cheers,
      copies.map(({ cheers }) => cheers),
    ),
  };
  const { status } = challenge;
  const moved = copies.some((one) => one.status !== status);
  const mended = Object.values(merge).some((field) => Object.keys(field).length > 0);
  if (!moved && !mended) return;
  await db.changeAll(
    challengeBoards,
    { challengeId: challenge._id },
    { set: { status, at: now }, merge },
  );
}

export const copiesOf = ({ db }: Pick<Context, 'db'>, challengeId: string) =>
  db.all(challengeBoards, { challengeId });
