import { type CourtKind, SPORT_WORDS, SPORTS } from '@shared/domain/booking';
import type { Picked, Tapped } from '../../../../forms/events';
import { type Court, type CourtFields, courtOf, fieldsOf } from './court.view';

/**
 * A court of an offer. `court` is null for a new one. Events: `done` (detail: `{ court }`, null when
 * it is taken out) and `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    court: { type: Object, value: null },
  },
  data: {
    fields: fieldsOf(null),
    error: '',
    sportWords: SPORTS.map((sport) => SPORT_WORDS[sport]),
    sportIndex: 0,
  },
  observers: {
    visible(visible: boolean) {
      if (!visible) return;
      this.setData({ error: '' });
      this.fill(fieldsOf(this.data.court as Court | null));
    },
  },
  methods: {
    fill(part: Partial<CourtFields>) {
      const fields = { ...this.data.fields, ...part };
      this.setData({ fields, error: '', sportIndex: SPORTS.indexOf(fields.sport) });
    },
    onName(event: WechatMiniprogram.Input) {
      this.fill({ name: event.detail.value });
    },
    onCapacity(event: WechatMiniprogram.Input) {
      this.fill({ capacity: event.detail.value });
    },
    onSport(event: Picked<string>) {
      const sport = SPORTS[Number(event.detail.value)];
      if (sport) this.fill({ sport });
    },
    onKind(event: Tapped<{ id: CourtKind }>) {
      this.fill({ kind: event.currentTarget.dataset.id });
    },
    onRepair(event: Tapped<{ repair: boolean }>) {
      this.fill({ repair: event.currentTarget.dataset.repair });
    },
    onDone() {
      const { fields, court } = this.data;
      const made = courtOf(fields, (court as Court | null)?.id ?? null);
      if ('error' in made) this.setData({ error: made.error });
      else this.triggerEvent('done', made);
    },
    onRemove() {
      this.triggerEvent('done', { court: null });
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
