import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { closed, failureOf, nodeDb, startDocuments } from './localCloud';

const doc = {
  _id: 'd',
  n: 7,
  m: -2.5,
  s: 'Hello 场边',
  l: [1, 2, 3],
  objects: [{ k: 'a', v: 1 }],
  o: { a: 1, b: 2 },
  t: new Date('2019-05-14T09:38:51.686Z'),
  first: new Date('2026-01-01T20:00:00Z'),
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ items: closed });
  await cloud.load('items', [doc]);
});
afterAll(() => cloud.stop());

/** What an expression of the SDK gives for the document above. */
async function value(name: string, operand: unknown): Promise<unknown> {
  const db = nodeDb();
  const operator = db.command.aggregate[name];
  if (operator === undefined) throw new Error(`the SDK has no ${name}`);
  const pipeline = db
    .collection('items')
    .aggregate()
    .project({ _id: 0, r: operator(operand) });
  return (await pipeline.end()).data?.[0]?.r;
}

const arithmetic: [string, unknown, unknown][] = [
  ['abs', '$m', 2.5],
  ['add', ['$n', 1, 2], 10],
  ['ceil', '$m', -2],
  ['divide', ['$n', 2], 3.5],
  ['exp', 0, 1],
  ['floor', '$m', -3],
  ['ln', 1, 0],
  ['log', [8, 2], 3],
  ['log10', 1000, 3],
  ['mod', ['$n', 4], 3],
  ['multiply', ['$n', 2], 14],
  ['pow', [2, 10], 1024],
  ['sqrt', 49, 7],
  ['subtract', ['$n', 10], -3],
  ['trunc', '$m', -2],
  ['trunc', [2.567, 1], 2.5],
];

const arrays: [string, unknown, unknown][] = [
  ['arrayElemAt', ['$l', -1], 3],
  ['arrayToObject', '$objects', { a: 1 }],
  ['concatArrays', ['$l', [4]], [1, 2, 3, 4]],
  ['filter', { input: '$l', as: 'x', cond: { $gt: ['$$x', 1] } }, [2, 3]],
  ['in', [2, '$l'], true],
  ['indexOfArray', ['$l', 3], 2],
  ['isArray', ['$l'], true],
  ['map', { input: '$l', as: 'x', in: { $add: ['$$x', 1] } }, [2, 3, 4]],
  ['range', [0, 10, 4], [0, 4, 8]],
  ['reduce', { input: '$l', initialValue: 0, in: { $add: ['$$value', '$$this'] } }, 6],
  ['reverseArray', '$l', [3, 2, 1]],
  ['size', '$l', 3],
  ['slice', ['$l', 1, 2], [2, 3]],
  [
    'zip',
    { inputs: ['$l', ['a', 'b', 'c']] },
    [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ],
  ],
];

const logic: [string, unknown, unknown][] = [
  ['and', [{ $gt: ['$n', 1] }, true], true],
  ['not', [{ $gt: ['$n', 1] }], false],
  ['or', [false, '$n'], true],
  ['cmp', ['$n', 9], -1],
  ['eq', ['$n', 7], true],
  ['gt', ['$n', 7], false],
  ['gte', ['$n', 7], true],
  ['lt', ['$n', 8], true],
  ['lte', ['$n', 6], false],
  ['neq', ['$n', 6], true],
  // biome-ignore lint/suspicious/noThenProperty: MongoDB's own name
  ['cond', { if: { $gt: ['$n', 5] }, then: 'big', else: 'small' }, 'big'],
  ['ifNull', ['$missing', 'none'], 'none'],
  [
    'switch',
    // biome-ignore lint/suspicious/noThenProperty: MongoDB's own name
    { branches: [{ case: { $eq: ['$n', 7] }, then: 'seven' }], default: 'other' },
    'seven',
  ],
  ['literal', '$n', '$n'],
  ['let', { vars: { x: '$n' }, in: { $add: ['$$x', 1] } }, 8],
];

