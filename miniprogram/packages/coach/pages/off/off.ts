import type { ClubDate } from '@shared/base/time';
import { clubDateOf } from '@shared/base/time';
import type { NotTeaching } from '@shared/domain/lesson';
import type { Picked, Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { confirm, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { oneAtATime } from '../../../../services/oneAtATime';
import { dateText } from '../../../../words/days';
import {
  newOff,
  type OffDraft,
  type OffRow,
  offRows,
  TIMES,
  WEEKDAY_CHOICES,
  withOff,
} from './off.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly rows: readonly OffRow[] };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: newOff(now()),
    day: '',
    today: '',
    adding: false,
    wrong: '',
    times: TIMES,
    weekdays: WEEKDAY_CHOICES,
    busy: false,
  },

  off: [] as readonly NotTeaching[],
  working: false,

  onLoad() {
    return this.load();
  },

  async load() {
    try {
      const { coach } = await api.coach.self({});
      this.show(coach?.off ?? []);
    } catch (error) {
      showLost(this, error);
    }
  },

  show(off: readonly NotTeaching[]) {
    this.off = off;
    this.setData({ state: { kind: 'ready', rows: offRows(off, now()) } });
  },

  onAdd() {
    this.setData({ adding: true, today: clubDateOf(now()) });
    this.change(newOff(now()));
  },

  onClose() {
    if (!this.data.busy) this.setData({ adding: false });
  },

  change(part: Partial<OffDraft>) {
    const draft = { ...this.data.draft, ...part };
    this.setData({ draft, day: dateText(draft.date, now()), wrong: '' });
  },

  onWeekly(event: Tapped<{ weekly: boolean }>) {
    this.change({ weekly: event.currentTarget.dataset.weekly });
  },

  onWeekday(event: Tapped<{ weekday: number }>) {
    this.change({ weekday: Number(event.currentTarget.dataset.weekday) });
  },

  onDate(event: Picked<string>) {
    this.change({ date: event.detail.value as ClubDate });
  },

  onTime(event: Picked<string, { edge: 'from' | 'until' }>) {
    this.change({ [event.currentTarget.dataset.edge]: Number(event.detail.value) });
  },

  async onSave() {
    const found = withOff(this.off, this.data.draft, now());
    if (!found.ok) this.setData({ wrong: found.wrong });
    else await this.save(found.off, '已添加');
  },

  async onRemove(event: Tapped<{ index: number; what: string }>) {
    const { index, what } = event.currentTarget.dataset;
    const sure = await confirm({
      title: '恢复可约？',
      content: `${what} 学员又可以约你的课。`,
      confirmText: '恢复可约',
    });
    const off = this.off.filter((_: NotTeaching, at: number) => at !== Number(index));
    if (sure) await this.save(off, '这段时间可以约了');
  },

  save(off: readonly NotTeaching[], done: string) {
    const task = async () => {
      const saved = await api.coach.setOff({ off: [...off] });
      this.show(saved.off);
      this.setData({ adding: false });
      toast(done);
    };
    return oneAtATime(task, {
      working: this.working,
      take: (on) => {
        this.working = on;
        this.setData({ busy: on });
      },
      load: () => this.load(),
    });
  },
});
