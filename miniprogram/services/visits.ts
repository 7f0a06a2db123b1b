import type { Api } from '@shared/contracts';
import type { OpenVisitView } from '@shared/contracts/venue';
import { durationText } from '../words/duration';
import { api } from './api';
import { confirm, toast } from './feedback';
import { scanCode } from './scan';
import { asMember, register } from './session';

type CheckedIn = Awaited<ReturnType<Api['visit']['checkIn']>>;

/**
 * Scans the door's code and checks in. `venueId` on a venue's page: another venue's code is refused
 * there. Registration comes before the scan, because a door code lives only for seconds. Null when
 * the person closed the scanner or did not register.
 */
export async function checkInByScan(ask: {
  readonly registered: boolean;
  readonly venueId?: string;
}): Promise<CheckedIn | null> {
  if (!ask.registered && !(await register())) return null;
  const code = await scanCode();
  if (code === null) return null;
  const input = ask.venueId === undefined ? { code } : { code, venueId: ask.venueId };
  return asMember(() => api.visit.checkIn(input));
}

/** Asks, ends the visit and says how long it was. Nothing happens when the person stays. */
export async function leaveAfterAsking(visit: OpenVisitView): Promise<void> {
  const sure = await confirm({
    title: '离场',
    content: `结束在「${visit.venueName}」的这次打卡？`,
    confirmText: '离场',
  });
  if (!sure) return;
  const { minutes } = await api.visit.checkOut({ visitId: visit.id });
  toast(`已离场，停留 ${durationText(minutes)}`);
}
