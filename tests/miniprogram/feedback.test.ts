import { Refusal, type RefusalCode } from '@shared/refusals';
import { expect, test } from 'vitest';
import { isRefused } from '../../miniprogram/services/feedback';

test.each<[RefusalCode, boolean]>([
  ['BOOKING_NOT_FOUND', true],
  ['REFUND_TOO_MUCH', true],
  // It may have happened: the same is asked again.
  ['INTERNAL', false],
  ['BUSY', false],
])('%s: nothing was changed for certain is %s', (code, refused) => {
  expect(isRefused(new Refusal(code))).toBe(refused);
});

test('a network that failed refused nothing', () => {
  expect(isRefused(new Error('request:fail'))).toBe(false);
});
