import type { ClubMonth } from '@shared/base/time';
import { type MonthOfVisits, type MonthView, monthView } from './calendar.view';

type MonthTap = WechatMiniprogram.TouchEvent<object, object, { month: ClubMonth | '' }>;

/**
 * A month with the days of visits marked. `visits` is a MonthOfVisits; event `month` asks for
 * another month (detail: `{ month }`), and `busy` rests the arrows until it is there.
 */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: {
    visits: { type: Object, value: null },
    busy: { type: Boolean, value: false },
  },
  data: {
    view: null as MonthView | null,
    weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  },
  observers: {
    visits(visits: MonthOfVisits | null) {
      if (visits) this.setData({ view: monthView(visits) });
    },
  },
  methods: {
    onMonth(event: MonthTap) {
      const { month } = event.currentTarget.dataset;
      if (month && !this.data.busy) this.triggerEvent('month', { month });
    },
  },
});
