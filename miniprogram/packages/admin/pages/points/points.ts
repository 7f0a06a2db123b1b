import { cleanPhone } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';
import type { Tapped, Typed } from '../../../../forms/events';
import { showFirstError } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { confirm, explain, isRefused, showFailure, toast } from '../../../../services/feedback';
import { scanCode } from '../../../../services/scan';
import { signedPoints } from '../../../../words/points';
import {
  type AdjustDraft,
  type AdjustField,
  checkAdjustment,
  type Direction,
  EMPTY_DRAFT,
  type FoundView,
  foundView,
  type MemberPoints,
  NO_ERRORS,
  questionOf,
  type Request,
  requestFor,
} from './points.view';

type State =
  | { readonly kind: 'search' }
  | { readonly kind: 'found'; readonly view: FoundView }
  /** No answer came: perhaps the points have moved, so nothing may be changed before it does. */
  | { readonly kind: 'unsure'; readonly view: FoundView };

Page({
  data: {
    state: { kind: 'search' } as State,
    phone: '',
    /** Why nobody was found; empty while the number may still be right. */
    wrong: '',
    draft: EMPTY_DRAFT as AdjustDraft,
    errors: NO_ERRORS,
    busy: '' as '' | 'phone' | 'code' | 'adjust',
  },

  member: null as MemberPoints | null,
  request: null as Request | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onFind(): void | Promise<void> {
    const text = cleanPhone(this.data.phone);
    if (text === null) {
      this.setData({ wrong: REFUSALS.PHONE_INVALID });
      return;
    }
    return this.find('phone', () => api.membership.find({ text }));
  },

  onScan() {
    return this.find('code', async () => {
      const text = await scanCode();
      return text === null ? null : api.membership.find({ text });
    });
  },

  async find(busy: 'phone' | 'code', ask: () => Promise<MemberPoints | null>) {
    if (this.working) return;
    this.take(busy);
    try {
      const member = await ask();
      if (member) this.show(member);
    } catch (error) {
      if (busy === 'phone') this.setData({ wrong: explain(error) });
      else showFailure(error);
    } finally {
      this.take('');
    }
  },

  take(busy: '' | 'phone' | 'code' | 'adjust') {
    this.working = busy !== '';
    this.setData({ busy });
  },

  /** What was typed for somebody else is done with. */
  show(member: MemberPoints) {
    this.member = member;
    this.request = null;
    const state: State = { kind: 'found', view: foundView(member) };
    this.setData({ state, draft: EMPTY_DRAFT, errors: NO_ERRORS, phone: '', wrong: '' });
  },

  onAnother() {
    if (this.working) return;
    this.member = null;
    this.setData({ state: { kind: 'search' } });
  },

  onDirection(event: Tapped<{ direction: Direction }>) {
    this.fill({ direction: event.currentTarget.dataset.direction }, 'amount');
  },

  onType(event: Typed<AdjustField | 'phone'>) {
    const { field } = event.currentTarget.dataset;
    const { value } = event.detail;
    if (field === 'phone') this.setData({ phone: value, wrong: '' });
    else this.fill({ [field]: value }, field);
  },

  fill(part: Partial<AdjustDraft>, field: AdjustField) {
    if (this.working || this.data.state.kind !== 'found') return;
    this.setData({
      draft: { ...this.data.draft, ...part },
      errors: { ...this.data.errors, [field]: '' },
    });
  },

  async onAdjust() {
    const { member } = this;
    if (!member || this.working) return;
    const result = checkAdjustment(this.data.draft, member.points);
    if (!result.ok) {
      this.setData({ errors: result.errors });
      showFirstError();
      return;
    }
    this.request = requestFor(member.memberId, result.form, this.request);
    this.take('adjust');
    try {
      const again = this.data.state.kind === 'unsure';
      if (again || (await confirm(questionOf(member, result.form)))) await this.send(this.request);
    } catch (error) {
      this.afterFailure(error);
    } finally {
      this.take('');
    }
  },

  async send(request: Request) {
    this.show(await api.membership.adjust(request));
    toast(`已调整 ${signedPoints(request.amount)} 积分`);
  },

  /** A refusal moved nothing. After any other failure nobody knows: the same form is sent again. */
  afterFailure(error: unknown) {
    showFailure(error);
    if (!this.member) return;
    const refused = isRefused(error);
    const view = foundView(this.member);
    this.setData({ state: { kind: refused ? 'found' : 'unsure', view } });
  },
});
