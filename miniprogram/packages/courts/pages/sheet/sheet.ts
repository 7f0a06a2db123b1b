import { addDays, type ClubDate, clubDateOf, clubDayStart, MINUTE } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { parseBookingCode } from '@shared/domain/booking';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { scanCode } from '../../../../services/scan';
import { dayTitle } from '../../../../words/days';
import {
  type BookingLine,
  bookingLine,
  countLine,
  type Sheet,
  type VerifyOutcome,
  verifiedOutcome,
  verifyFailure,
} from './sheet.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** No venue here has courts. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly lines: readonly BookingLine[]; readonly count: string };

type IdTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;
type StepTap = WechatMiniprogram.TouchEvent<object, object, { days: number }>;

const EACH = MINUTE;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    venues: [] as Sheet['venues'],
    venueIndex: 0,
    date: '' as ClubDate,
    day: '',
    hint: '',
    /** Whether who looks is management. */
    manages: false,
    row: null as SheetRow | null,
    factsShown: false,
    outcome: null as VerifyOutcome | null,
    outcomeShown: false,
    typing: false,
    busy: false,
  },

  venueId: null as string | null,
  date: null as ClubDate | null,
  rows: [] as readonly SheetRow[],
  question: 0,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,
  stop: null as (() => void) | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? null;
  },

  onShow() {
    this.stop?.();
    this.stop = every(EACH, () => void this.load());
    return this.load();
  },

  onHide() {
    this.stop?.();
    this.stop = null;
  },

  onUnload() {
    this.stop?.();
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    try {
      const sheet = await api.courts.sheet({ venueId: this.venueId, date: this.date });
      if (mine !== this.question) return;
      agreeOnTime(sheet.now);
      this.print(sheet);
    } catch (error) {
      if (mine !== this.question) return;
      if (this.data.state.kind === 'ready') this.setData({ hint: explain(error) });
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print({ venues, venueId, date, rows, manages }: Sheet) {
    this.venueId = venueId;
    this.setData({
      hint: '',
      manages,
      venues,
      venueIndex: Math.max(
        0,
        venues.findIndex(({ id }) => id === venueId),
      ),
      date,
      day: dayTitle(clubDayStart(date), now()),
    });
    if (venueId === null) this.setData({ state: { kind: 'empty' } });
    else this.show(rows);
  },

  show(rows: readonly SheetRow[]) {
    this.rows = rows;
    // What lies open shows what became of it, too.
    const { row } = this.data;
    const open = row && (rows.find(({ booking }) => booking.id === row.booking.id) ?? row);
    this.setData({
      row: open,
      state: { kind: 'ready', lines: rows.map(bookingLine), count: countLine(rows) },
    });
  },

  onVenue(event: WechatMiniprogram.PickerChange) {
    const venue = this.data.venues[Number(event.detail.value)];
    if (!venue || venue.id === this.venueId) return;
    this.venueId = venue.id;
    return this.onRetry();
  },

  onDay(event: WechatMiniprogram.PickerChange) {
    return this.goTo(String(event.detail.value) as ClubDate);
  },

  onStep(event: StepTap) {
    return this.goTo(addDays(this.data.date, event.currentTarget.dataset.days));
  },

  goTo(date: ClubDate) {
    if (date === this.data.date) return;
    // Today is asked for as today: the sheet of a phone left on turns with midnight.
    this.date = date === clubDateOf(now()) ? null : date;
    return this.onRetry();
  },

  onBook() {
    openPage(`/packages/courts/pages/slots/slots?venueId=${this.venueId ?? ''}`);
  },

  onScan() {
    this.setData({ outcomeShown: false });
    return this.present(() => scanCode());
  },

  onCode(event: WechatMiniprogram.CustomEvent<{ code: string }>) {
    return this.present(() => Promise.resolve(event.detail.code));
  },

  onVerify() {
    const { row } = this.data;
    return this.present(() => Promise.resolve(row?.code ?? null));
  },

  /** Brings a code to the server; every answer is an outcome to show. */
  async present(read: () => Promise<string | null>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: true });
    try {
      const code = await read();
      if (code !== null) this.tell(await this.verify(code));
    } catch (error) {
      showFailure(error);
    } finally {
      this.working = false;
      this.setData({ busy: false });
    }
  },

  async verify(text: string): Promise<VerifyOutcome> {
    const code = parseBookingCode(text);
    try {
      const row = await api.courts.verify({ code: text.slice(0, 60) });
      this.replace(row);
      return verifiedOutcome(row);
    } catch (error) {
      return verifyFailure(error, this.rows.find((row: SheetRow) => row.code === code) ?? null);
    }
  },

  tell(outcome: VerifyOutcome) {
    this.setData({ outcome, outcomeShown: true, typing: false, factsShown: false });
    wx.vibrateShort({ type: outcome.tone === 'good' ? 'light' : 'heavy' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  onCloseOutcome() {
    this.setData({ outcomeShown: false });
  },

  onOpenTyping() {
    this.setData({ typing: true });
  },

  onCloseTyping() {
    this.setData({ typing: false });
  },

  onLine(event: IdTap) {
    const { id } = event.currentTarget.dataset;
    const row = this.rows.find(({ booking }: SheetRow) => booking.id === id);
    if (row) this.setData({ row, factsShown: true });
  },

  onCloseFacts() {
    this.setData({ factsShown: false });
  },

  onChanged(event: WechatMiniprogram.CustomEvent<{ row: SheetRow }>) {
    this.replace(event.detail.row);
  },

  replace(row: SheetRow) {
    this.show(
      this.rows.map((known: SheetRow) => (known.booking.id === row.booking.id ? row : known)),
    );
  },
});
