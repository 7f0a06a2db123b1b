import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime } from '../../../../services/oneAtATime';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { changePath, coachPath, lessonPath, PATHS } from '../../paths';
import { type Home, type HomeView, homeView, teachWord } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** No member yet, or a member who did not fill in the form. */
  | { readonly kind: 'guest' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'ready'; readonly home: HomeView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** On the way to the application of a coach; empty where there is none. */
    teach: '',
    /** The application that is being taken back. */
    leaving: '',
  },

  home: null as Home | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const home = await asMember(() => api.student.home({}));
      if (!home) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(home.now);
      this.home = home;
      this.print();
    } catch (error) {
      if (this.home) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    if (!this.home) return;
    const home = homeView(this.home, now());
    const teach = teachWord(this.home);
    this.setData({ teach, state: home ? { kind: 'ready', home, hint } : { kind: 'stranger' } });
  },

  onRegister() {
    openPage(PATHS.register);
  },

  onFind() {
    openPage(PATHS.coaches);
  },

  onLessons() {
    openPage(PATHS.lessons);
  },

  onRecords() {
    openPage(PATHS.records);
  },

  onApplyToTeach() {
    openPage(PATHS.applyToTeach);
  },

  onCoach(event: Tapped<{ id: string }>) {
    openPage(coachPath(event.currentTarget.dataset.id));
  },

  onLesson(event: Tapped<{ id: string }>) {
    openPage(lessonPath(event.currentTarget.dataset.id));
  },

  onChange() {
    openPage(changePath());
  },

  /** With the only coach there is; of two, the person says which. */
  async onBook() {
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    const { bookable } = state.home;
    const coach = bookable.length > 1 ? await this.askWhom(bookable) : bookable[0];
    if (coach) openPage(coachPath(coach.id));
  },

  async askWhom(coaches: HomeView['bookable']) {
    try {
      const { tapIndex } = await wx.showActionSheet({
        alertText: '约哪位教练',
        itemList: coaches.map(({ name }) => name),
      });
      return coaches[tapIndex];
    } catch {
      return undefined; // closed without choosing
    }
  },

  async onWithdraw(event: Tapped<{ id: string; name: string }>) {
    const { id: relationId, name } = event.currentTarget.dataset;
    const sure = await confirm({
      title: '撤回申请',
      content: `撤回后，${name} 不会再看到你的申请，之后可以重新申请。`,
      confirmText: '撤回',
    });
    if (!sure) return;
    const task = async () => {
      await api.student.withdraw({ relationId });
      toast('已撤回');
      await this.load();
    };
    await oneAtATime(task, {
      working: this.working,
      take: (on) => {
        this.working = on;
        this.setData({ leaving: on ? relationId : '' });
      },
      load: () => this.load(),
    });
  },
});
