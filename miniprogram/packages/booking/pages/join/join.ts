import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { asMember } from '../../../../services/session';
import { goneBecause, type Invitation, type InvitationView, invitationView } from './join.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** The booking was cancelled, is over, or never was. */
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: InvitationView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State, busy: false },

  token: '',
  invitation: null as Invitation | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: { t?: string }) {
    this.token = decodeURIComponent(query.t ?? '');
  },

  onShow(): void | Promise<void> {
    if (!this.working) return this.load();
  },

  async load() {
    try {
      const invitation = await api.booking.invitation({ token: this.token });
      agreeOnTime(invitation.now);
      this.invitation = invitation;
      this.print();
    } catch (error) {
      const gone = goneBecause(error);
      if (gone) this.setData({ state: { kind: 'gone', message: gone } });
      else if (this.invitation) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    if (!this.invitation) return;
    this.setData({ state: { kind: 'ready', view: invitationView(this.invitation, now()), hint } });
  },

  onBook() {
    wx.switchTab({ url: '/pages/booking/booking' });
  },

  async onAction(): Promise<void> {
    const { state } = this.data;
    if (state.kind !== 'ready' || this.working) return;
    if (state.view.action === 'book') this.onBook();
    else if (state.view.action === 'open') this.open();
    else await this.join();
  },

  /** Instead of the invitation: going back leads out, not to a card that is done with. */
  open() {
    if (!this.invitation) return;
    const { bookingId } = this.invitation;
    wx.redirectTo({ url: `/packages/booking/pages/detail/detail?id=${bookingId}` });
  },

  async join() {
    this.working = true;
    this.setData({ busy: true });
    try {
      const joined = await asMember(() => api.booking.join({ token: this.token }));
      if (joined) {
        toast('已加入，到时见');
        this.open();
      } else await this.load();
    } catch (error) {
      showFailure(error);
      // What was refused has changed meanwhile: full, begun or cancelled.
      if (error instanceof Refusal) await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: false });
    }
  },
});
