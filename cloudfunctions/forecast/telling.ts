import { type ClubDate, clubDateOf, weekStartOf } from '@shared/base/time';
import { instantOf } from '@shared/domain/forecast/clubCalendar';
import type { Drift } from '@shared/domain/forecast/drift';
import type { Hour } from '@shared/domain/forecast/history';
import { driftText } from '@shared/domain/forecast/words';
import type { Db } from '../_kit/db';
import type { OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { staffOf } from '../member/service';
import { sendMessage } from '../message/service';
import { venueOf } from '../venue/service';

/** Who looks after a campus: its admins, or where it has none, whoever serves all. */
async function managersOf(db: Db, campusId: string) {
  const own = (await staffOf(db, campusId)).filter(({ role }) => role === 'CAMPUS_ADMIN');
  if (own.length > 0) return own;
  return (await staffOf(db, null)).filter(({ role }) => role === 'SUPER_ADMIN');
}

/** Something odd about a venue's counter. */
export interface Oddity {
  readonly venueId: string;
  readonly drift: Drift;
}

/** What a night leaves to be done. Done twice, nobody hears it twice: once a week of the same. */
export const forecastOutbox: OutboxHandlers = {
  async tellDrift(payload, context) {
    const { odd, midnight } = payload as unknown as { odd: Oddity[]; midnight: Hour };
    const week = weekStartOf(clubDateOf(instantOf(midnight)));
    for (const one of odd) await tellOne(context, one, week);
  },
};

async function tellOne({ db, now }: Context, { venueId, drift }: Oddity, week: ClubDate) {
  const venue = await venueOf(db, venueId);
  if (!venue) return;
  for (const { _id: memberId } of await managersOf(db, venue.campusId)) {
    await db.transaction((tx) =>
      sendMessage(tx, {
        key: `counter:${venueId}:${drift.kind}:${week}:${memberId}`,
        memberId,
        kind: 'COUNTER',
        title: '人数统计有异常',
        body: `「${venue.name}」${driftText(drift)}，请到现场看看计数是否正常。`,
        page: `packages/forecast/pages/report/report?venueId=${venueId}`,
        at: now,
      }),
    );
  }
}
