import { fullnessOf } from '../../words/crowding';

/** A half-round gauge of how full a venue is. The ball at its tip rolls when the number changes. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    headcount: { type: Number, value: 0 },
    capacity: { type: Number, value: 1 },
    /** Doors shut: the gauge rests. */
    closed: { type: Boolean, value: false },
  },
  data: { tone: 'free', word: '', turn: 0 },
  observers: {
    'headcount, capacity, closed'(headcount: number, capacity: number, closed: boolean) {
      const { tone, word } = fullnessOf(headcount, capacity);
      const share = capacity > 0 ? Math.min(1, headcount / capacity) : 1;
      this.setData({ tone: closed ? 'closed' : tone, word, turn: Math.round(share * 1800) / 10 });
    },
  },
});
