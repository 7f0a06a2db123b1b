import type { ClubDate } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import type { Picked, Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { newRequestId } from '../../../../services/requestId';
import { dateText } from '../../../../words/days';
import { HALF_HOUR_WORDS, halfHourIndex, pickedMinute } from '../../times.view';
import {
  affectedBy,
  type CloseForm,
  closeQuestion,
  countedDays,
  newClosing,
  periodOf,
  WITHOUT_COURTS,
  wrongWith,
} from './close.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

interface CourtChoice {
  readonly id: string;
  readonly name: string;
  readonly chosen: boolean;
}

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    venueName: '',
    courts: [] as readonly CourtChoice[],
    form: newClosing(now()),
    times: HALF_HOUR_WORDS,
    fromDay: '',
    untilDay: '',
    fromIndex: 0,
    untilIndex: 0,
    wrong: '',
    busy: false,
  },

  venueId: '',
  requestId: '',

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
    this.requestId = newRequestId();
    return this.load();
  },

  async load() {
    try {
      const { venueId } = this;
      const { venueName, offer, now: serverNow } = await api.courts.offer({ venueId });
      agreeOnTime(serverNow);
      const courts = offer.courts.map(({ id, name }) => ({ id: id ?? '', name, chosen: false }));
      this.setData({ venueName, courts, state: { kind: 'ready' } });
      // A venue without courts can only be closed as a whole.
      this.fill({ ...newClosing(now()), whole: courts.length === 0 });
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  fill(part: Partial<CloseForm>) {
    const form = { ...this.data.form, ...part };
    this.setData({
      form,
      wrong: '',
      fromDay: dateText(form.fromDate, now()),
      untilDay: dateText(form.untilDate, now()),
      fromIndex: halfHourIndex(form.fromMinute),
      untilIndex: halfHourIndex(form.untilMinute),
      courts: this.data.courts.map((court) => {
        return { ...court, chosen: !form.whole && form.courtIds.includes(court.id) };
      }),
    });
  },

  onWhole() {
    if (this.data.courts.length === 0) return;
    this.fill({ whole: !this.data.form.whole, courtIds: [] });
  },

  onCourt(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    const { courtIds } = this.data.form;
    const others = courtIds.filter((known) => known !== id);
    const chosen = others.length < courtIds.length ? others : [...courtIds, id];
    this.fill({ whole: false, courtIds: chosen });
  },

  onDate(event: Picked<string, { edge: 'fromDate' | 'untilDate' }>) {
    const { edge } = event.currentTarget.dataset;
    const date = event.detail.value as ClubDate;
    // A beginning that is moved behind the end takes the end along.
    const along = edge === 'fromDate' && date > this.data.form.untilDate;
    this.fill({ [edge]: date, ...(along && { untilDate: date }) });
  },

  onTime(event: Picked<string, { edge: 'fromMinute' | 'untilMinute' }>) {
    this.fill({ [event.currentTarget.dataset.edge]: pickedMinute(event.detail.value) });
  },

  onReason(event: WechatMiniprogram.Input) {
    this.fill({ reason: event.detail.value });
  },

  async onClose() {
    const { form, busy } = this.data;
    if (busy) return;
    const wrong = wrongWith(form, now());
    this.setData({ wrong });
    if (wrong) return;
    this.setData({ busy: true });
    try {
      const content =
        this.data.courts.length === 0 ? WITHOUT_COURTS : closeQuestion(await this.affected(form));
      const sure = await confirm({ title: '确认停用', content, confirmText: '确认停用' });
      if (!sure) return;
      await api.courts.close({
        venueId: this.venueId,
        courtIds: form.whole ? null : [...form.courtIds],
        ...periodOf(form),
        reason: form.reason.trim(),
        requestId: this.requestId,
      });
      await wx.navigateBack();
      toast(this.data.courts.length === 0 ? '已停用' : '已停用，正在通知受影响的人');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },

  /** How many bookings it will end, as the sheets of those days say; null when that is not known. */
  async affected(form: CloseForm): Promise<number | null> {
    const days = countedDays(form);
    if (!days) return null;
    try {
      const rows: SheetRow[] = [];
      for (const date of days) {
        rows.push(...(await api.courts.sheet({ venueId: this.venueId, date })).rows);
      }
      return affectedBy(form, rows, now());
    } catch {
      return null; // the warning without a number is as true
    }
  },
});
