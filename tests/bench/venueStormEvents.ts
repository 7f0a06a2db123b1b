import fc from 'fast-check';
import type { NotificationEffect } from '../../local/gateways/wechat/faults';
import type { Fault } from '../functions/club';

/** Where and when, from what a small venue has: `slot` half-hours after the first that is offered. */
export interface Spot {
  readonly court: number;
  readonly day: number;
  readonly slot: number;
  readonly slots: number;
}

/** What members, the desk, management, a channel or a dying function do. `which`: of what is known. */
export type Deed =
  | {
      readonly do: 'book';
      readonly who: number;
      readonly spot: Spot;
      readonly places: number;
      readonly channel: 'WALLET' | 'WECHAT';
      /** Whether points pay as much of it as they may. */
      readonly points: boolean;
      /** Whether the member's coupon goes off it first. */
      readonly coupon: boolean;
    }
  | {
      readonly do: 'sell';
      readonly who: number | null;
      readonly spot: Spot;
      readonly channel: 'CASH' | 'BANK';
    }
  | { readonly do: 'tapAgain' }
  | { readonly do: BookingDeed; readonly which: number }
  | {
      readonly do: 'move';
      readonly which: number;
      readonly spot: Spot;
      readonly channel: 'WALLET' | 'WECHAT';
    }
  | { readonly do: 'wait'; readonly who: number; readonly which: number }
  | { readonly do: 'takeKept' | 'leaveLine'; readonly who: number }
  | { readonly do: 'close'; readonly spot: Spot; readonly whole: boolean }
  | { readonly do: 'reopen'; readonly which: number }
  | { readonly do: 'notification'; readonly effect: NotificationEffect }
  | { readonly do: 'notificationComes' }
  | { readonly do: 'functionFails'; readonly fault: Fault };

const OF_A_BOOKING = [
  'paySheet',
  'payFromWallet',
  'look',
  'cancel',
  'cancelAtDesk',
  'verify',
  'markNoShow',
] as const;
export type BookingDeed = (typeof OF_A_BOOKING)[number];

/** One deed, or two at the same instant. */
export type Event = readonly Deed[];

/** What happens at several venues side by side; after each event `minutes` pass for all of them. */
export interface Batch {
  readonly runs: readonly (readonly Event[])[];
  readonly minutes: readonly number[];
}

export const MEMBERS = 3;
export const EVENTS = 60;

const any = fc.constantFrom;
const who = fc.nat(MEMBERS - 1);
const which = fc.nat(7);
const channel = any('WALLET', 'WECHAT');
/** Few places for many wishes. */
const spot: fc.Arbitrary<Spot> = fc.record({
  court: fc.nat(2),
  day: any(0, 0, 0, 1, 2),
  // Mostly soon: who books has to come while the storm lasts.
  slot: any(0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7),
  slots: fc.integer({ min: 1, max: 4 }),
});

const of = (weight: number, name: BookingDeed) => ({
  weight,
  arbitrary: fc.record({ do: any(name), which }),
});

const fault: fc.Arbitrary<Fault> = fc.record({
  function: any('booking', 'booking', 'courts', 'wechatHook', 'timer', 'payTimer'),
  n: fc.integer({ min: 1, max: 20 }),
  when: any('before', 'after'),
  effect: any('kill', 'kill', 'drop', 'fail'),
});

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      do: any('book'),
      who,
      spot,
      places: fc.integer({ min: 1, max: 2 }),
      channel,
      points: any(false, false, true),
      coupon: any(false, false, true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: any('sell'),
      who: fc.option(who),
      spot,
      channel: any('CASH', 'BANK'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: any('tapAgain') }) },
  of(8, 'paySheet'),
  of(3, 'payFromWallet'),
  of(2, 'look'),
  of(6, 'cancel'),
  of(2, 'cancelAtDesk'),
  of(6, 'verify'),
  of(1, 'markNoShow'),
  { weight: 6, arbitrary: fc.record({ do: any('move'), which, spot, channel }) },
  { weight: 3, arbitrary: fc.record({ do: any('wait'), who, which }) },
  { weight: 3, arbitrary: fc.record({ do: any('takeKept', 'takeKept', 'leaveLine'), who }) },
  { weight: 2, arbitrary: fc.record({ do: any('close'), spot, whole: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: any('reopen'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: any('notification'),
      effect: any<NotificationEffect[]>('lost', 'doubled', 'late', 'failing'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: any('notificationComes') }) },
  { weight: 3, arbitrary: fc.record({ do: any('functionFails'), fault }) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 18, arbitrary: fc.tuple(deed) },
  { weight: 1, arbitrary: fc.tuple(deed, deed) },
  { weight: 1, arbitrary: deed.map((one) => [one, one]) },
);

/** Lives of so many venues. */
export const batchOf = (width: number): fc.Arbitrary<Batch> =>
  fc.record({
    runs: fc.array(fc.array(event, { minLength: EVENTS, maxLength: EVENTS }), {
      minLength: width,
      maxLength: width,
    }),
    minutes: fc.array(
      fc.oneof(
        { weight: 15, arbitrary: any(0) },
        { weight: 2, arbitrary: any(1) },
        { weight: 2, arbitrary: any(16) },
        { weight: 1, arbitrary: any(45) },
      ),
      { minLength: EVENTS, maxLength: EVENTS },
    ),
  });
