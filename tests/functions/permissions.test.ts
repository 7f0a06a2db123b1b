import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { CallerKind, Reply } from '@shared/contracts/procedure';
import type { RefusalCode } from '@shared/refusals';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  permissions,
  type Row,
  readPermissions,
  renderPermissions,
} from '../../tools/permissions/matrix';
import type { Named, Thing } from '../../tools/permissions/scope';
import type { Club } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { inputOf } from './permissions/inputs';
import {
  CALLERS,
  COACH_EAST,
  DESK_WEST,
  ownerOf,
  plantPeople,
  STOPPED,
  STUDENT_EAST,
  STUDENT_WEST,
} from './permissions/people';
import { makeThings, OF_THE_WEST, refusedAs, type Things } from './permissions/things';
import { storedIn, writtenSince } from './written';

let money: MoneyClub;
let club: Club;
let things: Things;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
  await plantPeople(club);
  things = await makeThings(club);
});
afterAll(() => money.close());

const rows = permissions();
const document = readFileSync('docs/permissions.md', 'utf8');
const nameOf = ({ name, action }: Row) => `${name}.${action}`;

const call = async (who: string, { name, action }: Row, input: unknown) =>
  (await club.cloud.call(who, name, { action, input })) as Reply;

/** `ok`, or the code of the refusal. */
const heard = (reply: Reply) => (reply.ok ? 'ok' : reply.code);

describe('docs/permissions.md', () => {
  test('is what the contracts say: npm run permissions writes it', () => {
    expect(document).toBe(renderPermissions(rows));
  });

  test('has a line for every function that a phone may call', () => {
    const manifest = JSON.parse(readFileSync('cloudfunctions/manifest.json', 'utf8')) as {
      functions: Record<string, { clients: boolean }>;
    };
    const open = Object.entries(manifest.functions).filter(([, { clients }]) => clients);
    expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(
      open.map(([name]) => name).sort(),
    );
  });
});

type Scoped = Row & { readonly named: Named };
const scoped = (reach: 'own' | 'ownCampus'): Scoped[] =>
  rows.flatMap((row) =>
    'named' in row.scope && row.scope.reach === reach ? [{ ...row, named: row.scope.named }] : [],
  );

/** Somebody of whose business it is not, though they may call. */
const STRANGERS: Readonly<Record<'own' | 'ownCampus', Partial<Record<CallerKind, string[]>>>> = {
  own: { member: ['may', 'root'], student: [STUDENT_EAST, STUDENT_WEST], coach: [COACH_EAST] },
  ownCampus: {
    staff: [DESK_WEST, 'admin-west'],
    admin: ['admin-west'],
    student: [STUDENT_WEST],
  },
};
/** The input that names these things, and for the rest what a stranger would have of their own. */
function naming(row: Scoped, path: string, mine: Partial<Things>): unknown {
  const places = Object.entries(row.named).map(([place, thing]) => {
    const id = place === path ? things[thing] : (mine[thing] ?? 'none');
    return [place, id] as const;
  });
  return inputOf(row, Object.fromEntries(places));
}

/** What came of it each time, where it is not as it has to be. */
async function tryNamed(
  reach: 'own' | 'ownCampus',
  mine: Partial<Things>,
  ask: (row: Scoped, thing: Thing, input: unknown) => Promise<string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const row of scoped(reach)) {
    for (const [path, thing] of Object.entries(row.named)) {
      const told = await ask(row, thing, naming(row, path, mine));
      wrong.push(...told.map((text) => `${nameOf(row)} ${path}: ${text}`));
    }
  }
  return wrong;
}

describe.each(['own', 'ownCampus'] as const)('what is named and is not %s', (reach) => {
  test('is refused to every stranger, and nothing is written', async () => {
    const before = await storedIn(club);
    const wrong = await tryNamed(reach, OF_THE_WEST, async (row, thing, input) => {
      const silent = 'silent' in row.scope && row.scope.silent;
      const strangers = STRANGERS[reach][row.procedure.caller] ?? [];
      if (strangers.length === 0) return ['nobody tried it'];
      const told: string[] = [];
      for (const who of strangers) {
        const code = heard(await call(who, row, input));
        const fine = code === 'ok' ? silent : refusedAs(thing).includes(code);
        if (!fine) told.push(`${who} heard ${code}`);
      }
      return told;
    });
    expect(wrong).toEqual([]);
    expect(await writtenSince(before, club)).toEqual([]);
  });
});

