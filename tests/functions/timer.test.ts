import { heatOf } from '@shared/domain/heat';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bookingDocuments } from '../../local/club/bookings';
import { at } from '../domain/clock';
import { type Club, clearFaults, GYM, openClub, orderFaults } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => clearFaults(club));

/** What one read of a document says, less what tells only when. */
const samplesAt = async (when: string) =>
  (await club.documents('venue_samples', { at: at(when) })).map(({ venueId }) => venueId);

const runTo = (when: string) => club.cloud.setClock(at(when));
const headcount = async () => Number((await club.document('venue_boards', GYM))?.headcount);

/** A board that shows one person too many: what a recount has to find. */
async function miscount(): Promise<void> {
  const board = await club.document('venue_boards', GYM);
  const [shown, free] = [Number(board?.headcount) + 1, Number(board?.free) - 1];
  const wrong = { ...board, headcount: shown, free, version: Number(board?.version) + 1 };
  await club.cloud.load('venue_boards', [wrong]);
}

describe('a job', () => {
  test('runs once in its period: ten minutes make one sample a venue', async () => {
    expect(await samplesAt('2026-03-14 10:10')).toEqual([]);
    await runTo('2026-03-14 10:19:59');
    expect(await samplesAt('2026-03-14 10:10')).toHaveLength(8);
    expect(await samplesAt('2026-03-14 10:11')).toEqual([]);
    const board = await club.document('venue_boards', GYM);
    expect(await club.document('venue_samples', `${GYM}_${at('2026-03-14 10:10')}`)).toMatchObject({
      headcount: board?.headcount,
      capacity: board?.capacity,
    });
  });

  test('does not run again when the clock comes by once more', async () => {
    await runTo('2026-03-14 10:20:30');
    const _id = `${GYM}_${at('2026-03-14 10:20')}`;
    await club.removeDocument('venue_samples', _id);
    club.cloud.clock.jump(at('2026-03-14 10:19:30'));
    await runTo('2026-03-14 10:22:30');
    expect(await club.document('venue_samples', _id)).toBe(undefined);
  });

  test('goes on after the clock was set back: nothing waits for the time to come round', async () => {
    await runTo('2026-03-14 10:25:30');
    await miscount();
    const wrong = await headcount();
    await runTo('2026-03-14 10:26:30');
    club.cloud.clock.jump(at('2026-03-14 10:10:30'));
    await runTo('2026-03-14 10:13:30');
    expect(await headcount()).toBe(wrong - 1);
    await runTo('2026-03-14 10:22:30');
  });

  test('whose function died is begun again after its lease, and is whole then', async () => {
    await runTo('2026-03-14 10:29:30');
    // The fourth sample of the eight.
    await orderFaults(club, {
      function: 'timer',
      request: 'database.insertDocument',
      n: 4,
      when: 'before',
      effect: 'kill',
    });
    await runTo('2026-03-14 10:30:30');
    expect((await samplesAt('2026-03-14 10:30')).length).toBeLessThan(8);
    await runTo('2026-03-14 10:32:30');
    expect(await samplesAt('2026-03-14 10:30')).toHaveLength(8);
  });

  test('that fails keeps no other from running, and is tried again', async () => {
    await runTo('2026-03-14 10:39:30');
    await miscount();
    const wrong = await headcount();
    // The recount's counting fails: the samples of this minute are taken all the same.
    await orderFaults(club, {
      function: 'timer',
      request: 'database.aggregateDocuments',
      n: 1,
      when: 'before',
      effect: 'fail',
    });
    await runTo('2026-03-14 10:40:30');
    expect(await samplesAt('2026-03-14 10:40')).toHaveLength(8);
    expect(await headcount()).toBe(wrong);
    await runTo('2026-03-14 10:42:30');
    expect(await headcount()).toBe(wrong - 1);
  });
});

describe('the recount', () => {
  test('leaves alone what has been wrong for less than 45 s or has moved since', async () => {
    await runTo('2026-03-14 10:44:30');
    await miscount();
    const wrong = await headcount();
    await runTo('2026-03-14 10:45:30');
    expect(await headcount()).toBe(wrong);
    const { visit } = await club.as('wu').visit.checkIn({ code: await club.doorCode(GYM) });
    await runTo('2026-03-14 10:46:30');
    expect(await headcount()).toBe(wrong + 1);
    await runTo('2026-03-14 10:47:30');
    expect(await headcount()).toBe(wrong);
    await club.as('wu').visit.checkOut({ visitId: visit.id });
    expect(await club.documents('recounts')).toEqual([]);
  });
});

