import { onPaper, redrawnWithTheme } from '../../../../components/day-curve/paper';
import { drawRace } from './drawing';
import type { Race } from './race.view';

/** My curve against another's, drawn on canvas. `race` is a Race of race.view. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    race: { type: Object, value: null },
  },
  observers: {
    race() {
      wx.nextTick(() => this.draw());
    },
  },
  lifetimes: redrawnWithTheme,
  methods: {
    draw() {
      const race = this.data.race as Race | null;
      if (!race) return;
      const paint = { block: 'race-curve', names: ['mine', 'theirs', 'grid', 'paper'] } as const;
      onPaper(this, paint, (paper, colours) => drawRace(paper, race, colours));
    },
  },
});
