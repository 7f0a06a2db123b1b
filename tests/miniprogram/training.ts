import { fen } from '@shared/base/money';
import { addDays, type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import type {
  ChangeView,
  CoachCard,
  CoachDay,
  EvaluationView,
  LessonView,
  TieView,
} from '@shared/contracts/training';
import type { Detail } from '../../miniprogram/packages/training/pages/lesson/lesson.view';

export const TODAY = '2026-03-14' as ClubDate;
export const TOMORROW = addDays(TODAY, 1);
/** Saturday at ten. */
export const now = plus(clubDayStart(TODAY), 10 * HOUR);

export const coach = (part: Partial<CoachCard> = {}): CoachCard => ({
  memberId: 'm-wang',
  realName: '王建国',
  photoUrl: null,
  gender: 'MALE',
  age: 38,
  sport: 'TABLE_TENNIS',
  level: 'SENIOR',
  rate: fen(20_000),
  achievements: '省队主力，带队十年',
  stars: 4.8,
  ratings: 12,
  students: 8,
  full: false,
  ...part,
});

/** A lesson of Lin with coach Wang, Monday 14:00 to 15:00, confirmed. */
export function lesson(part: Partial<LessonView> = {}): LessonView {
  const date = part.date ?? addDays(TODAY, 2);
  const { from = 840, until = 900 } = part;
  return {
    id: 'l1',
    status: 'CONFIRMED',
    student: { memberId: 'm-lin', realName: '林小满' },
    coach: { memberId: 'm-wang', realName: '王建国' },
    campusId: 'c-centre',
    venueName: '中心乒乓球馆',
    tableName: '3 号台',
    date,
    from,
    until,
    startAt: plus(clubDayStart(date), from * MINUTE),
    endAt: plus(clubDayStart(date), until * MINUTE),
    fee: fen(20_000),
    createdAt: plus(now, -HOUR),
    reason: '',
    cancellation: null,
    evaluated: false,
    ...part,
  };
}

export const detail = (
  part: Partial<LessonView> = {},
  rest: Partial<Omit<Detail, 'lesson'>> = {},
): Detail => ({
  lesson: lesson(part),
  side: 'STUDENT',
  evaluations: [],
  cancelsLeft: 3,
  otherPhone: '13800000001',
  now,
  ...rest,
});

export const wish = (mine: boolean): LessonView['cancellation'] => ({
  id: 'x1',
  by: 'STUDENT',
  mine,
  reason: '临时有事',
  status: 'PENDING',
  askedAt: now,
});

export const said = (part: Partial<EvaluationView> = {}): EvaluationView => ({
  by: 'STUDENT',
  stars: 4,
  text: '反手稳了',
  at: now,
  mine: true,
  ...part,
});

export const tie = (part: Partial<TieView> = {}): TieView => ({
  relationId: 'r1',
  status: 'ESTABLISHED',
  appliedAt: now,
  answeredAt: now,
  reason: '',
  coach: coach(),
  ...part,
});

export const change = (part: Partial<ChangeView> = {}): ChangeView => ({
  id: 'ch1',
  status: 'PENDING',
  student: { memberId: 'm-lin', realName: '林小满' },
  from: { memberId: 'm-wang', realName: '王建国' },
  to: { memberId: 'm-li', realName: '李静' },
  reason: '时间对不上',
  votes: { from: 'YES', to: 'PENDING', admin: 'PENDING' },
  notes: { from: '祝顺利', to: '', admin: '' },
  createdAt: now,
  expiresAt: plus(now, 7 * 24 * HOUR),
  mayVoteAs: null,
  ...part,
});

const STATES = { f: 'FREE', s: 'SHORT', t: 'TAKEN', o: 'OFF', p: 'PAST' } as const;

/** A day from 14:00 on: one letter a half-hour, free, too short, taken, off or past. */
export const day = (letters: string, part: Partial<CoachDay> = {}): CoachDay => ({
  date: TOMORROW,
  open: { from: 840, until: 840 + letters.length * 30 },
  states: [...letters].map((letter) => STATES[letter as keyof typeof STATES]),
  lessons: [],
  ...part,
});
