import type { Reply } from '@shared/contracts/procedure';
import { permissions, type Row } from '../../../tools/permissions/matrix';
import { inParallel } from '../../bench/figure';
import type { Club } from '../club';
import { EAST } from '../courts';
import { inputOf, withAt } from '../permissions/inputs';
import { ownerOf } from '../permissions/people';
import type { Things } from '../permissions/things';
import { type Attempt, attemptsOn, spread } from './inputs';

export interface Attacked {
  readonly name: string;
  readonly action: string;
  /** How many malformed inputs were tried. */
  readonly tried: number;
  /** Every answer that was not what it had to be, with what was sent. */
  readonly wrong: readonly string[];
}

// As many as there are cores: a printed code takes seconds of one.
const WIDTH = 2;
const SHOWN = 300;

/** Where a field is called so, the club has this. */
const THERE: Readonly<Record<string, unknown>> = {
  venueId: EAST,
  courtId: `${EAST}-5`,
  tableId: `${EAST}-6`,
  campusId: 'c-east',
  memberId: 'm-may',
  studentId: 'm-lin',
  coachId: 'm-coach-wang',
  places: 1,
  weeks: 3,
};

/** An input that goes as far as it can: what it names is there, where somebody made it. */
function targetOf(row: Row, things: Partial<Things>) {
  const { action, procedure, scope } = row;
  const plain = inputOf(row);
  const taken = (field: string) => procedure.input.safeParse(withAt(plain, field, THERE[field]));
  const fields = Object.keys(plain).filter((field) => field in THERE && taken(field).success);
  const there = fields.map((field) => [field, THERE[field]]);
  const named = 'named' in scope ? Object.entries(scope.named) : [];
  const ids = named.map(([path, thing]) => [path, things[thing] ?? 'none']);
  const input = inputOf(row, Object.fromEntries([...there, ...ids]));
  return { action, schema: procedure.input, input };
}

const shown = (value: unknown) => {
  const text = JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}… (${text.length})`;
};

let sent = 0;
/** A form sent twice is answered from memory: what is odd about the second would not be seen. */
function freshForm(event: unknown): unknown {
  const { input } = (event ?? {}) as { input?: { requestId?: unknown } | null };
  if (input?.requestId !== 'none') return event;
  sent += 1;
  return { ...(event as object), input: { ...input, requestId: `attempt-${sent}` } };
}

/** Sends attempts to a function one by one; answers what was wrong with each reply. */
async function send(
  club: Club,
  { name, action, procedure }: Row,
  attempts: readonly Attempt[],
  faultOf: (reply: Reply) => string | null,
): Promise<string[]> {
  const who = ownerOf(procedure);
  const answers = await inParallel(attempts, WIDTH, async ({ event }) => {
    const reply = await club.cloud.call(who, name, freshForm(event)).catch((error: Error) => error);
    const wrong = reply instanceof Error ? reply.message : faultOf(reply as Reply);
    return wrong === null ? [] : [`${name}.${action}: ${wrong} to ${shown(event)}`];
  });
  return answers.flat();
}

const isInvalid = (reply: Reply) =>
  !reply.ok && reply.code === 'INVALID_INPUT' ? null : `answered ${shown(reply)}`;

const isNoFault = (reply: Reply) => (reply.ok || reply.code !== 'INTERNAL' ? null : 'fault');

// Whoever ends the account goes last, so that they can be asked everything before.
const inOrder = () =>
  permissions().sort(
    (a, b) => Number(a.action === 'deleteAccount') - Number(b.action === 'deleteAccount'),
  );

/** Tries malformed inputs on every procedure, `most` on each at most. */
export const attackMalformed = (club: Club, things: Partial<Things>, most: number) =>
  attack(club, things, { most, malformed: true, faultOf: isInvalid });

/** The same with what a schema takes although no page would send it; what is there is changed by it. */
export const attackOdd = (club: Club, things: Partial<Things>, most: number) =>
  attack(club, things, { most, malformed: false, faultOf: isNoFault });

interface How {
  readonly most: number;
  readonly malformed: boolean;
  /** What is wrong with a reply, or null. */
  readonly faultOf: (reply: Reply) => string | null;
}

async function attack(
  club: Club,
  things: Partial<Things>,
  { most, malformed, faultOf }: How,
): Promise<Attacked[]> {
  const attacked: Attacked[] = [];
  for (const row of inOrder()) {
    const all = attemptsOn(targetOf(row, things)).filter((one) => one.malformed === malformed);
    const attempts = spread(all, most);
    const wrong = await send(club, row, attempts, faultOf);
    attacked.push({ name: row.name, action: row.action, tried: attempts.length, wrong });
  }
  return attacked;
}
