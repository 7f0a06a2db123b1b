import type { GridView } from '@shared/contracts/bookingViews';
import type { PayerView } from '@shared/contracts/cashier';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { cleanPhone } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, isRefused, showFailure } from '../../../../services/feedback';
import { backOr } from '../../../../services/pages';
import { scanCode } from '../../../../services/scan';
import { choiceOf, type DeskChoice } from '../slots/slots.view';
import {
  type BookedCard,
  type BookView,
  bookedCard,
  bookView,
  type DeskForm,
  type Method,
  type Request,
  requestFor,
  type Who,
} from './book.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'form'; readonly view: BookView }
  /** No answer came: perhaps it is booked, so nothing may be changed before one does. */
  | { readonly kind: 'unsure'; readonly view: BookView }
  | { readonly kind: 'scan'; readonly row: SheetRow; readonly code: string }
  | { readonly kind: 'done'; readonly card: BookedCard };

type Tap<T> = WechatMiniprogram.TouchEvent<object, object, { id: T }>;

const SHEET = '/packages/courts/pages/sheet/sheet';
const BLANK: DeskForm = {
  who: 'MEMBER',
  payer: null,
  name: '',
  phone: '',
  places: 1,
  method: 'CASH',
};

Page({
  data: {
    state: { kind: 'loading' } as State,
    form: BLANK,
    /** The member's number while somebody is looked for. */
    mobile: '',
    wrong: '',
    busy: '' as '' | 'find' | 'book',
  },

  choice: null as DeskChoice | null,
  grid: null as GridView | null,
  alipay: false,
  request: null as Request | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: Record<string, string | undefined>) {
    this.choice = choiceOf(query);
    return this.load();
  },

  async load() {
    if (!this.choice) return this.fail('请先选择场地和时段');
    const { venueId, sport, date } = this.choice;
    try {
      const [opened, till] = await Promise.all([
        api.booking.open({ venueId, sport, date }),
        api.cashier.home({ campusId: null }),
      ]);
      agreeOnTime(opened.now);
      this.grid = opened.grid;
      this.alipay = till.alipay;
      this.print();
    } catch (error) {
      this.fail(explain(error));
    }
  },

  fail(message: string) {
    this.setData({ state: { kind: 'failed', message } });
  },

  print() {
    const { grid, choice, alipay } = this;
    const view = grid && choice && bookView(grid, choice, { form: this.data.form, alipay });
    if (view) this.setData({ state: { kind: 'form', view } });
    else this.fail(REFUSALS.NOT_ON_SALE);
  },

  onRetry() {
    if (!this.choice) return this.onAnother();
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  fill(part: Partial<DeskForm>) {
    if (this.working || this.data.state.kind !== 'form') return;
    this.setData({ form: { ...this.data.form, ...part } });
    this.print();
  },

  onWho(event: Tap<Who>) {
    this.fill({ who: event.currentTarget.dataset.id });
  },

  onMethod(event: Tap<Method>) {
    this.fill({ method: event.currentTarget.dataset.id });
  },

  onPlaces(event: WechatMiniprogram.TouchEvent<object, object, { step: number }>) {
    const { state, form } = this.data;
    const places = form.places + event.currentTarget.dataset.step;
    if (state.kind === 'form' && places >= 1 && places <= state.view.mostPlaces) {
      this.fill({ places });
    }
  },

  onName(event: WechatMiniprogram.Input) {
    this.fill({ name: event.detail.value });
  },

  onPhone(event: WechatMiniprogram.Input) {
    this.fill({ phone: event.detail.value });
  },

  onMobile(event: WechatMiniprogram.Input) {
    this.setData({ mobile: event.detail.value, wrong: '' });
  },

  onOther() {
    this.fill({ payer: null });
  },

  onFind() {
    const phone = cleanPhone(this.data.mobile);
    if (phone === null) this.setData({ wrong: REFUSALS.PHONE_INVALID });
    else return this.find(() => api.cashier.findMember({ phone }));
  },

  onScan() {
    return this.find(async () => {
      const code = await scanCode();
      return code === null ? null : api.cashier.findMember({ code });
    });
  },

  async find(ask: () => Promise<PayerView | null>) {
    const payer = await this.work('find', ask, (error: unknown) =>
      this.setData({ wrong: explain(error) }),
    );
    if (payer) this.fill({ payer });
  },

  async onBook() {
    const { state, form } = this.data;
    const { choice } = this;
    if (!choice || (state.kind !== 'form' && state.kind !== 'unsure')) return;
    if (state.view.missing) return;
    const { total } = state.view;
    const request = requestFor(form, total, this.request);
    this.request = request;
    const { sport: _sport, ...span } = choice;
    const member = form.who === 'MEMBER';
    const answer = await this.work(
      'book',
      () =>
        api.courts.book({
          ...span,
          places: form.places,
          memberId: member ? (form.payer?.memberId ?? null) : null,
          customer: member ? null : { name: form.name.trim(), phone: form.phone.trim() },
          channel: form.method,
          expected: total,
          requestId: request.requestId,
        }),
      (error: unknown) => this.afterFailure(error),
    );
    if (!answer) return;
    agreeOnTime(answer.now);
    const { row, code } = answer;
    if (code === null) this.finish(row);
    else this.setData({ state: { kind: 'scan', row, code } });
  },

  /** A refusal took nothing. After any other failure nobody knows: the same form is asked again. */
  afterFailure(error: unknown) {
    const { state } = this.data;
    showFailure(error);
    const refused = isRefused(error);
    if (!refused && state.kind === 'form') this.setData({ state: { ...state, kind: 'unsure' } });
    if (refused) return this.load();
  },

  finish(row: SheetRow) {
    this.setData({ state: { kind: 'done', card: bookedCard(row) } });
    wx.vibrateShort({ type: 'light' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  onPaid(event: WechatMiniprogram.CustomEvent<{ row: SheetRow }>) {
    this.finish(event.detail.row);
  },

  /** Nobody paid: the form is there again, and what it sends is another booking. */
  onUnpaid() {
    this.request = null;
    return this.onRetry();
  },

  onAnother() {
    backOr(SHEET);
  },

  async work<T>(
    busy: 'find' | 'book',
    task: () => Promise<T>,
    failed: (error: unknown) => unknown,
  ): Promise<T | null> {
    if (this.working) return null;
    this.working = true;
    this.setData({ busy, wrong: '' });
    try {
      return await task();
    } catch (error) {
      await failed(error);
      return null;
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});
