import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { studentPath } from '../../paths';
import { type StudentsView, studentsView } from './students.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly students: StudentsView };

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const students = studentsView(await api.coach.students({}));
      const none = students.rows.length === 0;
      this.setData({ state: none ? { kind: 'empty' } : { kind: 'ready', students } });
    } catch (error) {
      showLost(this, error);
    }
  },

  onStudent(event: Tapped<{ id: string }>) {
    openPage(studentPath(event.currentTarget.dataset.id));
  },
});
