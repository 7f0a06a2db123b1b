import { formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { CoachSelf } from '@shared/contracts/training';
import { SPORT_WORDS } from '@shared/domain/booking';
import { COACH_LEVELS, type CoachLevel, LEVEL_WORDS, type Rates } from '@shared/domain/coach';
import { personFacts } from '../../../../words/people';
import { rateText } from '../rates/rates.view';

type School = Awaited<ReturnType<Api['school']['home']>>;

export interface LevelChoice {
  readonly level: CoachLevel;
  readonly word: string;
  /** `¥200/小时`. */
  readonly rate: string;
  readonly chosen: boolean;
}

/** Somebody who wants to teach. */
export interface ApplicationCard {
  readonly id: string;
  readonly name: string;
  readonly photoUrl: string;
  /** `乒乓球 · 女 · 29 岁`. */
  readonly what: string;
  readonly phone: string;
  readonly idNumber: string;
  readonly email: string;
  readonly achievements: string;
  readonly at: string;
  readonly levels: readonly LevelChoice[];
  /** `定为初级并通过`; empty until a level is chosen. */
  readonly approve: string;
}

export type Chosen = Readonly<Record<string, CoachLevel>>;

/** The oldest first, each with the level that was tapped. */
export const applicationCards = (
  { applications, rates }: Pick<School, 'applications' | 'rates'>,
  chosen: Chosen,
): ApplicationCard[] =>
  applications.map((coach) => applicationCard(coach, rates, chosen[coach.memberId] ?? null));

function applicationCard(coach: CoachSelf, rates: Rates, chosen: CoachLevel | null) {
  const facts = personFacts(coach);
  return {
    id: coach.memberId,
    name: coach.realName,
    photoUrl: coach.photoUrl ?? '',
    what: [SPORT_WORDS[coach.sport], facts].filter((part) => part !== '').join(' · '),
    phone: coach.phone,
    idNumber: coach.idNumber ?? '',
    email: coach.email ?? '',
    achievements: coach.achievements,
    at: `${formatClub(coach.appliedAt, 'M 月 D 日 HH:mm')} 申请`,
    levels: COACH_LEVELS.map((level) => ({
      level,
      word: LEVEL_WORDS[level],
      rate: `${rateText(rates[level])}/小时`,
      chosen: level === chosen,
    })),
    approve: chosen === null ? '' : `通过，定为${LEVEL_WORDS[chosen]}`,
  };
}
