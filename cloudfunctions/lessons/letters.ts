import { type Fen, yuanText } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import { clockText } from '@shared/domain/hours';
import type { Side } from '@shared/domain/lesson';
import type { Letter } from '../message/service';
import type { Lesson } from './store';

export const lessonPage = (lessonId: string) =>
  `packages/training/pages/lesson/lesson?id=${lessonId}`;

const placeText = ({ venueName, tableName }: Lesson) => `${venueName} ${tableName}`;
const timeText = ({ startAt, until }: Lesson) =>
  `${formatClub(startAt, 'M月D日 HH:mm')}–${clockText(until)}`;
const templateTime = (at: Instant) => formatClub(at, 'YYYY年M月D日 HH:mm');
const moneyText = (amount: Fen) => `${yuanText(amount)} 元`;

/** What may happen to a lesson that somebody should read of. */
export const NEWS = [
  'ASKED',
  'CONFIRMED',
  'REFUSED',
  'WITHDRAWN',
  'EXPIRED',
  'CANCEL_ASKED',
  'CANCEL_AGREED',
  'CANCEL_REFUSED',
  'CANCEL_WITHDRAWN',
  'CANCEL_EXPIRED',
  'CANCELLED',
  'CLOSED',
] as const;
export type News = (typeof NEWS)[number];

interface Told {
  /** At most 20 characters. */
  readonly title: string;
  /** At most 5 characters, as WeChat's template has it. */
  readonly phrase: string;
  /** What to do, or what became of the money, for each side that is told. */
  readonly hints: Partial<Record<Side, string>>;
}

const other = (side: Side): Side => (side === 'STUDENT' ? 'COACH' : 'STUDENT');

/** What is told of some news, and to whom; `by` asked to cancel it. */
function toldOf(news: News, lesson: Lesson, by: Side): Told {
  const fee = moneyText(lesson.fee);
  const released = `冻结的 ${fee}已退回钱包`;
  const refunded = lesson.refunded > 0 ? `${moneyText(lesson.refunded)}已退到钱包` : released;
  const ended = { STUDENT: refunded, COACH: '这个时段可以重新约' };
  const stands = { STUDENT: '课程照常进行', COACH: '课程照常进行' };
  const told: Readonly<Record<News, Told>> = {
    ASKED: { title: '有学员约课', phrase: '待确认', hints: { COACH: '请在开课前确认' } },
    CONFIRMED: { title: '约课成功', phrase: '约课成功', hints: { STUDENT: `已付 ${fee}` } },
    REFUSED: { title: '教练未接受约课', phrase: '未接受', hints: { STUDENT: released } },
    WITHDRAWN: {
      title: '学员撤回了约课',
      phrase: '已撤回',
      hints: { COACH: '这个时段可以重新约' },
    },
    EXPIRED: {
      title: '约课未确认，已过期',
      phrase: '已过期',
      hints: { STUDENT: released, COACH: '请及时处理约课' },
    },
    CANCEL_ASKED: {
      title: '对方申请取消课程',
      phrase: '待同意',
      hints: { [other(by)]: '请在开课前处理，不处理则照常上课' },
    },
    CANCEL_AGREED: { title: '课程已取消', phrase: '已取消', hints: ended },
    CANCEL_REFUSED: {
      title: '对方没有同意取消',
      phrase: '照常上课',
      hints: { [by]: '课程照常进行，取消次数已退回' },
    },
    CANCEL_WITHDRAWN: {
      title: '对方撤回了取消申请',
      phrase: '照常上课',
      hints: { [other(by)]: '课程照常进行' },
    },
    CANCEL_EXPIRED: { title: '取消申请已过期', phrase: '照常上课', hints: stands },
    CANCELLED: { title: '管理员取消了课程', phrase: '已取消', hints: ended },
    CLOSED: { title: '场地停用，课程已取消', phrase: '已取消', hints: ended },
  };
  return told[news];
}

const LONGEST_REASON = 60;
const CUT_NAME = 12;

const partnerText = (lesson: Lesson, side: Side) =>
  side === 'STUDENT'
    ? `教练${lesson.coachName.slice(0, CUT_NAME)}`
    : `学员${lesson.studentName.slice(0, CUT_NAME)}`;

const memberOn = ({ studentId, coachId }: Lesson, side: Side) =>
  side === 'STUDENT' ? studentId : coachId;

/** The letters of some news. `of` sets news that may come twice apart: a request to cancel. */
export function lettersOf(
  news: News,
  lesson: Lesson,
  { reason, by, of, at }: { reason: string; by: Side; of: string; at: Instant },
): Letter[] {
  const { title, phrase, hints } = toldOf(news, lesson, by);
  const why = reason === '' ? '' : `，原因：${reason.slice(0, LONGEST_REASON)}`;
  return (['STUDENT', 'COACH'] as const).flatMap((side) => {
    const hint = hints[side];
    if (hint === undefined) return [];
    const body = `${partnerText(lesson, side)}，${timeText(lesson)}，${placeText(lesson)}${why}。${hint}`;
    return [
      {
        key: `lesson:${lesson._id}:${news}${of}:${memberOn(lesson, side)}`,
        memberId: memberOn(lesson, side),
        kind: 'LESSON' as const,
        title,
        body: body.slice(0, 200),
        page: lessonPage(lesson._id),
        at,
        subscribe: {
          template: 'BOOKING' as const,
          data: {
            thing1: placeText(lesson),
            time2: templateTime(lesson.startAt),
            phrase3: phrase,
            thing4: hint,
          },
        },
      },
    ];
  });
}

/** That a lesson begins soon, to both. */
export const remindersOf = (lesson: Lesson, at: Instant): Letter[] =>
  (['STUDENT', 'COACH'] as const).map((side) => ({
    key: `lesson:${lesson._id}:remind:${memberOn(lesson, side)}`,
    memberId: memberOn(lesson, side),
    kind: 'REMINDER',
    title: '课程快开始了',
    body: `${timeText(lesson)}，${placeText(lesson)}，${partnerText(lesson, side)}。请提前到场`,
    page: lessonPage(lesson._id),
    at,
    subscribe: {
      template: 'REMINDER',
      data: {
        thing1: placeText(lesson),
        time2: templateTime(lesson.startAt),
        thing3: '请提前到场',
      },
    },
  }));

const ASKED_TO_WRITE = {
  STUDENT: '写下这节课的收获和教训，给教练打个分',
  COACH: '写下学员的表现和建议',
} as const satisfies Record<Side, string>;

/** That a lesson is over and wants to be evaluated, to both. */
export const evaluationRequestsOf = (lesson: Lesson, at: Instant): Letter[] =>
  (['STUDENT', 'COACH'] as const).map((side) => ({
    key: `lesson:${lesson._id}:evaluate:${memberOn(lesson, side)}`,
    memberId: memberOn(lesson, side),
    kind: 'EVALUATE',
    title: '课程结束，请评价',
    body: `${timeText(lesson)}，${placeText(lesson)}，${partnerText(lesson, side)}。${ASKED_TO_WRITE[side]}`,
    page: lessonPage(lesson._id),
    at,
    subscribe: {
      template: 'BOOKING',
      data: {
        thing1: placeText(lesson),
        time2: templateTime(lesson.startAt),
        phrase3: '已完成',
        thing4: ASKED_TO_WRITE[side],
      },
    },
  }));
