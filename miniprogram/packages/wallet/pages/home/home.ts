import { formatYuan } from '@shared/base/money';
import { SECOND } from '@shared/base/time';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { cancelAfterAsking } from '../../../../services/payment';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { isOutdated, type Wallet, type WalletView, walletView } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly wallet: WalletView; readonly hint: string };

type WithdrawTap = WechatMiniprogram.TouchEvent<object, object, { id: string; unspent: string }>;
type OrderTap = WechatMiniprogram.TouchEvent<object, object, { id: string; lesson?: string }>;

/** An order that should have closed is asked for this often until it has. */
const ASK_AGAIN = 10 * SECOND;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** The order that is being cancelled. */
    cancelling: '',
    /** The top-up that is being taken back. */
    withdrawing: '',
  },

  wallet: null as Wallet | null,
  /** Asked again for one top-up, it is the same request: a lost reply takes nothing back twice. */
  requests: {} as Record<string, string>,
  hint: '',
  askAt: 0,
  stopTicking: null as (() => void) | null,

  onShow() {
    this.stopTicking = every(SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async load() {
    this.askAt = now() + ASK_AGAIN;
    try {
      const wallet = await asMember(() => api.wallet.home({}));
      if (!wallet) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(wallet.now);
      this.wallet = wallet;
      this.hint = '';
      this.print();
    } catch (error) {
      this.hint = explain(error);
      if (this.wallet) this.print();
      else this.setData({ state: { kind: 'failed', message: this.hint } });
    }
  },

  /** Countdowns go on; without one nothing on this page changes by itself. */
  tick(): void | Promise<void> {
    if (!this.wallet || this.wallet.pending.length === 0) return;
    this.print();
    if (isOutdated(this.wallet, now()) && now() >= this.askAt) return this.load();
  },

  print() {
    if (!this.wallet) return;
    const wallet = walletView(this.wallet, now());
    this.setData({ state: { kind: 'ready', wallet, hint: this.hint } });
  },

  onBack() {
    wx.navigateBack();
  },

  onTopUp() {
    if (this.wallet?.topupEnabled) openPage('/packages/wallet/pages/topup/topup');
  },

  onPoints() {
    openPage('/packages/membership/pages/home/home');
  },

  onStatement() {
    openPage('/packages/wallet/pages/statement/statement');
  },

  onOrder(event: OrderTap) {
    const { id, lesson } = event.currentTarget.dataset;
    if (id) openPage(`/packages/wallet/pages/order/order?id=${id}`);
    else if (lesson) openPage(`/packages/training/pages/lesson/lesson?id=${lesson}`);
  },

  /** The order's page opens the cashier: it is the one that shows how a payment ended. */
  onPay(event: OrderTap) {
    openPage(`/packages/wallet/pages/order/order?id=${event.currentTarget.dataset.id}&pay=1`);
  },

  async onWithdraw(event: WithdrawTap) {
    if (this.data.withdrawing) return;
    const { id, unspent } = event.currentTarget.dataset;
    const agreed = await confirm({
      title: `退回 ${unspent}？`,
      content: '未用的部分会原路退回微信，一般几分钟内到账。',
      confirmText: '退回',
    });
    if (!agreed) return;
    this.setData({ withdrawing: id });
    this.requests[id] ??= newRequestId();
    try {
      const { amount } = await api.wallet.withdraw({ orderId: id, requestId: this.requests[id] });
      delete this.requests[id];
      toast(`${formatYuan(amount)} 正在原路退回`);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ withdrawing: '' });
      await this.load();
    }
  },

  async onCancel(event: OrderTap) {
    if (this.data.cancelling) return;
    const { id } = event.currentTarget.dataset;
    this.setData({ cancelling: id });
    try {
      const order = await cancelAfterAsking(id);
      if (order) toast(order.status === 'CLOSED' ? '订单已取消' : '订单状态有变化，已刷新');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ cancelling: '' });
      await this.load();
    }
  },
});
