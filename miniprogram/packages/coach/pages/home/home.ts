import { type ClubDate, SECOND } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { NO_ASK } from '../../../../components/reason-sheet/ask';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { evaluatePath, lessonPath, PATHS } from '../../paths';
import { ANSWERS } from './answers';
import { type Home, type HomeView, homeView } from './home.view';
import type { RequestKind } from './requests.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Nobody's coach, or not any more. */
  | { readonly kind: 'stranger' }
  /** A coach whose teaching is paused: confirmed lessons stand. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'ready'; readonly home: HomeView; readonly hint: string };

/** While the page is in sight, it looks this often whether somebody asks for something. */
const LOOK_AGAIN = 30 * SECOND;

interface Answered {
  readonly kind: RequestKind;
  readonly id: string;
}
type AnswerTap = Tapped<Answered & { readonly yes: boolean }>;
type Reasoned = WechatMiniprogram.CustomEvent<{ reason: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** The request that is being answered, and how: `lesson-l1 yes`. */
    busy: '',
    ask: NO_ASK,
    asking: false,
  },

  home: null as Home | null,
  /** The first day of the week that is shown, and the day of it that is open. */
  from: null as ClubDate | null,
  chosen: null as ClubDate | null,
  refused: null as Answered | null,
  question: 0,
  stopLooking: null as (() => void) | null,

  onShow() {
    this.stopLooking = every(LOOK_AGAIN, () => this.look());
    return this.load();
  },

  onHide() {
    this.stopLooking?.();
  },

  onUnload() {
    this.stopLooking?.();
  },

  /** Quietly: what failed now is tried again soon. Nothing moves behind an open sheet. */
  look(): void | Promise<void> {
    const { busy, asking } = this.data;
    if (this.home && !busy && !asking) return this.load(true);
  },

  async load(quiet = false) {
    this.question += 1;
    const { question, from } = this;
    try {
      const home = await asMember(() => api.coach.home({ from }));
      if (question !== this.question) return;
      if (!home) {
        this.setData({ state: { kind: 'stranger' } });
        return;
      }
      agreeOnTime(home.now);
      this.home = home;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (quiet && !(error instanceof Refusal)) return;
      const stranger = error instanceof Refusal && error.code === 'COACH_ONLY';
      if (stranger) await this.turnAway(question);
      else if (this.home) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  /** Nobody's coach may apply; whose teaching is paused still has the lessons that stand. */
  async turnAway(question: number) {
    const self = await api.coach.self({}).catch(() => null);
    if (question !== this.question) return;
    const paused = self?.coach?.status === 'DISABLED';
    this.setData({ state: { kind: paused ? 'paused' : 'stranger' } });
  },

  print(hint = '') {
    const { home, chosen } = this;
    if (!home) return;
    this.setData({ state: { kind: 'ready', home: homeView(home, chosen, now()), hint } });
  },

  onTurn(event: Tapped<{ to: ClubDate }>) {
    const { to } = event.currentTarget.dataset;
    this.from = to;
    this.chosen = to;
    return this.load();
  },

  onDay(event: Tapped<{ date: ClubDate }>) {
    this.chosen = event.currentTarget.dataset.date;
    this.print();
  },

  async onAnswer(event: AnswerTap) {
    const { kind, id, yes } = event.currentTarget.dataset;
    const { ask, sure } = ANSWERS[kind];
    if (this.data.busy) return;
    if (yes) {
      if (sure === null || (await confirm(sure))) await this.answer({ kind, id }, true, '');
    } else if (ask === null) await this.answer({ kind, id }, false, '');
    else {
      this.refused = { kind, id };
      this.setData({ ask, asking: true });
    }
  },

  onCloseSheet() {
    this.setData({ asking: false });
  },

  onReason(event: Reasoned): void | Promise<void> {
    if (this.refused) return this.answer(this.refused, false, event.detail.reason);
  },

  answer({ kind, id }: Answered, yes: boolean, reason: string): Promise<void> {
    const { send, said } = ANSWERS[kind];
    const task = async () => {
      await send(id, yes, reason);
      this.setData({ asking: false });
      toast(yes ? said.yes : said.no);
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, `${kind}-${id} ${yes ? 'yes' : 'no'}`, () => this.load()),
    );
  },

  onApply() {
    openPage(PATHS.apply);
  },

  onLessons() {
    openPage(PATHS.lessons);
  },

  onRequest(event: Tapped<{ lesson: string }>) {
    const { lesson } = event.currentTarget.dataset;
    if (lesson) openPage(lessonPath(lesson));
  },

  onLesson(event: Tapped<{ id: string }>) {
    openPage(lessonPath(event.currentTarget.dataset.id));
  },

  onEvaluate(event: Tapped<{ id: string }>) {
    openPage(evaluatePath(event.currentTarget.dataset.id));
  },

  onEntry(event: Tapped<{ to: 'apply' | 'students' | 'off' | 'income' | 'lessons' }>) {
    openPage(PATHS[event.currentTarget.dataset.to]);
  },
});
