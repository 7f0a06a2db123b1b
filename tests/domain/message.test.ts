import {
  fittedData,
  isPagePath,
  MESSAGE_KINDS,
  MESSAGES,
  TEMPLATE_NAMES,
  TEMPLATES,
} from '@shared/domain/message';
import { fittedField } from '@shared/domain/messageField';
import { describe, expect, test } from 'vitest';
import { checkedField } from '../../local/cloudbase/openapi/messageFields';

const han = (count: number) => '羽'.repeat(count);

test.each([
  ['thing1', han(20), han(20)],
  ['thing1', han(21), `${han(19)}…`],
  ['thing1', `${han(18)}🏸🏸`, `${han(18)}…`],
  ['thing1', `${han(18)}🏸`, `${han(18)}🏸`],
  ['thing12', '三号\n场地\r\n请提前', '三号 场地 请提前'],
  ['thing1', '', '无'],
  ['thing1', '  \n ', '无'],
  ['phrase3', '已取消', '已取消'],
  ['phrase3', '预订已经取消', '预订已经取'],
  ['phrase3', 'OK，可以', '可以'],
  ['phrase3', 'OK', '无'],
  ['character_string4', `B2026${'0'.repeat(40)}`, `B2026${'0'.repeat(27)}`],
  ['character_string4', '订单B1号', 'B1'],
  ['character_string4', '订单', '-'],
  ['letter1', 'a1b2', 'ab'],
  ['name1', han(10), han(10)],
  ['name1', han(11), `${han(9)}…`],
  ['name1', 'Alexander von Humboldt', 'Alexander von Humbol'],
])('%s: “%s” goes out as “%s”', (field, text, sent) => {
  expect(fittedField(field, text)).toBe(sent);
  expect(checkedField(field, sent)).toBeNull();
});

describe('a value that would lie when cut goes out whole or not at all', () => {
  test.each([
    ['time2', '15:01'],
    ['time2', '2026年3月14日 15:01'],
    ['time2', '2026-03-14 15:01'],
    ['time2', '2026年3月14日 15:00~16:00'],
    ['date2', '2026-03-14'],
    ['amount2', '60.00元'],
    ['amount2', '¥60.00'],
    ['amount2', '1234567890'],
    ['number1', '12.5'],
    ['phone_number1', '021-12345678'],
    ['car_number1', '沪A12345'],
  ])('%s: %s', (field, text) => {
    expect(fittedField(field, text)).toBe(text);
    expect(checkedField(field, text)).toBeNull();
  });

  test.each([
    ['time2', '下午三点'],
    ['time2', ''],
    ['time2', '15:00-16:00'],
    ['date2', '15:01'],
    ['amount2', '六十元'],
    ['amount2', '12345678901'],
    ['amount2', '¥-3'],
    ['number1', '1'.repeat(33)],
    ['phone_number1', '1'.repeat(18)],
    ['car_number1', han(9)],
    ['letter1', '123'],
    ['picture1', 'x'],
  ])('%s cannot say “%s”', (field, text) => {
    expect(() => fittedField(field, text)).toThrow(RangeError);
  });
});

test('a template is filled field by field, and nothing else travels', () => {
  const data = { thing1: '前台', thing2: han(30), time3: '2026年3月14日 10:00', secret1: 'x' };
  expect(fittedData('ROLE', data)).toEqual({
    thing1: { value: '前台' },
    thing2: { value: `${han(19)}…` },
    time3: { value: '2026年3月14日 10:00' },
  });
});

test('every kind has a word and goes out by a template that WeChat can be asked for', () => {
  expect(TEMPLATE_NAMES.length).toBeLessThanOrEqual(5);
  for (const kind of MESSAGE_KINDS) {
    const { word, template } = MESSAGES[kind];
    expect(word).toMatch(/^\p{Script=Han}{2,6}$/u);
    expect(TEMPLATES).toHaveProperty(template);
  }
});

test.each([
  ['pages/me/me', true],
  ['packages/wallet/pages/order/order?id=o1', true],
  ['packages/venue/pages/detail/detail?id=v-1&at=2', true],
  ['/pages/me/me', false],
  ['https://example.com', false],
  ['packages/wallet/order', false],
  ['pages/me/me?id=<b>', false],
  ['', false],
])('a message opens %s: %s', (path, known) => {
  expect(isPagePath(path)).toBe(known);
});
