import fc from 'fast-check';

/** What happens to somebody's points. `which`: of what is known, the newest first; `share`: percent. */
export type Deed = { readonly twice: boolean } & (
  | {
      readonly do: 'earn';
      readonly amount: number;
      readonly source: 'spending' | 'challenge';
      /** As at the door, where nobody looks at the account. */
      readonly unseen: boolean;
    }
  | { readonly do: 'reverse'; readonly which: number; readonly share: number }
  /** `before`: points that came in unseen a moment ago. */
  | { readonly do: 'freeze' | 'spend'; readonly share: number; readonly before: number }
  | { readonly do: 'consume' | 'thaw' | 'settle'; readonly which: number }
  | { readonly do: 'giveBack'; readonly which: number; readonly share: number }
  | { readonly do: 'adjust'; readonly amount: number }
);

const which = fc.nat({ max: 3 });
const share = fc.integer({ min: 1, max: 120 });
const twice = fc.boolean();
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('earn' as const), twice },
      amount: fc.integer({ min: 1, max: 300 }),
      source: fc.constantFrom('spending' as const, 'spending' as const, 'challenge' as const),
      unseen: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), which, share, twice }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('freeze' as const, 'freeze' as const, 'spend' as const),
      before: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
      ...{ share, twice },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('consume' as const, 'thaw' as const, 'settle' as const),
      ...{ which, twice },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('giveBack' as const), which, share, twice }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ do: fc.constant('adjust' as const), twice },
      amount: fc.integer({ min: -400, max: 200 }).filter((amount) => amount !== 0),
    }),
  },
);

/** So many times something happens to each, with weeks between. */
export const ROUNDS = 60;

export interface Life {
  readonly days: readonly number[];
  /** By member, a deed for each round. */
  readonly deeds: readonly (readonly Deed[])[];
}

export const livesOf = (members: number): fc.Arbitrary<Life> =>
  fc.record({
    days: fc.array(fc.integer({ min: 0, max: 45 }), { minLength: ROUNDS, maxLength: ROUNDS }),
    deeds: fc.array(fc.array(deed, { minLength: ROUNDS, maxLength: ROUNDS }), {
      ...{ minLength: members, maxLength: members },
    }),
  });
