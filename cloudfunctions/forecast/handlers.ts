import type { forecastContract } from '@shared/contracts/forecast';
import { driftText } from '@shared/domain/forecast/words';
import { Refusal } from '@shared/refusals';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { serves, venueOf, venuesOfCampus } from '../venue/service';
import { isDayMarkable, markDay, specialsOf } from './marking';
import { reportOf } from './reporting';
import { forecastNow } from './serving';
import { forecastSettings } from './store';
import { awaitQuiet, stopAwaiting } from './waiting';
import { weatherUrl } from './weather';

/** A venue that the caller's campus has. */
async function served({ db }: Context, caller: Member, venueId: string) {
  const venue = await venueOf(db, venueId);
  if (!venue || !serves(caller.identity, venue)) throw new Refusal('VENUE_NOT_FOUND');
  return venue;
}

export const forecastHandlers: ServerHandlers<typeof forecastContract> = {
  async awaitQuiet({ input: { venueId, wanted }, caller, context }) {
    const { memberId } = caller.identity;
    const wish = { memberId, venueId, now: context.now };
    if (wanted) await awaitQuiet(context, wish);
    else await stopAwaiting(context.db, wish);
    return { waiting: wanted };
  },

  async venues({ caller, context: { db } }) {
    const { role, campusId } = caller.identity;
    const [venues, forecast] = await Promise.all([
      venuesOfCampus(db, role === 'SUPER_ADMIN' ? null : campusId),
      forecastNow(db),
    ]);
    return {
      venues: venues.map(({ _id, name }) => {
        const { error = null, drifts = [] } = forecast?.venues[_id] ?? {};
        return { id: _id, name, error, oddities: drifts.map(driftText) };
      }),
    };
  },

  async report({ input: { venueId }, caller, context }) {
    return reportOf(context, await served(context, caller, venueId));
  },

  async markDay({ input: { venueId, date, special }, caller, context, refuse }) {
    const venue = await served(context, caller, venueId);
    if (!isDayMarkable(date, context.now)) throw refuse('DAY_TOO_FAR');
    await markDay(context, { venue, date, special, by: caller.identity.memberId });
    return { special: await specialsOf(context, venueId) };
  },

  async setWeather({ input: { venueId, wanted }, caller, context, refuse }) {
    const { db, now, newId } = context;
    const { campusId, name } = await served(context, caller, venueId);
    if (wanted && weatherUrl() === null) throw refuse('NO_WEATHER_FEED');
    const key = newId();
    const actorId = caller.identity.memberId;
    await db.transaction(async (tx) => {
      await tx.put(forecastSettings, { _id: venueId, weather: wanted });
      const detail = `${name}：${wanted ? '使用' : '不用'}`;
      const what = { action: 'forecast.setWeather', targetId: venueId, detail } as const;
      await recordAudit(tx, { key, at: now, actorId, campusId, ...what });
    });
    return { wanted };
  },
};
