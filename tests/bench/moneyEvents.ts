import fc from 'fast-check';
import type { AnswerEffect as AlipayAnswer } from '../../local/gateways/alipay/faults';
import type {
  NotificationEffect,
  RefundEffect,
  AnswerEffect as WechatAnswer,
} from '../../local/gateways/wechat/faults';
import type { Fault } from '../functions/club';

/** What a member's phone, the desk, a channel or a dying function does. `slot`: which form of it. */
export type Deed =
  | { readonly do: 'topUp' | 'showCode' | 'takeCash'; readonly slot: number; readonly fen: number }
  | { readonly do: SlotDeed; readonly slot: number }
  | { readonly do: 'withdraw'; readonly slot: number; readonly by: 'PHONE' | 'CODE' }
  | {
      readonly do: 'book';
      readonly court: number;
      readonly hour: number;
      readonly channel: 'WALLET' | 'WECHAT';
    }
  | { readonly do: 'payBooking'; readonly channel: 'WALLET' | 'WECHAT' }
  | { readonly do: BookingDeed }
  | { readonly do: 'releaseLate' }
  | { readonly do: 'wechatAnswers'; readonly effect: WechatAnswer; readonly carriedOut: boolean }
  | { readonly do: 'alipayAnswers'; readonly effect: AlipayAnswer; readonly carriedOut: boolean }
  | { readonly do: 'notification'; readonly effect: NotificationEffect; readonly of: OnlineChannel }
  | { readonly do: 'refundEnds'; readonly effect: RefundEffect }
  | { readonly do: 'alipayRefundWaits' }
  | { readonly do: 'functionFails'; readonly fault: Fault };
type OnlineChannel = 'WECHAT' | 'ALIPAY';
type SlotDeed = (typeof SLOT_DEEDS)[number];
type BookingDeed = (typeof BOOKING_DEEDS)[number];

/** One deed, or two at the same instant. */
export type Event = readonly Deed[];

/** What `width` members do side by side; between two events of theirs `minutes` pass for all. */
export interface Batch {
  readonly sequences: readonly (readonly Event[])[];
  readonly minutes: readonly number[];
}

const SLOT_DEEDS = [
  'pay',
  'look',
  'resume',
  'cancel',
  'scan',
  'scanGivenUp',
  'deskLook',
  'deskCancel',
  'reverse',
] as const;
const BOOKING_DEEDS = ['payBookingSheet', 'lookBooking', 'cancelBooking'] as const;
const WECHAT_ANSWERS = [
  'drop',
  'systemError',
  'frequency',
  'notEnough',
  'tamper',
  'stale',
  'unknownSerial',
] as const satisfies readonly WechatAnswer[];
const ALIPAY_ANSWERS = [
  'drop',
  'systemError',
  'businessUnknown',
  'badGateway',
  'tamper',
  'unsigned',
  'forged',
] as const satisfies readonly AlipayAnswer[];
/** Both channels know these. */
const NOTIFICATIONS = [
  'lost',
  'doubled',
  'late',
  'failing',
  'forged',
  'altered',
  'stale',
] as const satisfies readonly NotificationEffect[];
const FUNCTIONS = [
  'wallet',
  'cashier',
  'booking',
  'books',
  'wechatHook',
  'alipayHook',
  'payTimer',
] as const;

/** Two of each kind, so that a form is also sent, paid or given up a second time. */
const slot = fc.nat(1);
const fen = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constant(300_000));
const any = fc.constantFrom;
const channel = any('WALLET', 'WECHAT');

const slotDeed = (weight: number, ...names: SlotDeed[]) => ({
  weight,
  arbitrary: fc.record({ do: any(...names), slot }),
});

const personal = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: any('topUp'), slot, fen }) },
  slotDeed(9, 'pay'),
  slotDeed(4, 'look'),
  slotDeed(3, 'cancel', 'resume'),
  { weight: 2, arbitrary: fc.record({ do: any('showCode'), slot, fen }) },
  slotDeed(3, 'scan'),
  slotDeed(2, 'deskLook', 'deskCancel'),
  slotDeed(1, 'scanGivenUp'),
  { weight: 2, arbitrary: fc.record({ do: any('takeCash'), slot, fen }) },
  slotDeed(1, 'reverse'),
  {
    weight: 5,
    arbitrary: fc.record({ do: any('withdraw'), slot, by: any('PHONE', 'PHONE', 'CODE') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: any('book'),
      court: fc.integer({ min: 1, max: 8 }),
      hour: fc.integer({ min: 8, max: 20 }),
      channel,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: any('payBooking'), channel }) },
  { weight: 3, arbitrary: fc.record({ do: any(...BOOKING_DEEDS) }) },
);

const fault: fc.Arbitrary<Fault> = fc.record({
  function: any(...FUNCTIONS),
  n: fc.integer({ min: 1, max: 20 }),
  when: any('before', 'after'),
  effect: any('kill', 'kill', 'drop', 'fail'),
});

const trouble = fc.oneof(
  fc.record({ do: any('wechatAnswers'), effect: any(...WECHAT_ANSWERS), carriedOut: fc.boolean() }),
  fc.record({ do: any('alipayAnswers'), effect: any(...ALIPAY_ANSWERS), carriedOut: fc.boolean() }),
  fc.record({
    do: any('notification'),
    effect: any(...NOTIFICATIONS),
    of: any('WECHAT', 'WECHAT', 'ALIPAY'),
  }),
  fc.record({ do: any('refundEnds'), effect: any('held', 'ABNORMAL', 'CLOSED') }),
  fc.record({ do: any('alipayRefundWaits', 'releaseLate') }),
  fc.record({ do: any('functionFails'), fault }),
);

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 13, arbitrary: fc.tuple(personal) },
  { weight: 3, arbitrary: fc.tuple(personal, personal) },
  { weight: 2, arbitrary: personal.map((deed) => [deed, deed]) },
  { weight: 3, arbitrary: fc.tuple(trouble) },
);

const MOST_EVENTS = 15;

/** Plans of `width` members. */
export const batchOf = (width: number): fc.Arbitrary<Batch> =>
  fc.record({
    sequences: fc.array(fc.array(event, { minLength: 5, maxLength: MOST_EVENTS }), {
      minLength: width,
      maxLength: width,
    }),
    minutes: fc.array(
      fc.oneof(
        { weight: 10, arbitrary: any(0) },
        { weight: 3, arbitrary: any(1) },
        { weight: 1, arbitrary: any(16) },
      ),
      { minLength: MOST_EVENTS, maxLength: MOST_EVENTS },
    ),
  });
