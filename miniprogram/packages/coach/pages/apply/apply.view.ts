import { formatYuan } from '@shared/base/money';
import { formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { CoachSelf } from '@shared/contracts/training';
import { SPORT_WORDS, SPORTS, type Sport } from '@shared/domain/booking';
import {
  COACH_WORDS,
  cleanAchievements,
  cleanIdNumber,
  LEVEL_WORDS,
  nextCoachStatus,
} from '@shared/domain/coach';
import { REFUSALS } from '@shared/refusals';
import {
  type Checked,
  checked,
  type FieldErrors,
  type RefusedField,
} from '../../../../forms/fields';
import {
  NO_PERSON_ERRORS,
  PERSON_REFUSALS,
  type PersonDraft,
  type PersonField,
  personDraft,
  personErrors,
  personForm,
} from '../../../../forms/person';

export type Self = Awaited<ReturnType<Api['coach']['self']>>;
type Application = Omit<Parameters<Api['coach']['apply']>[0], 'photoFileId'>;
type Profile = Omit<Parameters<Api['coach']['update']>[0], 'photoFileId'>;
export type Field = PersonField | 'campus' | 'idNumber' | 'photo' | 'achievements';

/** The form as it stands. */
export interface Draft extends PersonDraft {
  readonly campusId: string;
  /** What WeChat's button gave; it stands for the number. */
  readonly phoneCode: string;
  readonly sport: Sport;
  readonly idNumber: string;
  /** What is shown: the stored picture or the one just chosen; empty for none. */
  readonly photo: string;
  readonly achievements: string;
}

export const NO_ERRORS: FieldErrors<Field> = {
  ...NO_PERSON_ERRORS,
  campus: '',
  idNumber: '',
  photo: '',
  achievements: '',
};

export const REFUSED_FIELDS: RefusedField<Field> = {
  ...PERSON_REFUSALS,
  CAMPUS_NOT_FOUND: 'campus',
  ID_NUMBER_INVALID: 'idNumber',
  ID_NUMBER_TAKEN: 'idNumber',
  PHOTO_REQUIRED: 'photo',
  PICTURE_INVALID: 'photo',
  ACHIEVEMENTS_INVALID: 'achievements',
};

export const SPORT_NAMES = SPORTS.map((sport) => SPORT_WORDS[sport]);

/** What the page is for somebody: a form to apply, one to keep up, or how the application stands. */
export type Purpose =
  | { readonly kind: 'apply'; readonly refused: string }
  | { readonly kind: 'update'; readonly facts: readonly Fact[] }
  | { readonly kind: 'waiting'; readonly facts: readonly Fact[]; readonly photoUrl: string }
  | { readonly kind: 'stopped' };

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export function purposeOf(coach: CoachSelf | null): Purpose {
  if (coach === null) return { kind: 'apply', refused: '' };
  if (nextCoachStatus(coach.status, 'apply') !== null) {
    return { kind: 'apply', refused: `上次没有通过：${coach.rejectReason}` };
  }
  if (coach.status === 'PENDING') {
    return { kind: 'waiting', facts: waitingFacts(coach), photoUrl: coach.photoUrl ?? '' };
  }
  return coach.status === 'ACTIVE'
    ? { kind: 'update', facts: keptFacts(coach) }
    : { kind: 'stopped' };
}

/** What a coach cannot change alone. */
function keptFacts({ realName, campusName, sport, level, rate, idNumber }: CoachSelf): Fact[] {
  return [
    { label: '姓名', value: realName },
    { label: '校区', value: campusName },
    { label: '项目', value: SPORT_WORDS[sport] },
    { label: '等级', value: level === null ? '' : LEVEL_WORDS[level] },
    { label: '课时费', value: rate === null ? '' : `${formatYuan(rate)}/小时` },
    { label: '身份证', value: idNumber ?? '' },
  ].filter(({ value }) => value !== '');
}

function waitingFacts({
  status,
  realName,
  campusName,
  sport,
  phone,
  appliedAt,
}: CoachSelf): Fact[] {
  return [
    { label: '状态', value: COACH_WORDS[status] },
    { label: '姓名', value: realName },
    { label: '校区', value: campusName },
    { label: '项目', value: SPORT_WORDS[sport] },
    { label: '手机号', value: phone },
    { label: '提交', value: formatClub(appliedAt, 'M 月 D 日 HH:mm') },
  ].filter(({ value }) => value !== '');
}

/** What is known already; of somebody new, the number of the member and the only campus there is. */
export function draftOf({ coach, campuses }: Self, phone: string): Draft {
  const [only] = campuses.length === 1 ? campuses : [];
  const person = personDraft(coach);
  return {
    ...person,
    phone: person.phone || phone,
    phoneCode: '',
    campusId: coach?.campusId ?? only?.id ?? '',
    sport: coach?.sport ?? 'TABLE_TENNIS',
    idNumber: '',
    photo: coach?.photoUrl ?? '',
    achievements: coach?.achievements ?? '',
  };
}

const achievementsError = (text: string) =>
  cleanAchievements(text) === null ? REFUSALS.ACHIEVEMENTS_INVALID : '';

/** The application as the server takes it, asked by the server's own rules. */
export function checkApplication(draft: Draft): Checked<Application, Field> {
  const { campusId, phoneCode, sport, photo, achievements } = draft;
  const idNumber = draft.idNumber.trim();
  const typed = phoneCode === '';
  const errors = {
    ...personErrors(draft, typed),
    campus: campusId === '' ? '请选择校区' : '',
    idNumber: idNumber !== '' && cleanIdNumber(idNumber) === null ? REFUSALS.ID_NUMBER_INVALID : '',
    photo: photo === '' ? REFUSALS.PHOTO_REQUIRED : '',
    achievements: achievementsError(achievements),
  };
  return checked(errors, () => ({
    ...personForm(draft),
    campusId,
    phone: typed ? draft.phone : null,
    phoneCode: typed ? null : phoneCode,
    sport,
    idNumber: idNumber === '' ? null : idNumber,
    achievements,
  }));
}

/** What a coach keeps up to date. */
export function checkProfile(draft: Draft): Checked<Profile, Field> {
  const { phone, email } = personErrors(draft);
  const achievements = achievementsError(draft.achievements);
  return checked({ ...NO_ERRORS, phone, email, achievements }, () => ({
    phone: draft.phone,
    email: personForm(draft).email,
    achievements: draft.achievements,
  }));
}
