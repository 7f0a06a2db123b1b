import { fen, formatYuan } from '@shared/base/money';
import { GONE, NOBODY, NOBODY_WORD } from '@shared/domain/audit';
import { ROLE_WORDS } from '@shared/domain/member';
import { CHANNEL_WORDS } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { membersById } from '../member/service';
import { coachesById, studentsById } from '../training/service';
import { allVenues } from '../venue/service';
import type { Logged } from './reading';

/** What the ids of some entries are called. */
export interface Names {
  readonly person: (memberId: string | null) => string;
  /** Who or what was meant; empty when the actor was, or when the detail says it better. */
  readonly target: (entry: Logged) => string;
  readonly campus: (campusId: string | null) => string;
  /** Every name that somebody may look for. */
  readonly allOf: (id: string | null) => string[];
}

/** Of these, the number itself is what one looks up. */
const ABOUT_ORDERS = /^(books|cashier|order|wallet)\./;
/** Of these, the target is a person, also when the account is gone. */
const ABOUT_PEOPLE =
  /^(account|member\.|membership\.adjust|club\.(appoint|dismiss)|student\.(?!book)|coach)/;

/** Names for a page of the log in four requests, however many entries it has. */
export async function namesOf(
  db: Db,
  entries: readonly Logged[],
  campuses: ReadonlyMap<string, string>,
): Promise<Names> {
  const ids = [
    ...new Set(entries.flatMap(({ actorId, targetId }) => [actorId ?? targetId, targetId])),
  ];
  const [members, students, coaches, venues] = await Promise.all([
    membersById(db, ids),
    studentsById(db, ids),
    coachesById(db, ids),
    allVenues(db),
  ]);
  const places = new Map([...campuses, ...venues.map(({ _id, name }) => [_id, name] as const)]);
  const realName = (id: string) =>
    id === NOBODY ? NOBODY_WORD : (students.get(id)?.realName ?? coaches.get(id)?.realName);
  const nameOf = (id: string) => realName(id) ?? members.get(id)?.nickname ?? places.get(id);
  const person = (id: string | null) => (id === null ? GONE : (nameOf(id) ?? GONE));
  return {
    person,
    target({ actorId, targetId, action }) {
      if (targetId === actorId) return '';
      if (ABOUT_ORDERS.test(action)) return targetId;
      return nameOf(targetId) ?? (ABOUT_PEOPLE.test(action) ? GONE : '');
    },
    campus: (id) => (id === null ? '' : (campuses.get(id) ?? '')),
    allOf: (id) =>
      id === null
        ? [GONE]
        : [realName(id), members.get(id)?.nickname, places.get(id), id].filter(
            (name) => name !== undefined,
          ),
  };
}

const WORDS: Readonly<Record<string, string>> = { ...ROLE_WORDS, ...CHANNEL_WORDS };

/** A detail in words: older entries name a role, or a channel and an amount in fen, by their codes. */
export function detailText(detail: string): string {
  const [, code = '', rest = ''] = /^([A-Z_]+)(.*)$/s.exec(detail) ?? [];
  const word = WORDS[code];
  if (word === undefined) return detail;
  const amount = /^ (\d+)$/.exec(rest)?.[1];
  return amount === undefined ? `${word}${rest}` : `${word} ${formatYuan(fen(Number(amount)))}`;
}
