import { SECOND } from '@shared/base/time';
import type { ClosureView } from '@shared/contracts/courtsViews';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { after, agreeOnTime, now } from '../../../../services/clock';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { type ClosureLine, closureLine } from './closures.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly lines: readonly ClosureLine[] };

/** While bookings are still being refunded the list is asked for again. */
const AGAIN = 5 * SECOND;

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State, venueName: '', busyId: '' },

  venueId: '',
  closures: [] as readonly ClosureView[],
  cancel: null as (() => void) | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
  },

  onShow() {
    return this.load();
  },

  onHide() {
    this.cancel?.();
  },

  onUnload() {
    this.cancel?.();
  },

  async load() {
    this.cancel?.();
    try {
      const {
        venueName,
        closures,
        now: serverNow,
      } = await api.courts.offer({
        venueId: this.venueId,
      });
      agreeOnTime(serverNow);
      this.setData({ venueName });
      this.show(closures);
    } catch (error) {
      showLost(this, error);
    }
  },

  show(closures: readonly ClosureView[]) {
    this.closures = closures;
    const lines = closures.map((closure) => closureLine(closure, now()));
    this.setData({ state: lines.length === 0 ? { kind: 'empty' } : { kind: 'ready', lines } });
    if (closures.some(({ done }) => !done)) this.cancel = after(AGAIN, () => void this.load());
  },

  onClose() {
    openPage(`/packages/courts/pages/close/close?venueId=${this.venueId}`);
  },

  async onReopen(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    if (this.data.busyId) return;
    this.setData({ busyId: id });
    try {
      const sure = await confirm({
        title: '恢复使用',
        content: '场地马上可以重新预订。已经取消的预订不会恢复。',
        confirmText: '恢复使用',
      });
      if (!sure) return;
      const reopened = await api.courts.reopen({ closureId: id });
      this.show(this.closures.map((known: ClosureView) => (known.id === id ? reopened : known)));
      toast('已恢复');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busyId: '' });
    }
  },
});
