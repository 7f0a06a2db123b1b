import type { Api } from '@shared/contracts';
import type { DeskVenue } from '@shared/contracts/desk';
import { isRefused } from '../../../../services/feedback';
import type { Headcount } from '../../../../services/live';
import { durationText } from '../../../../words/duration';

type Scanned = Awaited<ReturnType<Api['desk']['scan']>>;

export interface CampusGroup {
  readonly campusName: string;
  readonly venues: readonly DeskVenue[];
}

/** The desk's venues under their campuses, in the order in which the server gave them. */
export function campusGroups(venues: readonly DeskVenue[]): CampusGroup[] {
  const names = [...new Set(venues.map((venue) => venue.campusName))];
  return names.map((campusName) => ({
    campusName,
    venues: venues.filter((venue) => venue.campusName === campusName),
  }));
}

/** The same groups with the headcounts of this moment. */
export function withHeadcounts(
  groups: readonly CampusGroup[],
  headcounts: readonly Headcount[],
): CampusGroup[] {
  const known = new Map(headcounts.map((entry) => [entry.venueId, entry]));
  const updated = (venue: DeskVenue): DeskVenue => {
    const { headcount, capacity } = known.get(venue.id) ?? venue;
    return { ...venue, headcount, capacity };
  };
  return groups.map((group) => ({ ...group, venues: group.venues.map(updated) }));
}

/** What the desk is shown, large, after a member's code was read. */
export interface ScanOutcome {
  readonly tone: 'in' | 'out' | 'refused' | 'unknown';
  readonly icon: string;
  readonly title: string;
  /** Masked; empty when nobody was recognised. */
  readonly name: string;
  readonly lines: readonly string[];
}

export function scanOutcome(scanned: Scanned): ScanOutcome {
  if (scanned.result === 'LET_OUT') {
    return {
      tone: 'out',
      icon: 'logout',
      title: '已离场',
      name: scanned.maskedName,
      lines: [`本次 ${durationText(scanned.minutes)}`],
    };
  }
  const lines = [scanned.points > 0 ? `获得 ${scanned.points} 积分` : '今天的打卡积分已经领过'];
  if (scanned.left) {
    lines.push(`已从「${scanned.left.venueName}」离场，${durationText(scanned.left.minutes)}`);
  }
  return { tone: 'in', icon: 'check-circle', title: '已入场', name: scanned.maskedName, lines };
}

/**
 * A refusal changed nothing. After any other failure nobody knows whether it took effect, and a
 * second scan would turn an admission into a departure: the list of people inside knows.
 */
export function scanFailure(error: unknown): ScanOutcome {
  if (isRefused(error)) {
    return {
      tone: 'refused',
      icon: 'error-circle',
      title: '没有办理',
      name: '',
      lines: [error.message],
    };
  }
  return {
    tone: 'unknown',
    icon: 'wifi-off',
    title: '没有收到结果',
    name: '',
    lines: ['可能已经办理成功。请先查看在馆名单，再决定要不要重扫'],
  };
}
