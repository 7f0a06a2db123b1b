import type { Instant } from '@shared/base/time';
import type { BoardRow, ChallengeBoard, ChallengeReader } from '@shared/contracts/challengeViews';
import { rank } from '@shared/domain/challenge';
import { daysUpTo } from '@shared/domain/progress';

/**
 * The board with what its reader document says at this moment. Null when more than figures changed:
 * somebody joined, a score was told, it ended; then the board is asked for.
 */
export function movedBoard(
  board: ChallengeBoard,
  reader: ChallengeReader,
  now: Instant,
): ChallengeBoard | null {
  const { challenge, you } = board;
  const people = new Map(board.rows.map((row) => [row.memberId, row]));
  const told = Object.keys(reader.rows);
  if (reader.status !== challenge.status || told.some((id) => !people.has(id))) return null;
  if (challenge.kind === 'MATCH' && reader.at > board.now) return null;
  const standings = [...people.keys()].map((memberId) => ({
    memberId,
    total: reader.rows[memberId]?.total ?? 0,
    left: reader.left[memberId] === true,
    reachedAt: reader.rows[memberId]?.reachedAt ?? null,
  }));
  const days = daysUpTo(reader, now);
  const rows = rank(standings, challenge.target).flatMap(
    ({ memberId, total, left, rank: place }) => {
      const person = people.get(memberId);
      const curve = days.map((date) => ({ date, value: reader.rows[memberId]?.curve[date] ?? 0 }));
      const cheers = reader.cheers[memberId] ?? 0;
      return person ? [{ ...person, rank: place, total, left, curve, cheers }] : [];
    },
  );
  const mine = rows.find(({ memberId }) => memberId === you);
  return {
    ...board,
    challenge: { ...challenge, rank: mine?.rank ?? challenge.rank },
    rows,
    gap: gapOf(rows, you),
  };
}

/** What is missing to pass the one ahead; null in front. */
function gapOf(rows: readonly BoardRow[], you: string): number | null {
  const mine = rows.find(({ memberId }) => memberId === you);
  if (!mine || mine.left) return null;
  const ahead = rows.filter((row) => row.rank < mine.rank && !row.left).at(-1);
  return ahead ? Math.max(0, ahead.total - mine.total) + 1 : null;
}
