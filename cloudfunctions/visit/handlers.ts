import type { visitContract } from '@shared/contracts/visit';
import { doorCodeMessage, parseDoorCode, refusalOfWindow } from '@shared/domain/codes';
import type { ServerHandlers } from '../_kit/serve';
import { isSignedBy } from '../_kit/signing';
import { pushCheckIn, pushMinutes } from '../challenges/pushing';
import { venueOf } from '../venue/service';
import {
  enter,
  leave,
  openVisitView,
  rewardPoints,
  visitById,
  visitPage,
  visitView,
} from './service';

const PAGE = 20;

export const visitHandlers: ServerHandlers<typeof visitContract> = {
  async checkIn({ input, caller, context, refuse }) {
    const { db, now, newId } = context;
    const code = parseDoorCode(input.code);
    if (!code) throw refuse('DOOR_CODE_INVALID');
    const venue = await venueOf(db, code.venueId);
    if (!venue || !isSignedBy(venue.doorKey, doorCodeMessage(code), code.signature)) {
      throw refuse('DOOR_CODE_INVALID');
    }
    if (input.venueId && input.venueId !== venue._id) throw refuse('DOOR_CODE_OTHER_VENUE');
    const stale = refusalOfWindow(code.window, now);
    if (stale) throw refuse(stale);

    const { memberId } = caller.identity;
    const visitId = newId();
    const entered = await enter(db, { memberId, venue, method: 'DOOR', now, visitId });
    const { reward, left, playing } = entered;
    if (playing && !entered.repeated) await pushCheckIn(context, memberId);
    if (playing && left) await pushMinutes(context, memberId);
    return {
      visit: openVisitView(entered.open),
      repeated: entered.repeated,
      reward: reward && {
        points: rewardPoints(reward),
        milestone: reward.reward.milestone,
        streakDays: reward.streak.days,
      },
      // A visit here that had run out is no move.
      left:
        left && left.open.venueId !== venue._id && left.end.ending === 'ELSEWHERE'
          ? {
              venueId: left.open.venueId,
              venueName: left.open.venueName,
              minutes: left.end.minutes,
            }
          : null,
    };
  },

  async checkOut({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const { visitId } = input;
    const closed = await leave(db, { memberId, visitId, ending: 'MEMBER', reason: null, now });
    if (closed) {
      if (closed.playing) await pushMinutes(context, memberId);
      return visitView(closed);
    }
    // The reply to an earlier try was lost, or it ended by itself: tell how.
    const known = await visitById(db, visitId);
    if (known?.memberId !== memberId) throw refuse('VISIT_NOT_FOUND');
    return visitView(known);
  },

  async list({ input, caller, context: { db } }) {
    const page = await visitPage(db, caller.identity.memberId, input.before, PAGE);
    return { visits: page.visits.map(visitView), next: page.next };
  },
};
