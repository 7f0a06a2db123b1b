import { givesCoupon, type RewardKind } from '@shared/domain/reward';
import type { Tapped, Typed } from '../../../../forms/events';
import { showFirstError, tellNotSaved } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { choosePicture, uploadPicture } from '../../../../services/pictures';
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
  /** A chosen picture that is not uploaded yet. */
  picturePath: '',

  onLoad(query: { id?: string; campusId?: string }) {
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
      this.picturePath = '';
      const pictureUrl = stored?.pictureUrl ?? '';
      this.setData({ state: { kind: 'ready' }, errors: NO_REWARD_ERRORS, pictureUrl });
      this.draw(stored ? draftOf(stored) : NEW_REWARD);
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
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
    try {
      const path = await choosePicture();
      if (path === null) return;
      this.picturePath = path;
      this.setData({ pictureUrl: path, errors: { ...this.data.errors, picture: '' } });
    } catch {
      this.mark('picture', '没有选到图片，请在设置里允许使用相册后再试');
    }
  },

  onRemovePicture() {
    this.picturePath = '';
    this.setData({ pictureUrl: '' });
    this.change({ pictureFileId: null }, 'picture');
  },

  async onSave() {
    if (this.data.saving) return;
    const result = checkReward(this.data.draft);
    if (!result.ok) {
      this.setData({ errors: result.errors });
      showFirstError();
      return;
    }
    this.setData({ saving: true });
    try {
      const { stored, campusId, requestId } = this;
      const opened = stored && { version: stored.version, stock: stored.stock };
      const pictureFileId = await this.pictureFileId();
      const form = { ...result.form, id: stored?.id ?? null, campusId, pictureFileId };
      await api.reward.save({ ...form, opened, requestId });
      await wx.navigateBack();
      toast('已保存');
    } catch (error) {
      await tellNotSaved<RewardField>(error, {
        fields: REWARD_REFUSED_FIELDS,
        mark: (field, message) => this.mark(field, message),
        reload: () => this.load(),
      });
    } finally {
      this.setData({ saving: false });
    }
  },

  /** Uploads a chosen picture once, however often saving is tried. */
  async pictureFileId(): Promise<string | null> {
    if (this.picturePath) {
      const pictureFileId = await uploadPicture('rewards', this.picturePath);
      this.picturePath = '';
      this.change({ pictureFileId });
    }
    return this.data.draft.pictureFileId;
  },

  mark(field: RewardField, message: string) {
    this.setData({ errors: { ...this.data.errors, [field]: message } });
  },
});
