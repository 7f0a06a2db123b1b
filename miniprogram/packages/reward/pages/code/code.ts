import { SECOND } from '@shared/base/time';
import type { RedemptionView } from '@shared/contracts/reward';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import { asMember } from '../../../../services/session';
import { PATHS } from '../../reward.view';
import { CODE_SIZE, type CodeView, codeView } from './code.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: CodeView; readonly hint: string };

/** How often an open code asks whether the desk has handed it over. */
const ASK_EVERY = 3 * SECOND;

const TAKE_BACK = {
  title: '取消兑换？',
  content: '积分原样退回，礼品放回货架',
  confirmText: '取消兑换',
  cancelText: '先不取消',
} as const;

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State, size: CODE_SIZE, busy: false },

  redemptionId: '',
  redemption: null as RedemptionView | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,
  asking: false,
  stopAsking: null as (() => void) | null,

  onLoad(query: { id?: string }) {
    this.redemptionId = query.id ?? '';
  },

  onShow() {
    holdScreenUp();
    this.stopAsking = every(ASK_EVERY, () => this.tick());
    return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.stopAsking?.();
    this.stopAsking = null;
    letScreenRest();
  },

  tick(): void | Promise<void> {
    if (this.redemption?.status === 'OPEN' && !this.working) return this.load();
  },

  /** One question at a time; one that gets lost is followed by the next. */
  async load() {
    if (this.asking) return;
    this.asking = true;
    try {
      const { redemptionId } = this;
      const found = await asMember(() => api.reward.redemption({ redemptionId }));
      if (found) {
        agreeOnTime(found.now);
        this.take(found.redemption);
      } else this.setData({ state: { kind: 'missing', message: '注册成为会员以后才能看兑换' } });
    } catch (error) {
      const message = explain(error);
      const gone = error instanceof Refusal && error.code === 'REDEMPTION_NOT_FOUND';
      if (gone) this.setData({ state: { kind: 'missing', message } });
      else if (this.redemption) this.print(message);
      else this.setData({ state: { kind: 'failed', message } });
    } finally {
      this.asking = false;
    }
  },

  take(redemption: RedemptionView) {
    const before = this.redemption?.status;
    this.redemption = redemption;
    this.print();
    if (before !== 'OPEN' || redemption.status !== 'DONE') return;
    wx.vibrateShort({ type: 'heavy' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  print(hint = '') {
    const { redemption } = this;
    if (!redemption) return;
    this.setData({ state: { kind: 'ready', view: codeView(redemption, now()), hint } });
  },

  async onCancel() {
    if (this.working || !(await confirm(TAKE_BACK))) return;
    const { redemptionId } = this;
    await oneAtATime(
      async () => {
        this.take(await api.reward.cancel({ redemptionId }));
        toast('已取消，积分已退回');
      },
      {
        working: this.working,
        take: (on) => {
          this.working = on;
          this.setData({ busy: on });
        },
        load: () => this.load(),
      },
    );
  },

  onMine() {
    backOr(PATHS.mine);
  },
});
