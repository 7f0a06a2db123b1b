import { formatYuan } from '@shared/base/money';
import { SECOND } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';
import { api } from '../../../../services/api';
import { every, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr, openPage } from '../../../../services/pages';
import { type Cashier, cancelAfterAsking, payOrder } from '../../../../services/payment';
import { asMember } from '../../../../services/session';
import {
  type NextStep,
  nextStep,
  type OrderFace,
  orderFace,
  timeLeft,
} from '../../order/order.view';
import { type Fact, orderFacts, type SubjectLink, subjectLink } from './facts.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly face: OrderFace;
      readonly amount: string;
      readonly facts: readonly Fact[];
      readonly subject: SubjectLink | null;
      readonly next: NextStep;
      /** `14:32` while it can be paid. */
      readonly left: string;
      readonly hint: string;
    };

/** An order that should have closed is asked for this often until it has. */
const ASK_AGAIN = 10 * SECOND;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as '' | 'pay' | 'confirm' | 'cancel' | 'ask',
  },

  orderId: '',
  order: null as OrderView | null,
  /** How the cashier closed, when it was opened on this page. */
  cashier: null as Cashier | null,
  hint: '',
  askAt: 0,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,
  stopTicking: null as (() => void) | null,

  /** With `pay` it opens the cashier at once: the tap for it was on the page before. */
  async onLoad(query: { id?: string; pay?: string }) {
    this.orderId = query.id ?? '';
    if (query.pay) await this.onPay();
    else await this.load();
  },

  onShow() {
    this.stopTicking = every(SECOND, () => this.tick());
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async onPullDownRefresh() {
    if (!this.working) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    this.askAt = now() + ASK_AGAIN;
    try {
      const order = await asMember(() => api.wallet.order({ orderId: this.orderId }));
      if (!order) {
        backOr('/packages/wallet/pages/home/home');
        return;
      }
      this.take(order);
    } catch (error) {
      this.hint = explain(error);
      if (this.order) this.print();
      else this.setData({ state: { kind: 'failed', message: this.hint } });
    }
  },

  take(order: OrderView) {
    this.order = order;
    this.hint = '';
    this.print();
  },

  print() {
    const { order, cashier, hint } = this;
    if (!order) return;
    const next = nextStep(order, now(), cashier);
    this.setData({
      state: {
        kind: 'ready',
        face: orderFace(order, now(), cashier),
        amount: formatYuan(order.amount),
        facts: orderFacts(order),
        subject: subjectLink(order),
        next,
        left: next === 'pay' ? timeLeft(order, now()) : '',
        hint,
      },
    });
  },

  /** The countdown goes on; an order that is over is asked for until the server says so. */
  tick(): void | Promise<void> {
    if (this.order?.status !== 'PENDING' || this.working) return;
    this.print();
    if (timeLeft(this.order, now()) === '' && now() >= this.askAt) return this.load();
  },

  async onPay() {
    await this.work('pay', async () => {
      const payable = await api.wallet.resume({ orderId: this.orderId });
      this.cashier = null;
      this.take(payable.order);
      const payment = await payOrder(payable, () => this.setData({ busy: 'confirm' }));
      this.cashier = payment.cashier;
      this.take(payment.order);
    });
  },

  onSubject() {
    const { state } = this.data;
    if (state.kind === 'ready' && state.subject) openPage(state.subject.url);
  },

  async onCancel() {
    await this.work('cancel', async () => {
      const order = await cancelAfterAsking(this.orderId);
      if (order) this.take(order);
    });
  },

  async onAsk() {
    await this.work('ask', () => this.load());
  },

  /** One thing at a time. What was refused changed meanwhile: the order is asked for again. */
  async work(what: 'pay' | 'cancel' | 'ask', task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: what });
    try {
      await task();
    } catch (error) {
      showFailure(error);
      await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});