describe('the heat ranking', () => {
  test('on the hour is the formula over every visit and favourite of seven days', async () => {
    await club.as('lin').venue.setFavourite({ id: 'v-west-dance', favourite: true });
    const dance = 'v-west-dance';
    const paid = at('2026-03-12 11:00');
    const later = at('2026-03-18 11:00');
    const [pattern] = bookingDocuments(() => [], paid).bookings;
    const made = { venueId: dance, createdAt: paid, startAt: later, endAt: later };
    const bookings = ['BOOKED', 'CANCELLED', 'PENDING_PAY'].map((status, index) => ({
      ...{ ...pattern, ...made, status, expiresAt: later },
      ...{ _id: `heat-${index}`, code: `${100_000_000_000_000 + index}` },
    }));
    await club.cloud.load('bookings', bookings);
    const review = { venueId: dance, memberId: 'm-lin', text: '', at: paid };
    const reviews = [3, 4].map((stars) => ({ ...review, _id: `heat-${stars}`, stars }));
    await club.cloud.load('reviews', reviews);
    await runTo('2026-03-14 11:00:30');
    const ranking = await club.document('rankings', 'heat');
    const now = at('2026-03-14 11:00');
    expect(Math.abs(Number(ranking?.at) - now)).toBeLessThan(30_000);
    const [visits, favourites, venues] = await Promise.all([
      club.documents('visits'),
      club.documents('favourites'),
      club.documents('venues'),
    ]);
    const weigh = (event: 'CHECK_IN' | 'FAVOURITE', moments: unknown[]) =>
      moments.reduce<number>((sum, moment) => sum + heatOf(event, moment as never, now), 0);
    const of = (rows: Record<string, unknown>[], venueId: unknown, field: string) =>
      rows.filter((row) => row.venueId === venueId).map((row) => row[field]);
    const expected = venues.map(({ _id }) => ({
      venueId: String(_id),
      score:
        weigh('CHECK_IN', of(visits, _id, 'checkedInAt')) +
        weigh('FAVOURITE', of(favourites, _id, 'at')) +
        // One booking that stands and one good review: 2 each, two thirds of a half-life ago.
        (_id === dance ? (2 + 2) * 0.5 ** (2 / 3) : 0),
    }));
    expected.sort((a, b) => b.score - a.score || (a.venueId < b.venueId ? -1 : 1));
    const scores = ranking?.scores as typeof expected;
    expect(scores.map(({ venueId }) => venueId)).toEqual(expected.map(({ venueId }) => venueId));
    scores.forEach(({ score }, index) => {
      // The ranking's own moment is a little after the full hour.
      expect(score).toBeCloseTo(expected[index]?.score ?? Number.NaN, 1);
    });
    const { venues: cards } = await club.as('new').venue.list({});
    const byRank = [...cards].sort((a, b) => a.heatRank - b.heatRank).map(({ id }) => id);
    expect(byRank).toEqual(expected.map(({ venueId }) => venueId));
  });
});

describe('what was left to be done', () => {
  test('is done within a minute, and what fails waits longer each time', async () => {
    const now = club.cloud.clock.now();
    const left = (_id: string, kind: string, payload: object) => ({
      _id,
      kind,
      payload,
      at: now,
      dueAt: now,
      attempts: 0,
    });
    const like = { _id: 'm-gone_v', memberId: 'm-gone', venueId: 'v-x', at: now };
    await club.cloud.load('favourites', [like]);
    await club.cloud.load('outbox', [
      left('nobody-handles', 'unheardOf', {}),
      left('erase', 'eraseMember', { memberId: 'm-gone', avatarFileId: null }),
    ]);
    await club.passMinutes(1);
    expect(await club.documents('favourites', { memberId: 'm-gone' })).toEqual([]);
    expect(await club.document('outbox', 'erase')).toBe(undefined);
    expect(await club.document('outbox', 'nobody-handles')).toMatchObject({ attempts: 1 });
    await club.passMinutes(8);
    const waiting = await club.document('outbox', 'nobody-handles');
    expect(Number(waiting?.attempts)).toBeGreaterThanOrEqual(3);
    expect(Number(waiting?.attempts)).toBeLessThanOrEqual(4);
    await club.removeDocument('outbox', 'nobody-handles');
  });

  test('used member codes are forgotten after a day', async () => {
    const now = club.cloud.clock.now();
    const used = (hours: number) => ({
      _id: `m-lin_${now - hours * 3_600_000}`,
      memberId: 'm-lin',
      at: now - hours * 3_600_000,
    });
    await club.cloud.load('member_code_uses', [used(30), used(2)]);
    await runTo('2026-03-14 12:00:30');
    const uses = await club.documents('member_code_uses');
    expect(uses.map(({ _id }) => _id)).toEqual([used(2)._id]);
  });
});

test('nobody but the platform runs the timer', async () => {
  for (const who of ['lin', 'root', 'new']) {
    await expect(club.cloud.call(who, 'timer', {})).rejects.toThrow('cannot be called by clients');
    const response = await fetch(`${club.cloud.url}/web?env=local`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        action: 'functions.invokeFunction',
        function_name: 'timer',
        request_data: '{"TriggerName":"minute","Type":"Timer"}',
        access_token: `openid:${club.cloud.openidOf(who)}`,
      }),
    });
    expect(await response.json()).toMatchObject({ code: 'EXCEED_AUTHORITY' });
  }
});
