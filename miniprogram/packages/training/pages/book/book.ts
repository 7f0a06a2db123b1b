import type { MessageKind } from '@shared/domain/message';
import { Refusal } from '@shared/refusals';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr, openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { askToSubscribe, prepareToAsk } from '../../../../services/subscribe';
import { coachPath, lessonPath, PATHS } from '../../paths';
import {
  type BookView,
  bookView,
  type Offered,
  OTHER_TIME,
  type Wanted,
  wantedFrom,
} from './book.view';

/** What WeChat is asked to tell who books a lesson. */
const LESSON_NEWS = ['LESSON', 'REMINDER'] as const satisfies MessageKind[];

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stranger' }
  /** The time cannot be had, or not any more. */
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: BookView };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: false,
  },

  wanted: null as Wanted | null,
  offered: null as Offered | null,
  /** Null: the club chooses. Kept while the wallet is filled up on top of this page. */
  tableId: null as string | null,
  /** One page makes one lesson, however often it is sent. */
  requestId: '',
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: Readonly<Record<string, string | undefined>>) {
    this.wanted = wantedFrom(query);
    this.requestId = newRequestId();
  },

  /** Also on the way back from the wallet: what it holds now is asked for. */
  onShow(): void | Promise<void> {
    if (!this.working) return this.load();
  },

  async load() {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return;
    const { coachId, date, from, until } = wanted;
    try {
      // Known before the button is there: WeChat's sheet opens only straight from the tap.
      const [offered] = await Promise.all([
        asMember(() => api.student.tables({ coachId, date, from, until })),
        prepareToAsk(),
      ]);
      if (!offered) {
        this.setData({ state: { kind: 'stranger' } });
        return;
      }
      this.offered = offered;
      this.print();
    } catch (error) {
      this.tell(error);
    }
  },

  /** A refusal ends the choice; a network that failed does not. */
  tell(error: unknown) {
    const message = explain(error);
    if (error instanceof Refusal && error.code === 'STUDENT_FIRST') {
      this.setData({ state: { kind: 'stranger' } });
    } else if (error instanceof Refusal && OTHER_TIME.includes(error.code)) {
      this.setData({ state: { kind: 'gone', message } });
    } else if (this.offered) showFailure(error);
    else this.setData({ state: { kind: 'failed', message } });
  },

  print() {
    const wanted: Wanted | null = this.wanted;
    const offered: Offered | null = this.offered;
    if (!wanted || !offered) return;
    const view = bookView(offered, wanted, { tableId: this.tableId, now: now() });
    this.setData({ state: { kind: 'ready', view } });
  },

  onAgain() {
    backOr(coachPath(this.wanted?.coachId ?? ''));
  },

  onRegister() {
    openPage(PATHS.register);
  },

  onTable(event: Tapped<{ id: string; free: boolean }>) {
    const { id, free } = event.currentTarget.dataset;
    if (!free || this.working) return;
    this.tableId = id === '' ? null : id;
    this.print();
  },

  onTopUp() {
    openPage('/packages/wallet/pages/topup/topup');
  },

  async onBook() {
    const { state } = this.data;
    if (state.kind !== 'ready' || state.view.why !== '' || this.working) return;
    this.working = true;
    this.setData({ busy: true });
    try {
      // Asked inside the tap: WeChat allows it nowhere else.
      await askToSubscribe(LESSON_NEWS);
      await this.book(state.view);
      return;
    } catch (error) {
      this.tell(error);
      // Another price, another table, too little in the wallet: the page shows how it is now.
      if (error instanceof Refusal && !OTHER_TIME.includes(error.code)) await this.load();
    }
    this.working = false;
    this.setData({ busy: false });
  },

  async book({ fee, tableId }: BookView) {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return;
    const { coachId, date, from, until } = wanted;
    const lesson = await api.student.book({
      ...{ coachId, date, from, until },
      tableId,
      expectedFee: fee,
      requestId: this.requestId,
    });
    wx.redirectTo({ url: `${lessonPath(lesson.id)}&fresh=1` });
  },
});
