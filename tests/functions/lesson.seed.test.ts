import { expect, test } from 'vitest';
import { club as seeded } from '../../local/club/index';
import { expectLedgerInOrder } from './books';
import { openClub } from './club';
import { lessonProblems } from './lessonsInOrder';

test('the lessons of the stage are in order: one over, one to come, one that waits', async () => {
  const club = await openClub();
  try {
    await seeded.seedBookings(club.cloud);
    const lessons = await club.documents('lessons');
    const statuses = lessons.map(({ status }) => String(status)).sort();
    expect(statuses).toEqual(['COMPLETED', 'CONFIRMED', 'PENDING']);
    // Whose letters were read long ago.
    const problems = await lessonProblems(club);
    expect(problems.filter((one) => !/reminded|asked to evaluate/.test(one))).toEqual([]);
    await expectLedgerInOrder(club);
    const { toEvaluate, lessons: coming } = await club.as('lin').student.home({});
    expect([toEvaluate.length, coming.length]).toEqual([0, 1]);
    const { requests } = await club.as('coach-wang').coach.home({ from: null });
    expect(requests.lessons).toHaveLength(1);
    const [pending] = requests.lessons;
    const confirmed = await club.as('coach-wang').lesson.confirm({ lessonId: pending?.id ?? '' });
    expect(confirmed.status).toBe('CONFIRMED');
  } finally {
    await club.close();
  }
});
