import { givesCoupon, type RewardKind } from '@shared/domain/reward';
import type { Tapped, Typed } from '../../../../forms/events';
import { showChosen } from '../../../../forms/picture';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { ChosenPicture } from '../../../../services/pictures';
import { newRequestId } from '../../../../services/requestId';
import {
  checkReward,
  draftOf,
  KINDS,
  NEW_REWARD,
  NO_REWARD_ERRORS,
  REWARD_REFUSED_FIELDS,
  type RewardDraft,
  type RewardField,
  type Stored,
} from './reward.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: NEW_REWARD,
    errors: NO_REWARD_ERRORS,
    kinds: KINDS,
    /** Whether redeeming gives a coupon: then its terms are asked for. */
    coupon: false,
    /** What the picture is shown from: its address, or the temporary file just chosen. */
    pictureUrl: '',
    editing: false,
    saving: false,
  },

  rewardId: '',
  campusId: '',
  requestId: '',
  /** What the form was opened with; null for a new one. */
  stored: null as Stored | null,
  /** The chosen picture: made in onLoad, WeChat copies what stands here. */
  picture: null as ChosenPicture | null,

  onLoad(query: { id?: string; campusId?: string }) {
    this.picture = new ChosenPicture();
    this.rewardId = query.id ?? '';
    this.campusId = query.campusId ?? '';
    this.setData({ editing: this.rewardId !== '' });
    return this.load();
  },

  async load() {
    try {
      const shelf = await api.reward.shelf({ campusId: this.campusId || null });
      const stored = shelf.rewards.find(({ id }) => id === this.rewardId) ?? null;
      if (this.rewardId !== '' && !stored) {
        const message = '没有找到这个礼品，它可能不归你管理';
        this.setData({ state: { kind: 'failed', message } });
        return;
      }
      this.campusId = shelf.campusId;
      this.stored = stored;
      this.requestId = newRequestId();
      this.picture?.forget();
      const pictureUrl = stored?.pictureUrl ?? '';
      this.setData({ state: { kind: 'ready' }, errors: NO_REWARD_ERRORS, pictureUrl });
      this.draw(stored ? draftOf(stored) : NEW_REWARD);
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  draw(draft: RewardDraft) {
    this.setData({ draft, coupon: givesCoupon(draft.kind) });
  },

  /** Takes over a change and forgets what was wrong with the field. */
  change(part: Partial<RewardDraft>, field?: RewardField) {
    if (field) this.setData({ errors: { ...this.data.errors, [field]: '' } });
    this.draw({ ...this.data.draft, ...part });
  },

  onType(event: Typed<RewardField>) {
    const { field } = event.currentTarget.dataset;
    this.change({ [field]: event.detail.value }, field);
  },

  onKind(event: Tapped<{ id: RewardKind }>) {
    this.change({ kind: event.currentTarget.dataset.id });
  },

  onShelf() {
    this.change({ onShelf: !this.data.draft.onShelf });
  },

  async onChoosePicture() {
    if (this.picture) await showChosen(this, this.picture);
  },

  onRemovePicture() {
    this.picture?.forget();
    this.setData({ pictureUrl: '' });
    this.change({ pictureFileId: null }, 'picture');
  },

  onSave() {
    return saveForm(this, {
      result: checkReward(this.data.draft),
      fields: REWARD_REFUSED_FIELDS,
      reload: () => this.load(),
      save: async (form) => {
        const { stored, campusId, requestId } = this;
        const opened = stored && { version: stored.version, stock: stored.stock };
        const chosen = await this.picture?.uploaded('rewards');
        const pictureFileId = chosen ?? this.data.draft.pictureFileId;
        const saved = { ...form, id: stored?.id ?? null, campusId, pictureFileId };
        await api.reward.save({ ...saved, opened, requestId });
        await wx.navigateBack();
        toast('已保存');
      },
    });
  },
});
