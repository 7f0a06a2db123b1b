import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, isRefused, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { lessonPath } from '../../paths';
import {
  type Detail,
  type EvaluateView,
  evaluateView,
  type Form,
  formOf,
  whyNot,
} from './evaluate.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: EvaluateView };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    form: { stars: 0, text: '' } as Form,
    numbers: [1, 2, 3, 4, 5],
    busy: false,
  },

  lessonId: '',
  detail: null as Detail | null,

  onLoad(query: { id?: string }) {
    this.lessonId = query.id ?? '';
    return this.load();
  },

  async load() {
    const { lessonId } = this;
    try {
      const detail = await asMember(() => api.lesson.detail({ lessonId }));
      const why = detail ? whyNot(detail, now()) : '注册成为会员以后才能评价';
      if (!detail || why !== '') {
        this.setData({ state: { kind: 'closed', message: why } });
        return;
      }
      agreeOnTime(detail.now);
      this.detail = detail;
      this.change(formOf(detail));
    } catch (error) {
      const kind = isRefused(error) ? 'closed' : 'failed';
      this.setData({ state: { kind, message: explain(error) } });
    }
  },

  onBack() {
    backOr(lessonPath(this.lessonId));
  },

  change(part: Partial<Form>) {
    const detail: Detail | null = this.detail;
    if (!detail) return;
    const form = { ...this.data.form, ...part };
    this.setData({ form, state: { kind: 'ready', view: evaluateView(detail, form, now()) } });
  },

  onStar(event: Tapped<{ star: number }>) {
    this.change({ stars: Number(event.currentTarget.dataset.star) });
  },

  onType(event: WechatMiniprogram.Input) {
    this.change({ text: event.detail.value });
  },

  async onDone() {
    const { state, form, busy } = this.data;
    if (state.kind !== 'ready' || state.view.missing !== '' || busy) return;
    this.setData({ busy: true });
    try {
      const { lessonId } = this;
      const stars = state.view.withStars ? form.stars : null;
      await api.lesson.evaluate({ lessonId, stars, text: form.text });
      toast('谢谢你的评价');
      this.onBack();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },
});
