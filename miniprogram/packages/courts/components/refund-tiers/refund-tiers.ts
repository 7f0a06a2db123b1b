import type { Tapped } from '../../../../forms/events';

/** A tier while somebody types: its numbers are still text. */
interface TypedTier {
  readonly hours: string;
  readonly percent: string;
}

type Typed = WechatMiniprogram.CustomEvent<
  { value: string },
  object,
  { index: number; field: keyof TypedTier }
>;

/** The tiers of refunds as inputs, `most` at most. Event `change` (detail: `{ tiers }`). */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    tiers: { type: Array, value: [] as TypedTier[] },
    most: { type: Number, value: 6 },
  },
  methods: {
    onType(event: Typed) {
      const { index, field } = event.currentTarget.dataset;
      const { value } = event.detail;
      this.tell(
        this.data.tiers.map((tier, at) => (at === index ? { ...tier, [field]: value } : tier)),
      );
    },
    onAdd() {
      this.tell([...this.data.tiers, { hours: '', percent: '' }]);
    },
    onRemove(event: Tapped<{ index: number }>) {
      const { index } = event.currentTarget.dataset;
      this.tell(this.data.tiers.filter((_, at) => at !== index));
    },
    tell(tiers: readonly TypedTier[]) {
      this.triggerEvent('change', { tiers });
    },
  },
});
