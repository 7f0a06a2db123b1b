import type { ClubDate } from '@shared/base/time';
import type { Picked, Tapped } from '../../../../forms/events';
import { now } from '../../../../services/clock';
import { dateText } from '../../../../words/days';
import { HALF_HOUR_WORDS, halfHourIndex, pickedMinute } from '../../times.view';
import { type DateFields, dateFields, type SpecialDate, specialDateOf } from './date.view';

/**
 * A date that is open otherwise than its weekday, or closed. `day` is null for a new one. Events:
 * `done` (detail: `{ day }`, null when it is taken out) and `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    day: { type: Object, value: null },
  },
  data: {
    fields: dateFields(null, now()),
    dayWord: '',
    times: HALF_HOUR_WORDS,
    opensIndex: 0,
    closesIndex: 0,
    error: '',
  },
  observers: {
    visible(visible: boolean) {
      if (visible) this.fill(dateFields(this.data.day as SpecialDate | null, now()));
    },
  },
  methods: {
    fill(part: Partial<DateFields>) {
      const fields = { ...this.data.fields, ...part };
      this.setData({
        fields,
        error: '',
        dayWord: dateText(fields.date, now()),
        opensIndex: halfHourIndex(fields.opens),
        closesIndex: halfHourIndex(fields.closes),
      });
    },
    onDate(event: Picked<string>) {
      this.fill({ date: event.detail.value as ClubDate });
    },
    onOpen(event: Tapped<{ open: boolean }>) {
      this.fill({ open: event.currentTarget.dataset.open });
    },
    onTime(event: Picked<string, { edge: 'opens' | 'closes' }>) {
      this.fill({ [event.currentTarget.dataset.edge]: pickedMinute(event.detail.value) });
    },
    onNote(event: WechatMiniprogram.Input) {
      this.fill({ note: event.detail.value });
    },
    onDone() {
      const made = specialDateOf(this.data.fields);
      if ('error' in made) this.setData({ error: made.error });
      else this.triggerEvent('done', made);
    },
    onRemove() {
      this.triggerEvent('done', { day: null });
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
