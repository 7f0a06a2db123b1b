import { formatYuan } from '@shared/base/money';
import { REFUSALS, Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { type PayableOrder, type Payment, payOrder } from '../../../../services/payment';
import { asMember } from '../../../../services/session';
import { signedYuan } from '../../../../words/money';
import { type NextStep, nextStep, type OrderFace, orderFace } from '../../order/order.view';
import type { Wallet } from '../home/home.view';
import { creditedBalance, type Request, requestFor, type TopupView, topupView } from './topup.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string }
  | { readonly kind: 'form'; readonly form: TopupView }
  /** The cashier is open, or the server is asked what became of it. */
  | { readonly kind: 'paying'; readonly word: string; readonly amount: string }
  | {
      readonly kind: 'result';
      readonly face: OrderFace;
      readonly next: NextStep;
      readonly amount: string;
      readonly won: boolean;
      readonly balance: string;
    };

type AmountTap = WechatMiniprogram.TouchEvent<object, object, { yuan: string }>;

Page({
  ...retried,
  data: { state: { kind: 'loading' } as State, typed: '', busy: false },

  wallet: null as Wallet | null,
  request: null as Request | null,
  payment: null as Payment | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad() {
    return this.load();
  },

  /** Back from elsewhere with an open question: perhaps it has an answer by now. */
  onShow(): void | Promise<void> {
    const { state } = this.data;
    if (!this.working && state.kind === 'result' && state.next === 'ask') return this.ask();
  },

  async onPullDownRefresh() {
    if (!this.working) await (this.payment ? this.ask() : this.load());
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const wallet = await asMember(() => api.wallet.home({}));
      if (!wallet) {
        this.onBack();
        return;
      }
      agreeOnTime(wallet.now);
      this.wallet = wallet;
      if (wallet.topupEnabled) this.printForm();
      else this.setData({ state: { kind: 'closed', message: REFUSALS.TOPUP_DISABLED } });
    } catch (error) {
      if (this.data.state.kind === 'form') showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  printForm() {
    if (!this.wallet) return;
    this.setData({ state: { kind: 'form', form: topupView(this.data.typed, this.wallet) } });
  },

  onBack() {
    backOr('/packages/wallet/pages/home/home');
  },

  onChoose(event: AmountTap) {
    this.take(event.currentTarget.dataset.yuan);
  },

  onType(event: WechatMiniprogram.Input) {
    this.take(event.detail.value);
  },

  take(typed: string) {
    if (this.working) return;
    this.setData({ typed });
    this.printForm();
  },

  async onTopUp() {
    const { state } = this.data;
    if (state.kind !== 'form' || state.form.amount === null || this.working) return;
    const request = requestFor(state.form.amount, this.request);
    this.request = request;
    await this.pay(() => api.wallet.topUp(request));
  },

  async onResume() {
    const { payment } = this;
    if (payment) await this.pay(() => api.wallet.resume({ orderId: payment.order.id }));
  },

  /** One order at a time, from asking for it to knowing how it ended. */
  async pay(ask: () => Promise<PayableOrder>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: true });
    try {
      const payable = await ask();
      const amount = formatYuan(payable.order.amount);
      const say = (word: string) => this.setData({ state: { kind: 'paying', word, amount } });
      say('请在微信里完成支付');
      await this.printResult(await payOrder(payable, () => say('正在确认')));
    } catch (error) {
      showFailure(error);
      await this.afterRefusal(error);
    } finally {
      this.working = false;
      this.setData({ busy: false });
    }
  },

  /** An order that can no longer be paid ends this request; the next one is a new order. */
  async afterRefusal(error: unknown) {
    const code = error instanceof Refusal ? error.code : null;
    if (code === 'ORDER_CLOSED' || code === 'ORDER_ALREADY_PAID') this.request = null;
    if (this.payment) await this.ask();
    else if (code !== null) await this.load();
  },

  /** Asks how the order stands, without paying. */
  async ask() {
    const { payment } = this;
    if (!payment) return;
    try {
      const order = await api.wallet.order({ orderId: payment.order.id });
      await this.printResult({ ...payment, order });
    } catch (error) {
      showFailure(error);
    }
  },

  async onAsk() {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: true });
    await this.ask();
    this.working = false;
    this.setData({ busy: false });
  },

  async printResult(payment: Payment) {
    this.payment = payment;
    const { cashier, order } = payment;
    const won = order.status === 'PAID';
    const balance = won ? await this.balanceAfter(payment) : '';
    const face = orderFace(order, now(), cashier);
    const title = won ? '充值成功' : face.title;
    const note = won && !balance ? '正在入账，稍后会出现在钱包里' : face.note;
    this.setData({
      state: {
        kind: 'result',
        face: { ...face, title, note },
        next: nextStep(order, now(), cashier),
        amount: won ? signedYuan(order.amount) : formatYuan(order.amount),
        won,
        balance,
      },
    });
  },

  /** Empty when it is not known: the payment succeeded all the same. */
  async balanceAfter({ order }: Payment): Promise<string> {
    try {
      const wallet = await api.wallet.home({});
      this.wallet = wallet;
      return creditedBalance(order, wallet);
    } catch {
      return '';
    }
  },

  /** The form once more. An order left open stays in the wallet and can be paid from there. */
  onAnother() {
    this.payment = null;
    this.request = null;
    this.setData({ typed: '', state: { kind: 'loading' } });
    return this.load();
  },
});
