import type { Api } from '@shared/contracts';
import type { CoachLevel } from '@shared/domain/coach';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { REFUSE_COACH } from '../../asks';
import { HOME } from '../../paths';
import { type ApplicationCard, applicationCards, type Chosen } from './applications.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly cards: readonly ApplicationCard[] };

type School = Awaited<ReturnType<Api['school']['home']>>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** What a super admin chooses between. */
    campuses: [] as School['campuses'],
    campusId: '',
    /** Who is being decided on, and how: `m-he yes`. */
    busy: '',
    ask: REFUSE_COACH,
    asking: false,
  },

  school: null as School | null,
  chosen: {} as Chosen,
  refused: '',
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { campusId?: string }) {
    this.setData({ campusId: query.campusId ?? '' });
    return this.load();
  },

  async load() {
    this.question += 1;
    const { question } = this;
    try {
      const school = await api.school.home({ campusId: this.data.campusId || null });
      if (question !== this.question) return;
      this.school = school;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.school) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print() {
    const { school, chosen } = this;
    if (!school) return;
    const cards = applicationCards(school, chosen);
    this.setData({
      campuses: school.campuses,
      campusId: school.campusId,
      state: cards.length === 0 ? { kind: 'empty' } : { kind: 'ready', cards },
    });
  },

  onCampus(event: Tapped<{ id: string }>): void | Promise<void> {
    const { id: campusId } = event.currentTarget.dataset;
    if (campusId === this.data.campusId || this.data.busy) return;
    this.school = null;
    this.setData({ campusId });
    return this.onRetry();
  },

  onBack() {
    backOr(HOME);
  },

  onPhoto(event: Tapped<{ url: string }>) {
    const { url } = event.currentTarget.dataset;
    if (url) wx.previewImage({ urls: [url] });
  },

  async onCall(event: Tapped<{ phone: string }>) {
    try {
      await wx.makePhoneCall({ phoneNumber: event.currentTarget.dataset.phone });
    } catch {
      // The person chose not to call: WeChat reports that as a failure.
    }
  },

  onLevel(event: Tapped<{ id: string; level: CoachLevel }>) {
    const { id, level } = event.currentTarget.dataset;
    this.chosen = { ...this.chosen, [id]: level };
    this.print();
  },

  onApprove(event: Tapped<{ id: string; name: string }>): void | Promise<void> {
    const { id: memberId, name } = event.currentTarget.dataset;
    const level = this.chosen[memberId];
    if (!level) return;
    return this.work(`${memberId} yes`, async () => {
      await api.school.approve({ memberId, level });
      toast(`${name} 已成为教练`);
    });
  },

  onRefuse(event: Tapped<{ id: string }>) {
    this.refused = event.currentTarget.dataset.id;
    this.setData({ asking: true });
  },

  onCloseSheet() {
    this.setData({ asking: false });
  },

  onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { refused: memberId } = this;
    return this.work(`${memberId} no`, async () => {
      await api.school.refuse({ memberId, reason: event.detail.reason });
      this.setData({ asking: false });
      toast('已告诉申请人');
    });
  },

  work(busy: string, decide: () => Promise<void>) {
    const task = async () => {
      await decide();
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, busy, () => this.load()),
    );
  },
});
