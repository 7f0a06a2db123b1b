import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { type CardView, cardView } from '../../challenge.view';

export type Home = Awaited<ReturnType<Api['challenge']['home']>>;

export interface HomeView {
  readonly live: readonly CardView[];
  readonly over: readonly CardView[];
  readonly empty: boolean;
}

export const homeView = ({ live, over }: Pick<Home, 'live' | 'over'>, now: Instant): HomeView => ({
  live: live.map((card) => cardView(card, now)),
  over: over.map((card) => cardView(card, now)),
  empty: live.length + over.length === 0,
});

/** A page with the next one of those that are over below it; nobody twice. */
export function joined(home: Home, next: Home): Home {
  const known = new Set(home.over.map(({ id }) => id));
  return {
    ...home,
    over: [...home.over, ...next.over.filter(({ id }) => !known.has(id))],
    next: next.next,
  };
}
