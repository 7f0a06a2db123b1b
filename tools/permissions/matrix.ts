import { contracts } from '@shared/contracts';
import type { CallerKind, Procedure } from '@shared/contracts/procedure';
import { describeScope, type Scope } from './scope';
import { SCOPES } from './scopes';

/** Everybody who can call, in the order of the matrix's columns. */
export const ROLES = [
  'visitor',
  'member',
  'student',
  'coach',
  'desk',
  'campus admin',
  'super admin',
] as const;
export type Role = (typeof ROLES)[number];

const REGISTERED = ROLES.filter((role) => role !== 'visitor');

/** Whom the edge lets through for each kind of caller that a contract can name. */
const ADMITTED: Readonly<Record<CallerKind, readonly Role[]>> = {
  anyone: ROLES,
  member: REGISTERED,
  student: ['student'],
  coach: ['coach'],
  staff: ['desk', 'campus admin', 'super admin'],
  admin: ['campus admin', 'super admin'],
  superAdmin: ['super admin'],
};

/** A procedure of the product and who gets how far with it. */
export interface Row {
  /** The function's name. */
  readonly name: string;
  readonly action: string;
  readonly procedure: Procedure;
  readonly admitted: readonly Role[];
  readonly scope: Scope;
}

/** Callers who may act on what others have: how far has to be said. */
const LIMITED: readonly CallerKind[] = ['student', 'coach', 'staff', 'admin'];

/**
 * Every procedure of every contract.
 *
 * @throws Error for a procedure without a line in scopes.ts
 */
export function permissions(): Row[] {
  const scopes: Readonly<Record<string, Readonly<Record<string, Scope>>>> = SCOPES;
  return Object.entries(contracts).flatMap(([name, contract]) =>
    Object.entries(contract).map(([action, found]) => {
      const procedure: Procedure = found;
      const scope = scopes[name]?.[action];
      if (!scope) throw new Error(`${name}.${action} has no line in tools/permissions/scopes.ts`);
      if (LIMITED.includes(procedure.caller) && describeScope(scope) === '') {
        throw new Error(`${name}.${action} does not say how far its callers get with it`);
      }
      return { name, action, procedure, admitted: ADMITTED[procedure.caller], scope };
    }),
  );
}

const HEAD = `# Who may call what

Written by \`npm run permissions\` from \`shared/contracts\` and \`tools/permissions/scopes.ts\`; a test
fails when it is stale, and another calls every procedure as everybody and compares.

A visitor has not registered yet; a student, a coach and everybody below are members, too. Who may
not call is told \`REGISTER_FIRST\`, \`STUDENT_FIRST\`, \`COACH_ONLY\` or \`NOT_ALLOWED\`; an account that was
disabled \`ACCOUNT_DISABLED\`, except where visitors are let in. The last column is what limits a caller
who may: the super admin serves every campus.
`;

/** docs/permissions.md, whole. */
export function renderPermissions(rows: readonly Row[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const tables = names.map((name) => {
    const lines = rows.filter((row) => row.name === name).map(lineOf);
    const head = ['', ...ROLES, 'further'];
    const rule = ['---', ...ROLES.map(() => ':-:'), '---'];
    return [`## ${name}`, '', tableLine(head), tableLine(rule), ...lines, ''].join('\n');
  });
  return [HEAD, ...tables].join('\n');
}

function lineOf({ action, admitted, scope }: Row): string {
  const marks = ROLES.map((role) => (admitted.includes(role) ? '✓' : '–'));
  return tableLine([`\`${action}\``, ...marks, describeScope(scope)]);
}

const tableLine = (cells: readonly string[]) =>
  `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');

/** `function.procedure` → who is let in, as the document says it. */
export function readPermissions(document: string): Map<string, Role[]> {
  const read = new Map<string, Role[]>();
  let name = '';
  for (const line of document.split('\n')) {
    name = /^## (\w+)$/.exec(line)?.[1] ?? name;
    const [, cell = '', ...marks] = line.split('|').map((text) => text.trim());
    const action = /^`(\w+)`$/.exec(cell)?.[1];
    if (action) {
      const admitted = ROLES.filter((_, column) => marks[column] === '✓');
      read.set(`${name}.${action}`, admitted);
    }
  }
  return read;
}
