import type * as z from 'zod';
import type { $ZodTypeDef } from 'zod/v4/core';
import type { Row } from '../../../tools/permissions/matrix';

/** What a leaf can be, the plainest first: the first that its own schema takes is used. */
const PLAIN: readonly unknown[] = [
  'none',
  '2026-03-15',
  '2026-03',
  '13800000000',
  'cloud://local.none/picture.png',
  'pages/venues/venues',
  '0',
  true,
  0,
  1,
  2,
  30,
  60,
  100,
  240,
];

/** Fields whose rule is not in the schema: without these a refusal would come before the interesting part. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  reason: '会员当面说明了原因',
  note: '已经核对过账单',
  nickname: '小满',
  contactEmail: 'office@courtside.example',
  birthYear: 1996,
  latitude: 30.2,
  longitude: 120.2,
  amount: 10_000,
  amountAgain: 10_000,
  from: 14 * 60,
  until: 15 * 60,
  date: '2026-03-15',
  before: 4_000_000_000_000,
  opens: 8 * 60,
  closes: 22 * 60,
  version: 1,
  kind: 'BRANCH',
  achievements: '市级比赛男单亚军，执教十年',
  // Two half-hours of that afternoon at the tables of the east.
  expected: 2_400,
};

/** Files that nobody uploaded would be refused before the rest is looked at. */
const WITHOUT: readonly string[] = [
  ...['pictureFileId', 'photoFileId'],
  // What a form may leave out would be refused for its shape.
  ...['phone', 'phoneCode', 'email', 'idNumber', 'age'],
];

type Shape = $ZodTypeDef & {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
};

const MOST_ITEMS = 7;

/** Something that a schema takes, everything optional included; undefined when nothing is found. */
export function sampleOf(schema: z.ZodType, name = ''): unknown {
  const def = schema._zod.def as Shape;
  const { innerType, element, options } = def;
  if (def.shape) {
    const fields = Object.entries(def.shape);
    return Object.fromEntries(fields.map(([key, field]) => [key, sampleOf(field, key)]));
  }
  if (innerType) return WITHOUT.includes(name) ? null : sampleOf(innerType, name);
  if (element) return listOf(schema, sampleOf(element, name));
  if (options)
    return options.map((option) => sampleOf(option, name)).find((one) => one !== undefined);
  if (def.type === 'record') return {};
  const known = [
    BY_NAME[name],
    ...Object.values(def.entries ?? {}),
    ...(def.values ?? []),
    ...PLAIN,
  ];
  return known.find((candidate) => candidate !== undefined && schema.safeParse(candidate).success);
}

/** The shortest list that is taken, one item at least where that is possible. */
function listOf(schema: z.ZodType, item: unknown): unknown {
  const lists = Array.from({ length: MOST_ITEMS + 1 }, (_, size) => new Array(size).fill(item));
  const [empty, ...filled] = lists;
  return [...filled, empty].find((list) => schema.safeParse(list).success);
}

/** Where fields depend on each other. */
const TOGETHER: Readonly<Record<string, object>> = {
  'courts.book': { customer: null },
  'challenge.create': { places: 2 },
  'challenge.cheer': { memberId: 'm-han' },
  // Tomorrow from 13 to 18 at the club.
  'courts.close': { from: 1_773_550_800_000, until: 1_773_568_800_000, courtIds: null },
};

/**
 * An input that a procedure understands and that names nothing that exists, or what `named` has at
 * its paths.
 *
 * @throws Error when the schema asks for more than is known here
 */
export function inputOf(
  { name, action, procedure }: Pick<Row, 'name' | 'action' | 'procedure'>,
  named: Readonly<Record<string, unknown>> = {},
): object {
  const plain = { ...(sampleOf(procedure.input) as object), ...TOGETHER[`${name}.${action}`] };
  const input = Object.entries(named).reduce<object>(
    (known, [path, value]) => withAt(known, path, value) as object,
    plain,
  );
  const parsed = procedure.input.safeParse(input);
  if (parsed.success) return input;
  throw new Error(`inputs.ts needs to know more of ${name}.${action}: ${parsed.error.message}`);
}

/** The same with another value at a path such as `form.campusId` or `ids.0`. */
export function withAt(input: unknown, path: string, value: unknown): unknown {
  const [key, ...rest] = path.split('.');
  if (key === undefined || key === '') return value;
  const inner = withAt((input as Record<string, unknown>)[key], rest.join('.'), value);
  if (Array.isArray(input))
    return input.map((item, index) => (String(index) === key ? inner : item));
  return { ...(input as object), [key]: inner };
}
