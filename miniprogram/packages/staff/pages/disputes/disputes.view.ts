import { formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { dayTitle } from '../../../../words/days';

export type Desk = Awaited<ReturnType<Api['challenge']['desk']>>;
type Dispute = Desk['disputes'][number];

/** What was typed for the players of the matches, by match and player. */
export type Draft = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface DisputeView {
  readonly challengeId: string;
  /** `每人 50 积分`. */
  readonly stake: string;
  readonly told: string;
  readonly players: readonly {
    readonly memberId: string;
    readonly name: string;
    readonly points: string;
  }[];
  /** What is decided, `11 : 9`; null until both are typed. */
  readonly decision: { readonly points: Record<string, number>; readonly word: string } | null;
}

export interface ReportView {
  readonly id: string;
  readonly about: string;
  readonly by: string;
  readonly reason: string;
  readonly when: string;
}

export interface DeskView {
  readonly disputes: readonly DisputeView[];
  readonly reports: readonly ReportView[];
}

const POINTS = /^\d{1,3}$/;
const nameOf = ({ nickname }: { readonly nickname: string }) => nickname || '球友';

export function deskView(desk: Desk, draft: Draft, now: Instant): DeskView {
  return {
    disputes: desk.disputes.map((dispute) => disputeView(dispute, draft)),
    reports: desk.reports.map(({ id, at, by, about, reason }) => ({
      id,
      about: nameOf(about),
      by: nameOf(by),
      reason,
      when: `${dayTitle(at, now)} ${formatClub(at, 'HH:mm')}`,
    })),
  };
}

function disputeView({ challenge, score }: Dispute, draft: Draft): DisputeView {
  const { id, stake, people } = challenge;
  const typed = draft[id] ?? {};
  const players = people.map((person) => ({
    memberId: person.memberId,
    name: nameOf(person),
    points: typed[person.memberId] ?? '',
  }));
  return {
    challengeId: id,
    stake: stake > 0 ? `每人押 ${stake} 积分` : '不押积分',
    told: toldOf(people, score),
    players,
    decision: decisionOf(players),
  };
}

/** `林小满填的是 11:9，对方不同意`. */
function toldOf(people: Dispute['challenge']['people'], score: Dispute['score']): string {
  if (!score) return '没有人填过比分';
  const by = people.find(({ memberId }) => memberId === score.by);
  const points = people.map(({ memberId }) => score.points[memberId] ?? 0);
  return `${by ? nameOf(by) : '一方'}填的是 ${points.join(':')}，对方不同意`;
}

function decisionOf(players: DisputeView['players']): DisputeView['decision'] {
  if (!players.every(({ points }) => POINTS.test(points.trim()))) return null;
  const points = players.map(({ memberId, points: typed }) => [memberId, Number(typed)] as const);
  const best = Math.max(...points.map(([, value]) => value));
  const winners = players.filter((_, index) => points[index]?.[1] === best);
  const [winner] = winners;
  const word = winners.length === 1 && winner ? `${winner.name}获胜` : '平局，积分各自退回';
  return { points: Object.fromEntries(points), word };
}
