import { type ClubMonth, SECOND } from '@shared/base/time';
import { type Celebration, celebrationOf } from '../../components/check-in-sheet/checkIn.view';
import { type VisitLine, visitLine } from '../../components/visit-bar/visit.view';
import { api } from '../../services/api';
import { agreeOnTime, every, now } from '../../services/clock';
import { explain, showFailure } from '../../services/feedback';
import { pulledDown, retried } from '../../services/loading';
import { openPage } from '../../services/pages';
import { register, rememberInvite } from '../../services/session';
import { checkInByScan, leaveAfterAsking } from '../../services/visits';
import { type MemberHome, type MeView, meView } from './me.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'member'; readonly me: MeView; readonly hint: string };

type EntryTap = WechatMiniprogram.TouchEvent<object, object, { url: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    visit: null as VisitLine | null,
    busy: '' as '' | 'in' | 'out' | 'month',
    celebration: null as Celebration | null,
  },

  member: null as MemberHome | null,
  stopTicking: null as (() => void) | null,

  onLoad({ invite }: Record<string, string | undefined>) {
    if (invite) rememberInvite(invite);
  },

  onShow() {
    this.stopTicking = every(30 * SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async load() {
    try {
      const month = this.member?.calendar.month;
      const home = await api.member.home(month ? { month } : {});
      agreeOnTime(home.now);
      this.member = home.member;
      if (home.member) this.print();
      else this.setData({ state: { kind: 'guest' }, visit: null });
    } catch (error) {
      if (this.member) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  /** Times on the screen go on; a visit that ended by itself is asked for. */
  tick(): void | Promise<void> {
    const visit = this.member?.openVisit;
    if (visit && visit.deadline <= now()) return this.load();
    this.print();
  },

  print(hint = '') {
    const { member } = this;
    if (!member) return;
    this.setData({
      state: { kind: 'member', me: meView(member, now()), hint },
      visit: member.openVisit && visitLine(member.openVisit, now()),
    });
  },

  async onRegister() {
    try {
      await register();
    } catch (error) {
      showFailure(error);
    }
  },

  onEntry(event: EntryTap) {
    openPage(event.currentTarget.dataset.url);
  },

  async onMonth(event: WechatMiniprogram.CustomEvent<{ month: ClubMonth }>) {
    this.setData({ busy: 'month' });
    try {
      const calendar = await api.member.calendar({ month: event.detail.month });
      if (this.member) this.member = { ...this.member, calendar };
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  async onScan() {
    this.setData({ busy: 'in' });
    try {
      const done = await checkInByScan({ registered: true });
      if (done) this.setData({ celebration: celebrationOf(done) });
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  async onLeave() {
    const visit = this.member?.openVisit;
    if (!visit) return;
    this.setData({ busy: 'out' });
    try {
      await leaveAfterAsking(visit);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  onCelebrated() {
    this.setData({ celebration: null });
  },
});
