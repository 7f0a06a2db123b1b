/** What an id in an input can name. */
export type Thing =
  | 'venue'
  | 'campus'
  | 'booking'
  | 'bookingCode'
  | 'order'
  | 'refund'
  | 'visit'
  | 'staff'
  | 'closure'
  | 'wait'
  | 'message'
  | 'student'
  | 'coach'
  | 'applicant'
  | 'relation'
  | 'change'
  | 'lesson'
  | 'cancellation'
  | 'challenge'
  | 'reward'
  | 'redemption'
  | 'redemptionCode';

/** Where in an input what is named: a path such as `form.campusId` or `ids.0`. */
export type Named = Readonly<Record<string, Thing>>;

/**
 * How far somebody who may call a procedure gets with it.
 *
 * - `everything`: no further limit;
 * - `self`: what is the caller's own, and no id could name anything else;
 * - `own`: what the ids name has to be the caller's own;
 * - `ownCampus`: what the ids name has to belong to the campus that the caller serves;
 * - `listsCampus`: the answer is about the campus that the caller serves.
 *
 * The super admin serves every campus.
 */
export type Scope =
  | { readonly reach: 'everything' | 'self' | 'listsCampus'; readonly note: string }
  | {
      readonly reach: 'own' | 'ownCampus';
      readonly named: Named;
      /** What is somebody else's is passed over without a word: nothing happens, nothing is told. */
      readonly silent: boolean;
      readonly note: string;
    };

export const everything = (note: string): Scope => ({ reach: 'everything', note });
export const self = (note = ''): Scope => ({ reach: 'self', note });
export const listsCampus = (note = ''): Scope => ({ reach: 'listsCampus', note });
export const own = (named: Named, note = ''): Scope => ({
  reach: 'own',
  named,
  silent: false,
  note,
});
export const ownSilently = (named: Named, note = ''): Scope => ({
  reach: 'own',
  named,
  silent: true,
  note,
});
export const ownCampus = (named: Named, note = ''): Scope => ({
  reach: 'ownCampus',
  named,
  silent: false,
  note,
});

const WORDS: Readonly<Record<Thing, string>> = {
  venue: 'venue',
  campus: 'campus',
  booking: 'booking',
  bookingCode: 'booking',
  order: 'order',
  refund: 'refund',
  visit: 'visit',
  staff: 'member of staff',
  closure: 'closure',
  wait: 'place in line',
  message: 'message',
  student: 'student',
  coach: 'coach',
  applicant: 'applicant',
  relation: 'tie of student and coach',
  change: 'change of coach',
  lesson: 'lesson',
  cancellation: 'cancellation',
  challenge: 'challenge',
  reward: 'reward',
  redemption: 'redemption',
  redemptionCode: 'redemption',
};

/** A scope as one line of the matrix. */
export function describeScope(scope: Scope): string {
  const said = wordsOf(scope);
  return [said, scope.note].filter(Boolean).join('; ');
}

const WITHOUT_NAMES = {
  everything: '',
  self: 'what is the caller’s own',
  listsCampus: 'tells of the own campus only',
} as const;

function wordsOf(scope: Scope): string {
  if (!('named' in scope)) return WITHOUT_NAMES[scope.reach];
  const things = [...new Set(Object.values(scope.named).map((thing) => WORDS[thing]))].join(', ');
  return scope.reach === 'own' ? `own ${things} only` : `${things} of the own campus only`;
}