describe('a list of a campus', () => {
  const lists = rows.filter(({ scope }) => scope.reach === 'listsCampus');

  test.each(lists.map((row) => [nameOf(row), row] as const))(
    '%s says nothing of another one',
    async (_, row) => {
      const input = inputOf(row);
      const tells = (text: string) =>
        Object.values(things).filter((id) => text.includes(JSON.stringify(id)));
      const strangers = STRANGERS.ownCampus[row.procedure.caller] ?? [];
      expect(strangers).not.toEqual([]);
      for (const who of strangers) {
        const reply = await call(who, row, input);
        expect(reply.ok, who).toBe(true);
        expect(tells(JSON.stringify(reply)), who).toEqual([]);
      }
      const told = await call(ownerOf(row.procedure), row, input);
      expect(tells(JSON.stringify(told))).not.toEqual([]);
    },
  );
});

/** What the edge says to whoever may not call at all. */
const NOT_LET_IN: readonly RefusalCode[] = [
  'REGISTER_FIRST',
  'STUDENT_FIRST',
  'COACH_ONLY',
  'NOT_ALLOWED',
  'ACCOUNT_DISABLED',
];
const FOR_WANT_OF: Readonly<Partial<Record<CallerKind, RefusalCode>>> = {
  student: 'STUDENT_FIRST',
  coach: 'COACH_ONLY',
};

// Whoever ends the account goes last, so that they can be asked everything before.
const inOrder = [...rows].sort(
  (a, b) => Number(a.action === 'deleteAccount') - Number(b.action === 'deleteAccount'),
);

/** What no answer has in it: keys that sign codes, and who is who at WeChat. */
async function secretsOf(club: Club): Promise<string[]> {
  const doorKeys = (await club.documents('venues')).map(({ doorKey }) => String(doorKey));
  const codeKeys = (await club.documents('members')).map(({ codeKey }) => String(codeKey));
  const hashes = (await club.documents('credentials')).map(
    ({ hash }) => (hash as { key: string }).key,
  );
  return [
    ...doorKeys,
    ...codeKeys,
    ...hashes,
    'oCourtside-',
    'oExtra-',
    'doorKey',
    'codeKey',
    'openid',
  ];
}

/** What an answer holds beyond what its contract names. */
function tooMuchIn(reply: Reply, { procedure }: Row, secrets: readonly string[]): string[] {
  const text = JSON.stringify(reply);
  const told = secrets.filter((secret) => text.includes(secret));
  const named = reply.ok ? { ok: true, data: procedure.output.parse(reply.data) } : null;
  const fields = Object.keys(reply).sort().join();
  const fine = named ? isDeepStrictEqual(reply, named) : fields === 'code,ok,traceId';
  return fine ? told : [...told, `more than is named: ${text}`];
}

describe.each(CALLERS)('$label', ({ role, who }) => {
  test('is let in where the matrix says so, nowhere else, and hears nothing that is not theirs', async () => {
    const matrix = readPermissions(document);
    const secrets = await secretsOf(club);
    const wrong: string[] = [];
    for (const row of inOrder) {
      const { procedure } = row;
      const reply = await call(who(), row, inputOf(row));
      const code = heard(reply);
      const admitted = matrix.get(nameOf(row))?.includes(role);
      const refusal = role === 'visitor' ? 'REGISTER_FIRST' : FOR_WANT_OF[procedure.caller];
      const fine = admitted
        ? code === 'ok' || (procedure.refuses.includes(code) && !NOT_LET_IN.includes(code))
        : code === (refusal ?? 'NOT_ALLOWED');
      const told = fine ? tooMuchIn(reply, row, secrets) : [code];
      wrong.push(...told.map((text) => `${nameOf(row)}: ${text}`));
    }
    expect(wrong).toEqual([]);
    expect(matrix.size).toBe(rows.length);
  });
});

test('an account that was stopped is let in nowhere but where visitors are', async () => {
  const wrong: string[] = [];
  for (const row of rows.filter(({ procedure }) => procedure.caller !== 'anyone')) {
    const code = heard(await call(STOPPED, row, inputOf(row)));
    if (code !== 'ACCOUNT_DISABLED') wrong.push(`${nameOf(row)}: ${code}`);
  }
  expect(wrong).toEqual([]);
});

describe.each(['own', 'ownCampus'] as const)('what is named and is %s', (reach) => {
  test('is found by whose business it is: the refusals above were not for nothing', async () => {
    const wrong = await tryNamed(reach, things, async (row, thing, input) => {
      const code = heard(await call(ownerOf(row.procedure), row, input));
      const known = code === 'ok' || row.procedure.refuses.includes(code);
      return known && !(refusedAs(thing) as readonly string[]).includes(code) ? [] : [code];
    });
    expect(wrong).toEqual([]);
  });
});