const objects: [string, unknown, unknown][] = [
  ['mergeObjects', ['$o', { b: 3 }], { a: 1, b: 3 }],
  [
    'objectToArray',
    '$o',
    [
      { k: 'a', v: 1 },
      { k: 'b', v: 2 },
    ],
  ],
  ['allElementsTrue', [[1, true]], true],
  ['anyElementTrue', [[0, false]], false],
  ['setDifference', ['$l', [2]], [1, 3]],
  ['setEquals', ['$l', [3, 2, 1]], true],
  ['setIntersection', ['$l', [3, 9]], [3]],
  ['setIsSubset', [[1], '$l'], true],
  ['setUnion', ['$l', [4]], [1, 2, 3, 4]],
  ['max', '$l', 3],
  ['min', '$l', 1],
  ['sum', '$l', 6],
  ['avg', '$l', 2],
  ['stdDevPop', '$l', Math.sqrt(2 / 3)],
  ['stdDevSamp', [1, 3], Math.SQRT2],
];

const strings: [string, unknown, unknown][] = [
  ['concat', ['$s', '!'], 'Hello 场边!'],
  ['indexOfBytes', ['$s', '边'], 9],
  ['indexOfCP', ['$s', '边'], 7],
  ['indexOfCP', ['$s', 'l', 3], 3],
  ['indexOfCP', ['$s', 'x'], -1],
  ['indexOfCP', ['$missing', 'x'], null],
  ['split', ['a-b-c', '-'], ['a', 'b', 'c']],
  ['strLenBytes', '$s', 12],
  ['strLenCP', '$s', 8],
  ['strcasecmp', ['abc', 'ABC'], 0],
  ['substr', ['$s', 0, 5], 'Hello'],
  ['substr', ['$s', 6, -1], '场边'],
  ['substrBytes', ['$s', 6, 3], '场'],
  ['substrBytes', ['$s', 6, -1], '场边'],
  ['substrCP', ['$s', 6, 1], '场'],
  ['toLower', '$s', 'hello 场边'],
  ['toUpper', '$s', 'HELLO 场边'],
];

const dates: [string, unknown, unknown][] = [
  ['dayOfMonth', '$t', 14],
  ['dayOfWeek', '$t', 3],
  ['dayOfYear', '$t', 134],
  ['isoDayOfWeek', '$t', 2],
  ['isoWeek', '$t', 20],
  ['isoWeekYear', '$t', 2019],
  ['millisecond', '$t', 686],
  ['minute', '$t', 38],
  ['month', '$t', 5],
  ['second', '$t', 51],
  ['hour', '$t', 9],
  ['week', '$t', 19],
  ['week', new Date('2019-01-05T00:00:00Z'), 0],
  ['week', new Date('2019-01-06T00:00:00Z'), 1],
  ['week', { date: '$first', timezone: 'Asia/Shanghai' }, 0],
  ['year', '$t', 2019],
  ['hour', { date: '$t', timezone: '+08:00' }, 17],
  ['dateFromParts', { year: 2026, month: 3, day: 14, hour: 2 }, new Date('2026-03-14T02:00:00Z')],
  ['dateFromString', { dateString: '2026-03-14T02:00:00Z' }, new Date('2026-03-14T02:00:00Z')],
  [
    'dateToString',
    { date: '$first', format: '%Y-%m-%d %H:%M', timezone: 'Asia/Shanghai' },
    '2026-01-02 04:00',
  ],
];

describe.each([
  ['arithmetic', arithmetic],
  ['arrays', arrays],
  ['logic', logic],
  ['objects and sets', objects],
  ['strings', strings],
  ['dates', dates],
])('expressions: %s', (_group, table) => {
  test.each(table)('%s of %j is %j', async (name, operand, expected) => {
    const result = await value(name, operand);
    if (typeof expected === 'number') expect(result).toBeCloseTo(expected, 9);
    else expect(result).toEqual(expected);
  });
});

test('a byte range that cuts a character is refused', async () => {
  expect((await failureOf(value('substrBytes', ['$s', 7, 1]))).message).toContain('UTF-8');
});
