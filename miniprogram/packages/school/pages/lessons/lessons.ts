import { type ClubDate, clubDateOf } from '@shared/base/time';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { CANCEL_LESSON } from '../../asks';
import { type AdminLesson, adminLessons, type DayTurn, dayTurn } from './lessons.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly lessons: readonly AdminLesson[] };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    turn: null as DayTurn | null,
    hint: '',
    /** The lesson that is being cancelled. */
    busy: '',
    ask: CANCEL_LESSON,
    asking: false,
  },

  campusId: '',
  date: '' as ClubDate | '',
  cancelled: '',
  /** Only the newest question's answer is shown. */
  question: 0,

  async onLoad(query: { campusId?: string; date?: string }) {
    this.campusId = query.campusId ?? '';
    await this.open((query.date as ClubDate | undefined) ?? clubDateOf(now()));
  },

  open(date: ClubDate) {
    this.date = date;
    this.setData({ turn: dayTurn(date, now()), state: { kind: 'loading' }, hint: '' });
    return this.load();
  },

  async load() {
    const { campusId, date } = this;
    if (date === '') return;
    this.question += 1;
    const { question } = this;
    try {
      const found = await api.school.lessons({ campusId, from: date, until: date });
      if (question !== this.question) return;
      agreeOnTime(found.now);
      const lessons = adminLessons(found.lessons, now());
      const state: State = lessons.length === 0 ? { kind: 'empty' } : { kind: 'ready', lessons };
      this.setData({ state, turn: dayTurn(date, now()), hint: '' });
    } catch (error) {
      if (question !== this.question) return;
      const { kind } = this.data.state;
      const message = explain(error);
      if (kind === 'ready' || kind === 'empty') this.setData({ hint: message });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onTurn(event: Tapped<{ to: ClubDate }>) {
    return this.open(event.currentTarget.dataset.to);
  },

  onCancel(event: Tapped<{ id: string }>) {
    this.cancelled = event.currentTarget.dataset.id;
    this.setData({ asking: true });
  },

  onCloseSheet() {
    this.setData({ asking: false });
  },

  onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { cancelled: lessonId } = this;
    const task = async () => {
      await api.school.cancelLesson({ lessonId, reason: event.detail.reason });
      this.setData({ asking: false });
      toast('已取消，课时费全额退回');
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, lessonId, () => this.load()),
    );
  },
});
