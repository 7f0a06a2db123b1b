import type { ManagedVenue, VenueForm } from '@shared/contracts/club';
import type { WeeklyHours } from '@shared/domain/hours';
import type { Picked, Tapped, Typed } from '../../../../forms/events';
import { showChosen } from '../../../../forms/picture';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { ChosenPicture } from '../../../../services/pictures';
import { newRequestId } from '../../../../services/requestId';
import { hoursRows, sameEveryDay, sameLabel, withDayOpen, withTime } from './hours.view';
import {
  checkVenue,
  draftOf,
  isStoredAs,
  NO_VENUE_ERRORS,
  newVenue,
  splitPosition,
  stayChoices,
  VENUE_REFUSED_FIELDS,
  type VenueDraft,
  type VenueField,
} from './venue.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

const blank = newVenue('');

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: blank,
    errors: NO_VENUE_ERRORS,
    rows: hoursRows(blank.hours),
    sameLabel: '',
    campuses: [] as readonly { readonly id: string; readonly name: string }[],
    campusIndex: -1,
    stays: stayChoices(blank.longestStayMinutes),
    stayIndex: 0,
    /** What the picture is shown from: its address, or the temporary file just chosen. */
    pictureUrl: '',
    editing: false,
    saving: false,
  },

  venueId: '',
  campusId: '',
  requestId: '',
  /** The venue as it was loaded or made; null while it is a new one. */
  stored: null as ManagedVenue | null,
  /** The chosen picture: made in onLoad, WeChat copies what stands here. */
  picture: null as ChosenPicture | null,

  onLoad(query: { id?: string; campusId?: string }) {
    this.picture = new ChosenPicture();
    this.venueId = query.id ?? '';
    this.campusId = query.campusId ?? '';
    this.requestId = newRequestId();
    this.setData({ editing: this.venueId !== '' });
    return this.load();
  },

  async load() {
    try {
      const { campuses, venues } = await api.club.overview({});
      const stored = venues.find((venue) => venue.id === this.venueId) ?? null;
      if (this.venueId !== '' && !stored) {
        const message = '没有找到这个场馆，它可能不归你管理';
        this.setData({ state: { kind: 'failed', message } });
        return;
      }
      this.stored = stored;
      this.picture?.forget();
      this.setData({
        state: { kind: 'ready' },
        errors: NO_VENUE_ERRORS,
        campuses: campuses.map(({ id, name }) => ({ id, name })),
        pictureUrl: stored?.pictureUrl ?? '',
      });
      this.draw(stored ? draftOf(stored) : newVenue(this.campusId));
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  /** Shows a draft with all that is derived from it. */
  draw(draft: VenueDraft) {
    const stays = stayChoices(draft.longestStayMinutes);
    this.setData({
      draft,
      rows: hoursRows(draft.hours),
      sameLabel: sameLabel(draft.hours),
      campusIndex: this.data.campuses.findIndex((campus) => campus.id === draft.campusId),
      stays,
      stayIndex: stays.findIndex((stay) => stay.minutes === draft.longestStayMinutes),
    });
  },

  /** Takes over a change and forgets what was wrong with the field. */
  change(part: Partial<VenueDraft>, ...fields: readonly VenueField[]) {
    const errors = { ...this.data.errors };
    for (const field of fields) errors[field] = '';
    this.setData({ errors });
    this.draw({ ...this.data.draft, ...part });
  },

  onType(event: Typed<VenueField>) {
    const { field } = event.currentTarget.dataset;
    const { value } = event.detail;
    const position = field === 'latitude' ? splitPosition(value) : null;
    if (position) this.change(position, 'latitude', 'longitude');
    else this.change({ [field]: value }, field);
  },

  onPickCampus(event: Picked<string>) {
    const campus = this.data.campuses[Number(event.detail.value)];
    if (campus) this.change({ campusId: campus.id }, 'campusId');
  },

  onPickStay(event: Picked<string>) {
    const stay = this.data.stays[Number(event.detail.value)];
    if (stay) this.change({ longestStayMinutes: stay.minutes });
  },

  onSuspend() {
    this.change({ suspended: !this.data.draft.suspended });
  },

  changeHours(hours: WeeklyHours) {
    this.change({ hours }, 'hours');
  },

  onOpenDay(event: Tapped<{ weekday: number }>) {
    const { weekday } = event.currentTarget.dataset;
    const { hours } = this.data.draft;
    this.changeHours(withDayOpen(hours, weekday, !hours[weekday]));
  },

  onPickTime(event: Picked<string, { weekday: number; edge: 'opens' | 'closes' }>) {
    const { weekday, edge } = event.currentTarget.dataset;
    this.changeHours(withTime(this.data.draft.hours, weekday, edge, event.detail.value));
  },

  onSameEveryDay() {
    this.changeHours(sameEveryDay(this.data.draft.hours));
  },

  async onChoosePicture() {
    if (this.picture) await showChosen(this, this.picture);
  },

  onRemovePicture() {
    this.picture?.forget();
    this.setData({ pictureUrl: '' });
    this.change({ pictureFileId: null }, 'picture');
  },

  onSave() {
    return saveForm(this, {
      result: checkVenue(this.data.draft),
      fields: VENUE_REFUSED_FIELDS,
      reload: () => this.load(),
      save: async (form) => {
        const chosen = await this.picture?.uploaded('venues');
        await this.save({ ...form, pictureFileId: chosen ?? this.data.draft.pictureFileId });
        await wx.navigateBack();
        toast('已保存');
      },
    });
  },

  /**
   * A venue that was made by an earlier try whose answer got lost has what the form said then:
   * what was changed since is stored on top.
   */
  async save(form: VenueForm) {
    this.stored ??= await api.club.createVenue({ form, requestId: this.requestId });
    if (isStoredAs(this.stored, form)) return;
    const { id, version } = this.stored;
    this.stored = await api.club.updateVenue({ id, version, form });
  },
});
