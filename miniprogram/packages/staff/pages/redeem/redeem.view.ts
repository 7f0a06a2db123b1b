import { formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { REDEMPTION_STATUS_WORDS, REWARD_WORDS, redemptionCodeText } from '@shared/domain/reward';

export type Seen = Awaited<ReturnType<Api['reward']['look']>>;

/** What the desk reads before and after it hands something over. */
export interface SeenView {
  readonly name: string;
  readonly kind: string;
  readonly who: string;
  readonly digits: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** Whether it may be handed over; otherwise what became of it. */
  readonly open: boolean;
  readonly title: string;
}

const TITLES = {
  OPEN: '可以交付',
  DONE: '已经领取过了',
  CANCELLED: '会员已取消兑换',
} as const satisfies Record<Seen['status'], string>;

export function seenView(seen: Seen): SeenView {
  const { name, kind, who, code, campusName, status, at, endedAt } = seen;
  const ended =
    endedAt === null
      ? []
      : [{ label: REDEMPTION_STATUS_WORDS[status], value: formatClub(endedAt, 'M 月 D 日 HH:mm') }];
  return {
    name,
    kind: REWARD_WORDS[kind],
    who,
    digits: redemptionCodeText(code ?? ''),
    facts: [
      { label: '会员', value: who },
      { label: '校区', value: campusName },
      { label: '兑换时间', value: formatClub(at, 'M 月 D 日 HH:mm') },
      ...ended,
    ],
    open: status === 'OPEN',
    title: TITLES[status],
  };
}
