import type { Instant } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { afterEach, expect, test, vi } from 'vitest';
import { agreeOnTime, now } from '../../miniprogram/services/clock';
import { explain } from '../../miniprogram/services/feedback';
import { ScanFailure, scanCode } from '../../miniprogram/services/scan';
import { asMember } from '../../miniprogram/services/session';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Opening {
  readonly events: { registered(): void; left(): void };
}

/** A phone whose registration page ends as told. */
function phoneWhere(registers: boolean, pages: object[] = [{}]) {
  const navigateTo = vi.fn(({ events }: Opening) => {
    if (registers) events.registered();
    events.left();
  });
  vi.stubGlobal('wx', { navigateTo });
  vi.stubGlobal('getCurrentPages', () => pages);
  return navigateTo;
}

test('a guest registers and gets what they came for, without tapping again', async () => {
  const navigateTo = phoneWhere(true);
  const work = vi.fn().mockRejectedValueOnce(new Refusal('REGISTER_FIRST')).mockResolvedValue('in');
  expect(await asMember(work)).toBe('in');
  expect(navigateTo).toHaveBeenCalledTimes(1);
});

test('a guest who would rather not is left alone', async () => {
  phoneWhere(false);
  const work = vi.fn().mockRejectedValue(new Refusal('REGISTER_FIRST'));
  expect(await asMember(work)).toBeNull();
  expect(work).toHaveBeenCalledTimes(1);
});

test('an answer that comes when the page is gone invites nobody', async () => {
  const pages = [{}];
  const navigateTo = phoneWhere(true, pages);
  const late = () => {
    pages.splice(0, 1, {});
    return Promise.reject(new Refusal('REGISTER_FIRST'));
  };
  expect(await asMember(late)).toBeNull();
  expect(navigateTo).not.toHaveBeenCalled();
});

test('any other "no" reaches the page as it is', async () => {
  const navigateTo = phoneWhere(true);
  await expect(asMember(() => Promise.reject(new Refusal('VENUE_FULL')))).rejects.toMatchObject({
    code: 'VENUE_FULL',
  });
  expect(navigateTo).not.toHaveBeenCalled();
});

const scanner = (answer: () => Promise<unknown>) => vi.stubGlobal('wx', { scanCode: answer });

test('a scanned code is its text; a closed scanner is no code and no error', async () => {
  scanner(async () => ({ result: 'CD1.v1.5.abc' }));
  expect(await scanCode()).toBe('CD1.v1.5.abc');
  scanner(() => Promise.reject({ errMsg: 'scanCode:fail cancel' }));
  expect(await scanCode()).toBeNull();
});

test('a camera that may not be used is said in words', async () => {
  scanner(() => Promise.reject({ errMsg: 'scanCode:fail auth deny' }));
  const failure = await scanCode().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ScanFailure);
  expect(explain(failure)).toContain('相机');
});

test('refusals speak for themselves, everything else is the network', () => {
  expect(explain(new Refusal('VENUE_FULL'))).toContain('场馆已满');
  expect(explain(new Error('ECONNRESET'))).toBe('网络不太顺畅，请稍后再试');
});

test('a phone set wrong takes over the time of the club; a slow reply does not make it jump', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  agreeOnTime(7_000_000 as Instant);
  expect(now()).toBe(7_000_000);
  agreeOnTime(6_999_000 as Instant);
  expect(now()).toBe(7_000_000);
  agreeOnTime(1_000_000 as Instant);
  expect(now()).toBe(1_000_000);
});
