import type { TemplateView } from '@shared/contracts/message';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  askToSubscribe,
  knownTemplates,
  learnTemplates,
  prepareToAsk,
} from '../../miniprogram/services/subscribe';

const template = (name: TemplateView['template'], left = 0): TemplateView => ({
  template: name,
  templateId: `T-${name}`,
  word: '词',
  left,
});

type Call = { readonly data: { readonly action: string; readonly input: unknown } };

/** A phone whose sheet answers as told, before a server that counts one of each. */
function phone(answer: (tmplIds: readonly string[]) => Promise<object>) {
  const requestSubscribeMessage = vi.fn(({ tmplIds }: { tmplIds: string[] }) => answer(tmplIds));
  const callFunction = vi.fn(async (_: Call) => ({
    result: { ok: true, data: { templates: [template('BOOKING', 1), template('PAYMENT', 1)] } },
  }));
  vi.stubGlobal('wx', { requestSubscribeMessage, cloud: { callFunction } });
  return { requestSubscribeMessage, callFunction };
}

const all = (word: string) => async (ids: readonly string[]) =>
  Object.fromEntries(ids.map((id) => [id, word]));

beforeEach(() => learnTemplates([template('BOOKING'), template('PAYMENT')]));
afterEach(() => vi.unstubAllGlobals());

test('kinds that share a template are asked for once, in the very tap', async () => {
  const { requestSubscribeMessage, callFunction } = phone(all('accept'));
  const asked = askToSubscribe(['BOOKED', 'CANCELLED', 'PAID']);
  // Before anything is awaited: WeChat refuses a sheet that comes after the tap.
  expect(requestSubscribeMessage).toHaveBeenCalledWith({ tmplIds: ['T-BOOKING', 'T-PAYMENT'] });
  expect(await asked).toBe('accepted');
  const [call] = callFunction.mock.calls.map(([{ data }]) => data);
  expect(call).toEqual({
    action: 'subscribed',
    input: { accepted: ['T-BOOKING', 'T-PAYMENT'] },
  });
  expect(knownTemplates().map(({ left }) => left)).toEqual([1, 1]);
});

test('only what was accepted is told; what was banned or filtered is not', async () => {
  const { callFunction } = phone(async () => ({ 'T-BOOKING': 'ban', 'T-PAYMENT': 'accept' }));
  await askToSubscribe(['BOOKED', 'PAID']);
  expect(callFunction.mock.calls[0]?.[0].data.input).toEqual({ accepted: ['T-PAYMENT'] });
});

test('a refusal is an answer like any other, and the server hears nothing', async () => {
  const { callFunction } = phone(all('reject'));
  expect(await askToSubscribe(['BOOKED'])).toBe('rejected');
  expect(callFunction).not.toHaveBeenCalled();
});

test('a sheet that does not open keeps nobody from going on', async () => {
  phone(() => Promise.reject({ errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }));
  expect(await askToSubscribe(['BOOKED'])).toBe('off');
});

test('where no template is known, nobody is asked', async () => {
  const { requestSubscribeMessage } = phone(all('accept'));
  learnTemplates([]);
  expect(await askToSubscribe(['BOOKED'])).toBe('off');
  learnTemplates([template('PAYMENT')]);
  expect(await askToSubscribe(['REMINDER'])).toBe('off');
  expect(requestSubscribeMessage).not.toHaveBeenCalled();
});

test('the templates are fetched once, ahead of the tap', async () => {
  vi.resetModules();
  const fresh = await import('../../miniprogram/services/subscribe');
  const { callFunction } = phone(all('accept'));
  await fresh.prepareToAsk();
  await fresh.prepareToAsk();
  expect(callFunction).toHaveBeenCalledTimes(1);
  expect(fresh.knownTemplates()).toHaveLength(2);
  await prepareToAsk();
  expect(callFunction).toHaveBeenCalledTimes(1);
});
