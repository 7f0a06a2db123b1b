import { addDays, type ClubDate, clubDateOf } from '@shared/base/time';
import type { ForecastReport } from '@shared/contracts/forecast';
import type { SpecialDay } from '@shared/domain/forecast/days';
import type { Shown } from '@shared/domain/forecast/track';
import type { Picked, Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { dateText } from '../../../../words/days';
import { DISTANCES, KINDS, type ReportView, reportView } from './report.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly report: ReportView };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    distances: DISTANCES,
    distance: '3h' as Shown,
    kinds: KINDS,
    draft: { date: '' as string, day: '', kind: 'EVENT' as SpecialDay, note: '' },
    busy: '' as '' | 'mark' | 'weather',
  },

  venueId: '',
  report: null as ForecastReport | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
  },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const report = await api.forecast.report({ venueId: this.venueId });
      agreeOnTime(report.now);
      this.report = report;
      if (this.data.draft.date === '') this.plan({ date: addDays(clubDateOf(report.now), 1) });
      this.print();
    } catch (error) {
      showLost(this, error);
    }
  },

  print() {
    if (!this.report) return;
    const report = reportView(this.report, this.data.distance);
    this.setData({ state: { kind: 'ready', report } });
  },

  onDistance(event: Tapped<{ key: Shown }>) {
    this.setData({ distance: event.currentTarget.dataset.key });
    this.print();
  },

  plan(part: { date?: string; kind?: SpecialDay; note?: string }) {
    const draft = { ...this.data.draft, ...part };
    this.setData({ draft: { ...draft, day: dateText(draft.date as ClubDate, now()) } });
  },

  onDate(event: Picked<string>) {
    this.plan({ date: event.detail.value });
  },

  onKind(event: Tapped<{ key: SpecialDay }>) {
    this.plan({ kind: event.currentTarget.dataset.key });
  },

  onNote(event: WechatMiniprogram.Input) {
    this.plan({ note: event.detail.value });
  },

  async onMark() {
    const { date, kind, note } = this.data.draft;
    const done = await this.mark(date as ClubDate, { kind, note: note.trim() });
    if (!done) return;
    this.plan({ note: '' });
    toast('已标记，今晚起生效');
  },

  async onUnmark(event: Tapped<{ date: ClubDate }>) {
    if (await this.mark(event.currentTarget.dataset.date, null)) toast('已取消标记');
  },

  async mark(date: ClubDate, special: { kind: SpecialDay; note: string } | null) {
    if (this.data.busy || !this.report) return false;
    this.setData({ busy: 'mark' });
    try {
      const marked = await api.forecast.markDay({ venueId: this.venueId, date, special });
      this.report = { ...this.report, ...marked };
      this.print();
      return true;
    } catch (error) {
      showFailure(error);
      return false;
    } finally {
      this.setData({ busy: '' });
    }
  },

  async onWeather() {
    const { report } = this;
    if (!report?.weather.available || this.data.busy) return;
    this.setData({ busy: 'weather' });
    try {
      const wish = { venueId: this.venueId, wanted: !report.weather.wanted };
      const { wanted } = await api.forecast.setWeather(wish);
      this.report = { ...report, weather: { ...report.weather, wanted } };
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  onClosures() {
    openPage(`/packages/courts/pages/closures/closures?venueId=${this.venueId}`);
  },
});
