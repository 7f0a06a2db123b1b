import { fullnessOf } from '../../words/crowding';

/** The word for how full a venue is, in its colour. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    headcount: { type: Number, value: 0 },
    capacity: { type: Number, value: 1 },
    /** A closed venue has no crowding worth telling. */
    closed: { type: Boolean, value: false },
  },
  data: { tone: 'free', word: '' },
  observers: {
    'headcount, capacity'(headcount: number, capacity: number) {
      const { tone, word } = fullnessOf(headcount, capacity);
      this.setData({ tone, word });
    },
  },
});
