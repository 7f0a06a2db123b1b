import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain, isRefused, showFailure } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { backOr, openPage } from '../../../../services/pages';
import { lessonPath, PATHS } from '../../paths';
import { type StudentView, studentView } from './student.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly student: StudentView };

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  studentId: '',

  onLoad(query: { id?: string }) {
    this.studentId = query.id ?? '';
  },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const found = await api.coach.student({ studentId: this.studentId });
      this.setData({ state: { kind: 'ready', student: studentView(found, now()) } });
    } catch (error) {
      const message = explain(error);
      if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.data.state.kind === 'ready') showFailure(error);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onBack() {
    backOr(PATHS.students);
  },

  async onCall() {
    const { state } = this.data;
    if (state.kind !== 'ready' || state.student.phone === '') return;
    try {
      await wx.makePhoneCall({ phoneNumber: state.student.phone });
    } catch {
      // The person chose not to call: WeChat reports that as a failure.
    }
  },

  onLesson(event: Tapped<{ id: string }>) {
    openPage(lessonPath(event.currentTarget.dataset.id));
  },
});
