import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults } from './club';
import { ask, askCancel, confirmed, openSchool, purse, toldTo } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { insist, stepsOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  // A dead function's transaction keeps its locks so long.
  money = await openMoneyClub({ transactionMs: 2000 });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await openSchool(money);
});

interface Step {
  readonly function: string;
  readonly action: string;
  readonly n: number;
}

/** Does it with a function that dies after its nth request, and then does the very same again. */
async function twice(step: Step, work: () => Promise<unknown>): Promise<void> {
  await orderFaults(club, { ...step, when: 'after', effect: 'kill' });
  await work().catch(() => undefined);
  await clearFaults(club);
  await expectLessonsInOrder(club);
  await insist(work);
  await club.passMinutes(1);
  await expectLessonsInOrder(club);
  await expectLedgerInOrder(club);
}

/** Who is told, and how often. A letter that met the locks of the dead goes out a minute later. */
const told = (who: string, title: string) =>
  expect.poll(
    async () => {
      await club.passMinutes(1);
      return (await toldTo(club, who)).filter((one) => one === title).length;
    },
    { timeout: 30_000 },
  );

describe('a function that dies', () => {
  test.each(stepsOf(28))('after request %i of asking: tried again, it is asked once', async (n) => {
    const step = { function: 'student', action: 'book', n };
    await twice(step, () => ask(club, 'lin', { requestId: 'crash' }));
    expect(await club.documents('lessons')).toMatchObject([{ status: 'PENDING' }]);
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 30_000 });
    await told('coach-wang', '有学员约课').toBe(1);
  });

  test.each(stepsOf(24))('after request %i of confirming: the fee is taken once', async (n) => {
    const { id: lessonId } = await ask(club, 'lin');
    const step = { function: 'lesson', action: 'confirm', n };
    await twice(step, () => club.as('coach-wang').lesson.confirm({ lessonId }));
    expect(await club.documents('lessons')).toMatchObject([{ status: 'CONFIRMED' }]);
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 0 });
    await told('lin', '约课成功').toBe(1);
  });

  test.each(stepsOf(32))(
    'after request %i of agreeing to cancel: all comes back once',
    async (n) => {
      const { id: lessonId } = await confirmed(club, 'lin');
      const cancelId = (await askCancel(club, 'lin', lessonId)).cancellation?.id ?? '';
      const step = { function: 'lesson', action: 'answerCancel', n };
      await twice(step, () => club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true }));
      expect(await club.documents('lessons')).toMatchObject([{ status: 'CANCELLED' }]);
      expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
      await told('lin', '课程已取消').toBe(1);
    },
  );

  test.each(stepsOf(20))('after request %i of asking to cancel: one try is used', async (n) => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const step = { function: 'lesson', action: 'askCancel', n };
    await twice(step, () => askCancel(club, 'lin', lessonId, 'crash'));
    expect(await club.documents('lesson_cancels')).toHaveLength(1);
    await told('coach-wang', '对方申请取消课程').toBe(1);
  });
});

test('when the answer is lost, the same form is answered the same', async () => {
  await orderFaults(club, {
    ...{ function: 'student', action: 'book', n: 20 },
    ...({ when: 'after', effect: 'drop' } as const),
  });
  await ask(club, 'lin', { requestId: 'lost' }).catch(() => undefined);
  await clearFaults(club);
  const again = await ask(club, 'lin', { requestId: 'lost' });
  expect(again).toMatchObject({ status: 'PENDING' });
  expect(await club.documents('lessons')).toHaveLength(1);
  await expectLessonsInOrder(club);
});
