import type { Instant } from '@shared/base/time';
import { type Claim, overlaps } from '@shared/domain/slots';
import type { Transaction } from '../_kit/db';
import { freeCourt } from '../booking/service';
import {
  type Admitted,
  admit,
  courtSubject,
  personSubject,
  release,
  type Subject,
  within,
} from '../slots/service';
import type { Lesson } from './store';
import type { Table } from './tables';

type Wish = Pick<Lesson, '_id' | 'studentId' | 'coachId' | 'date' | 'from' | 'until'>;

/**
 * Takes the coach, the student and the first free of the tables for a lesson, all or nothing. `MINE`
 * when this lesson has them already.
 */
export async function occupy(
  tx: Transaction,
  wish: Wish,
  tables: readonly Table[],
): Promise<Table | 'MINE' | 'COACH_TAKEN' | 'STUDENT_TAKEN' | 'NO_TABLE_FREE'> {
  const { _id: ownerId, date, from, until, studentId } = wish;
  const claim: Claim = { ownerId, kind: 'LESSON', memberId: studentId, from, until, places: 1 };
  const look = (subject: Subject) =>
    admit(tx, {
      subject,
      date,
      claim,
      admits: (claims) => !claims.some((one) => overlaps(one, claim)),
    });
  const coach = await look(personSubject(wish.coachId));
  if (coach === 'MINE') return 'MINE';
  if (coach === 'TAKEN') return 'COACH_TAKEN';
  const student = await look(personSubject(studentId));
  if (typeof student === 'string') return 'STUDENT_TAKEN';
  const found = await firstFree(tx, { date, claim, tables });
  if (!found) return 'NO_TABLE_FREE';
  const on = { courtId: found.table.id };
  await coach.take(on);
  await student.take(on);
  await found.place.take();
  return found.table;
}

async function firstFree(
  tx: Transaction,
  ask: { readonly date: Lesson['date']; readonly claim: Claim; readonly tables: readonly Table[] },
): Promise<{ table: Table; place: Admitted } | null> {
  const { date, claim, tables } = ask;
  for (const table of tables) {
    const subject = courtSubject(table.id, table.venueId);
    const place = await admit(tx, { subject, date, claim, admits: within(claim, 1) });
    if (typeof place !== 'string') return { table, place };
  }
  return null;
}

/** Lets go of all that a lesson occupies; those who wait for the table are asked first. */
export async function vacate(tx: Transaction, lesson: Lesson, at: Instant): Promise<void> {
  const { _id: ownerId, venueId, tableId: courtId, date } = lesson;
  await freeCourt(tx, { venueId, courtId, date, ownerId }, at);
  await release(tx, { subject: personSubject(lesson.coachId), date, ownerId });
  await release(tx, { subject: personSubject(lesson.studentId), date, ownerId });
}
