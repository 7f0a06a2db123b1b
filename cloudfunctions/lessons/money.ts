import { type Fen, fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { memberMoney, revenueMoney } from '@shared/domain/ledger';
import type { Transaction } from '../_kit/db';
import { captureHold, move, placeHold, releaseHold } from '../ledger/service';
import type { Lesson } from './store';

/** The reason of a lesson's entries begins with it: `lesson:ID:place`, `:capture`, `:release`, `:refund`. */
const holdOf = ({ _id }: Pick<Lesson, '_id'>) => `lesson:${_id}`;
const revenueOf = ({ campusId }: Lesson) => revenueMoney(campusId, 'LESSON');

/** Sets the fee of a new lesson aside; answers why not, if there is too little. */
export const holdFee = (tx: Transaction, lesson: Lesson, at: Instant) =>
  placeHold(
    tx,
    { holdId: holdOf(lesson), memberId: lesson.studentId, amount: lesson.fee, first: true },
    at,
  );

/** The club takes the fee. Answers what it took. */
export async function takeFee(tx: Transaction, lesson: Lesson, at: Instant): Promise<Fen> {
  const taken = await captureHold(tx, { holdId: holdOf(lesson), to: revenueOf(lesson) }, at);
  if (!taken) throw new Error(`lesson ${lesson._id} holds no fee`);
  return lesson.fee;
}

/** What was taken comes back, or what was set aside is free again. Answers what came back. */
export async function giveBack(tx: Transaction, lesson: Lesson, at: Instant): Promise<Fen> {
  const { _id, captured, studentId } = lesson;
  if (captured === 0) {
    if (!(await releaseHold(tx, holdOf(lesson), at))) {
      throw new Error(`lesson ${_id} holds no fee`);
    }
    return fen(0);
  }
  const postings = [{ from: revenueOf(lesson), to: memberMoney(studentId), amount: captured }];
  await move(tx, { reason: `${holdOf(lesson)}:refund`, postings, at });
  return captured;
}
