import { addDays, type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { SpecialView } from '@shared/contracts/forecast';
import type { SpecialDay } from '@shared/domain/forecast/days';
import type { Context } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import type { Venue } from '../venue/service';
import { dayId, specialDays } from './store';

/** Days before and after today that can be marked, and are shown. */
const BACK = 56;
const AHEAD = 90;

export const isDayMarkable = (date: ClubDate, now: Instant): boolean => {
  const today = clubDateOf(now);
  return date >= addDays(today, -BACK) && date <= addDays(today, AHEAD);
};

/** Says what a day is like; null takes it back. The next night learns of it. */
export async function markDay(
  { db, now, newId }: Context,
  mark: {
    readonly venue: Venue;
    readonly date: ClubDate;
    readonly special: { readonly kind: SpecialDay; readonly note: string } | null;
    readonly by: string;
  },
): Promise<void> {
  const { venue, date, special, by } = mark;
  const key = newId();
  const _id = dayId(venue._id, date);
  await db.transaction(async (tx) => {
    if (special) {
      const doc = { _id, venueId: venue._id, date, ...special, by, at: now };
      await tx.put(specialDays, doc);
    } else if (await tx.get(specialDays, _id)) await tx.remove(specialDays, _id);
    else return;
    const detail = `${venue.name} ${date} ${special ? special.kind : '取消'}`;
    const what = { action: 'forecast.markDay', targetId: venue._id, detail } as const;
    await recordAudit(tx, { key, at: now, actorId: by, campusId: venue.campusId, ...what });
  });
}

/** The marked days of the last eight weeks and of those to come, in order. */
export async function specialsOf({ db, now }: Context, venueId: string): Promise<SpecialView[]> {
  const since = addDays(clubDateOf(now), -BACK);
  const found = await db.all(specialDays, { venueId, date: { gte: since } });
  return found
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map(({ date, kind, note }) => ({ date, kind, note }));
}
