/** A list in a list in a list …, or the same of objects. */
const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
};

/** An object with a field that every object seems to have; `{}` literals would set the prototype. */
const withKey = (key: string, value: unknown): unknown =>
  Object.defineProperty({}, key, { value, enumerable: true });

const NUMBERS: readonly unknown[] = [
  0,
  -1,
  1,
  0.5,
  -0.1,
  1e-300,
  24 * 60 + 1,
  2 ** 31,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  8.64e15,
  8.64e15 + 1,
  -8.64e15 - 1,
  1e21,
  1e308,
  -1e308,
];

const STRINGS: readonly string[] = [
  '',
  ' ',
  'none',
  '0',
  '-1',
  'NaN',
  'null',
  'x'.repeat(41),
  'x'.repeat(10_000),
  '场'.repeat(5_000),
  'a\u0000b',
  '\u0000',
  '\u0007\u001b[31m',
  '\r\nSet-Cookie: a=b',
  '\ud800',
  'a\udc00b',
  '\u202egnp.exe',
  '\u200b\u200b',
  '👨‍👩‍👧‍👦🏸',
  `e${'\u0301'.repeat(500)}`,
  '../../members',
  '/etc/passwd',
  '$where',
  '__proto__',
  'constructor',
  'toString',
  "' OR '1'='1",
  '{"$ne":null}',
  '{{constructor.constructor("return process")()}}',
  '<script>alert(1)</script>',
  '#{7*7}',
  '2026-02-30',
  '2026-13',
  '2026-3-1',
  '0000-00-00',
  '0000-01-01',
  '0000-01',
  '9999-12-31',
  '9999-12',
  '+12026-01-01',
  '2026-03-14T10:00:00Z',
  'cloud://',
  'cloud://local.none/../../secret',
  'javascript:alert(1)',
  'CD1.v-west-basketball.1.AAAAAAAAAAAAAAAAAAAAAA',
  'CM1.m-lin.9999999999999.AAAAAAAAAAAAAAAAAAAAAA',
  'CM1.__proto__.1.AAAAAAAAAAAAAAAAAAAAAA',
  'CB1.000000000000000.x',
];

/** What a database might take for a question instead of a value. */
const OPERATORS: readonly unknown[] = [
  { $ne: null },
  { $gt: '' },
  { $exists: true },
  { $in: ['none', 'm-lin'] },
  { $regex: '.*' },
  { $where: 'return true' },
  { $expr: { $eq: [1, 1] } },
  { _id: { $ne: null } },
  { _id: 'm-root', role: 'SUPER_ADMIN' },
  { $set: { role: 'SUPER_ADMIN' } },
  { $inc: { balance: 1_000_000 } },
  { $date: 0 },
  { $numberLong: '9223372036854775807' },
  { $oid: '0'.repeat(24) },
  { _internalType: 'Symbol(unset)' },
  { operator: 'remove', operands: [], fieldName: 'x' },
  { type: 'Point', coordinates: [0, 0] },
];

const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  [],
  [null],
  {},
  ['none'],
  [['none']],
  { length: 1, 0: 'none' },
  { toString: 'none', valueOf: 0 },
  { toJSON: 'none' },
  withKey('__proto__', { role: 'SUPER_ADMIN' }),
  withKey('constructor', { prototype: { role: 'SUPER_ADMIN' } }),
  withKey('hasOwnProperty', 1),
  withKey('then', 'none'),
  new Array(10_000).fill(0),
  new Array(2_000).fill('x'),
  new Array(1_000).fill({}),
  Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index])),
  nested(100, (inner) => [inner]),
  nested(100, (inner) => ({ a: inner })),
  nested(1_000, (inner) => [inner]),
];

/** What stands where something else belongs. */
export const HOSTILE: readonly unknown[] = [...OTHERS, ...OPERATORS, ...STRINGS, ...NUMBERS];

/** Fields that nobody asked for. */
export const EXTRA: readonly unknown[] = [
  withKey('__proto__', { role: 'SUPER_ADMIN', campusId: 'c-east', status: 'ACTIVE' }),
  withKey('constructor', { prototype: { isAdmin: true } }),
  withKey('prototype', {}),
  { openid: 'oCourtside-root' },
  { memberId: 'm-root' },
  { _id: 'm-root', _openid: 'oCourtside-root' },
  { role: 'SUPER_ADMIN', campusId: null },
  { userInfo: { openId: 'oCourtside-root' } },
  { now: 0, price: 0, total: 0 },
];

/** Whole events of a function that the edge has to survive, with an action that exists in some. */
export const eventsOf = (action: string, input: unknown): readonly unknown[] => [
  ...[null, true, 0, 1e308, '', action, '\ud800', [], [action], [[action, input]]],
  {},
  { action },
  { action: null, input },
  { action: '', input },
  { action: ` ${action}`, input },
  { action: `${action} `, input },
  { action: `${action.toUpperCase()}!`, input },
  { action: `${action}\u0000`, input },
  { action: [action], input },
  { action: [[action]], input },
  { action: { toString: action }, input },
  { action: { $ne: null }, input },
  { action: 0, input },
  { action: true, input },
  { action: 'x'.repeat(10_000), input },
  { action: '👨‍👩‍👧‍👦', input },
  { action: 'no such thing', input },
  { Action: action, input },
  { data: { action, input } },
  { action, Input: input, input: null },
  { action, input: [input] },
  { action, input: JSON.stringify(input) },
  { action, input: [[input]] },
  ...FOUND_EVERYWHERE.map((name) => ({ action: name, input })),
];

/** Names that every object answers to: none of them is a procedure. */
const FOUND_EVERYWHERE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  '__lookupGetter__',
  'then',
  'caller',
  'length',
  'name',
];
