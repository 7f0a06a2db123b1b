/** How full a venue is, in the four words of the design. */
export type Crowding = 'FREE' | 'MODERATE' | 'BUSY' | 'FULL';

export const CROWDING_WORDS = {
  FREE: '空闲',
  MODERATE: '适中',
  BUSY: '拥挤',
  FULL: '已满',
} as const satisfies Record<Crowding, string>;

const MODERATE_FROM = 0.4;
const BUSY_FROM = 0.75;

/** Less than 40 % is free, from 75 % it is busy, the last place makes it full. */
export function crowdingOf(headcount: number, capacity: number): Crowding {
  if (headcount >= capacity) return 'FULL';
  const share = headcount / capacity;
  if (share >= BUSY_FROM) return 'BUSY';
  return share >= MODERATE_FROM ? 'MODERATE' : 'FREE';
}
