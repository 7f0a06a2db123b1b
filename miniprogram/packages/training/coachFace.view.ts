import { formatYuan } from '@shared/base/money';
import type { CoachCard } from '@shared/contracts/training';
import { SPORT_WORDS } from '@shared/domain/booking';
import { LEVEL_WORDS } from '@shared/domain/coach';
import { personFacts } from '../../words/people';

/** A coach on a card, ready to print. */
export interface CoachFace {
  readonly id: string;
  readonly name: string;
  readonly photoUrl: string;
  /** `高级教练`. */
  readonly level: string;
  /** `乒乓球 · 男 · 38 岁`; what is not known is left out. */
  readonly what: string;
  /** `¥200.00/小时`. */
  readonly rate: string;
  /** `4.8`; empty before anybody gave stars. */
  readonly stars: string;
  /** `12 人评分`, `还没有评分`. */
  readonly ratings: string;
  /** `8 位学员`, or that there is no room. */
  readonly students: string;
  readonly full: boolean;
  readonly achievements: string;
}

export function coachFace(coach: CoachCard): CoachFace {
  const { memberId, realName, photoUrl, sport, stars, ratings, full } = coach;
  const facts = [SPORT_WORDS[sport], personFacts(coach)];
  return {
    id: memberId,
    name: realName,
    photoUrl: photoUrl ?? '',
    level: `${LEVEL_WORDS[coach.level]}教练`,
    what: facts.filter((fact) => fact !== '').join(' · '),
    rate: `${formatYuan(coach.rate)}/小时`,
    stars: stars === null ? '' : stars.toFixed(1),
    ratings: stars === null ? '还没有评分' : `${ratings} 人评分`,
    students: full ? '学员已满' : `${coach.students} 位学员`,
    full,
    achievements: coach.achievements,
  };
}
