import type { Reply } from '@shared/contracts/procedure';
import { Refusal } from '@shared/refusals';
import { expect, test, vi } from 'vitest';
import { createApi, NetworkFailure } from '../../miniprogram/services/api';

type Answer = Reply | Error;

/** An api whose calls are answered from a list, and what was sent. */
function apiAnswering(...answers: Answer[]) {
  const send = vi.fn(async (): Promise<Reply> => {
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('nothing left to answer');
    return answer;
  });
  return { api: createApi(send), send };
}

test('a call names its function and action, and gives back the data', async () => {
  const { api, send } = apiAnswering({ ok: true, data: { favourite: true } });
  expect(await api.venue.setFavourite({ id: 'v1', favourite: true })).toEqual({ favourite: true });
  expect(send).toHaveBeenCalledWith('venue', {
    action: 'setFavourite',
    input: { id: 'v1', favourite: true },
  });
});

test('a "no" from the server is a Refusal with its code and its words', async () => {
  const { api } = apiAnswering({ ok: false, code: 'VENUE_FULL', traceId: 't1' });
  const refusal = await api.visit.checkIn({ code: 'x' }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ code: 'VENUE_FULL', traceId: 't1' });
});

test('a read that got lost is asked once more', async () => {
  const { api, send } = apiAnswering(new Error('timeout'), { ok: true, data: { venues: [] } });
  expect(await api.venue.list({})).toEqual({ venues: [] });
  expect(send).toHaveBeenCalledTimes(2);
});

test('a read that is lost twice is a network failure', async () => {
  const { api, send } = apiAnswering(new Error('timeout'), new Error('timeout'));
  await expect(api.member.home({})).rejects.toBeInstanceOf(NetworkFailure);
  expect(send).toHaveBeenCalledTimes(2);
});

test('a refused read is not asked again: the answer would be the same', async () => {
  const { api, send } = apiAnswering({ ok: false, code: 'VENUE_NOT_FOUND', traceId: 't' });
  await expect(api.venue.detail({ id: 'x' })).rejects.toBeInstanceOf(Refusal);
  expect(send).toHaveBeenCalledTimes(1);
});

test('what changes something is never sent twice', async () => {
  const { api, send } = apiAnswering(new Error('timeout'), { ok: true, data: {} });
  await expect(api.visit.checkOut({ visitId: 'x' })).rejects.toBeInstanceOf(NetworkFailure);
  expect(send).toHaveBeenCalledTimes(1);
});
