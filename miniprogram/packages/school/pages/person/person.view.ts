import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { PersonView } from '@shared/contracts/school';
import { SPORT_WORDS } from '@shared/domain/booking';
import { COACH_WORDS, LEVEL_WORDS, nextCoachStatus } from '@shared/domain/coach';
import { SIDE_WORDS, type Side } from '@shared/domain/lesson';
import { nextRelationStatus, RELATION_WORDS } from '@shared/domain/relation';
import { type LessonLine, otherSide } from '../../../../words/lessons';
import { personFacts } from '../../../../words/people';
import type { Tone } from '../../../../words/tones';
import { partiesLine } from '../lessons/lessons.view';

export type Found = Awaited<ReturnType<Api['school']['person']>>;

interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What somebody is in the school: a student, a coach, or both. */
export interface Part {
  readonly kind: Side;
  readonly word: string;
  readonly facts: readonly Fact[];
  /** Of a coach, in a few lines; empty for a student. */
  readonly achievements: string;
  /** Of a coach: what can be done about the teaching; empty where nothing. */
  readonly teaching: '' | 'stop' | 'resume';
  /** Of somebody who waits for approval: that is done elsewhere. */
  readonly pending: boolean;
}

export interface TieRow {
  readonly id: string;
  /** `教练 王建国`. */
  readonly who: string;
  readonly detail: string;
  readonly mayEnd: boolean;
}

export interface PersonPage {
  readonly name: string;
  readonly standing: string;
  readonly tone: Tone;
  readonly photoUrl: string;
  readonly phone: string;
  readonly nickname: string;
  readonly username: string;
  readonly active: boolean;
  readonly parts: readonly Part[];
  readonly ties: readonly TieRow[];
  readonly lessons: readonly (LessonLine & { readonly campusId: string; readonly date: string })[];
}

export function personPage({ person, ties, lessons }: Found, now: Instant): PersonPage {
  const { student, coach, active, nickname, username } = person;
  return {
    name: student?.realName ?? coach?.realName ?? nickname,
    standing: active ? '账号正常' : '账号已停用',
    tone: active ? 'brand' : 'danger',
    photoUrl: coach?.photoUrl ?? '',
    phone: student?.phone ?? coach?.phone ?? '',
    nickname,
    username: username ?? '',
    active,
    parts: [...studentPart(person), ...coachPart(person)],
    ties: ties.map(({ relationId, status, as, other, appliedAt }) => ({
      id: relationId,
      who: `${SIDE_WORDS[otherSide(as)]} ${other.realName}`,
      detail: `${RELATION_WORDS[status]} · ${formatClub(appliedAt, 'YYYY 年 M 月 D 日')}申请`,
      mayEnd: nextRelationStatus(status, 'end') !== null,
    })),
    lessons: lessons.map((lesson) => {
      const { campusId, date } = lesson;
      return { ...partiesLine(lesson, now), campusId, date };
    }),
  };
}

const told = (facts: readonly Fact[]) => facts.filter(({ value }) => value !== '');

function studentPart({ student }: PersonView): Part[] {
  if (!student) return [];
  const facts = told([
    { label: '校区', value: student.campusName },
    { label: '性别年龄', value: personFacts(student) },
    { label: '邮箱', value: student.email ?? '' },
  ]);
  const word = SIDE_WORDS.STUDENT;
  return [{ kind: 'STUDENT', word, facts, achievements: '', teaching: '', pending: false }];
}

function coachPart({ coach }: PersonView): Part[] {
  if (!coach) return [];
  const { status, level, rate, idNumber, email, achievements, students, rejectReason } = coach;
  const facts = told([
    { label: '状态', value: COACH_WORDS[status] },
    { label: '原因', value: status === 'REJECTED' ? rejectReason : '' },
    { label: '等级', value: level === null ? '' : LEVEL_WORDS[level] },
    { label: '课时费', value: rate === null ? '' : `${formatYuan(rate)}/小时` },
    { label: '校区', value: coach.campusName },
    { label: '项目', value: SPORT_WORDS[coach.sport] },
    { label: '学员', value: `${students} 位` },
    { label: '性别年龄', value: personFacts(coach) },
    { label: '身份证', value: idNumber ?? '' },
    { label: '邮箱', value: email ?? '' },
  ]);
  const can = (event: 'disable' | 'enable') => nextCoachStatus(status, event) !== null;
  return [
    {
      kind: 'COACH',
      word: SIDE_WORDS.COACH,
      facts,
      achievements,
      teaching: can('disable') ? 'stop' : can('enable') ? 'resume' : '',
      pending: status === 'PENDING',
    },
  ];
}
