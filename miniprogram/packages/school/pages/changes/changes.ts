import type { Api } from '@shared/contracts';
import type { ChangeView } from '@shared/contracts/training';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { confirm, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { type ChangeLine, changeLine } from '../../../../words/changes';
import { VOTE_NO } from '../../asks';
import { HOME } from '../../paths';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly changes: readonly ChangeLine[] };

type School = Awaited<ReturnType<Api['school']['home']>>;

const YES = {
  title: '同意更换教练',
  content: '三方都同意后马上生效，表决以后不能改。',
  confirmText: '同意',
  cancelText: '再想想',
};
const SAID = {
  PENDING: '已表决，等其他人表决',
  COMPLETED: '三方都同意，已更换教练',
  REJECTED: '已表决，这次不更换',
  WITHDRAWN: '学员已撤回申请',
  EXPIRED: '这个申请已经过期',
} as const satisfies Record<ChangeView['status'], string>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** What a super admin chooses between. */
    campuses: [] as School['campuses'],
    campusId: '',
    /** The change that is being voted on, and how: `ch1 yes`. */
    busy: '',
    ask: VOTE_NO,
    asking: false,
  },

  refused: '',
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { campusId?: string }) {
    this.setData({ campusId: query.campusId ?? '' });
    return this.load();
  },

  async load() {
    this.question += 1;
    const { question } = this;
    try {
      const school = await api.school.home({ campusId: this.data.campusId || null });
      if (question !== this.question) return;
      const changes = school.changes.map(changeLine);
      this.setData({
        campuses: school.campuses,
        campusId: school.campusId,
        state: changes.length === 0 ? { kind: 'empty' } : { kind: 'ready', changes },
      });
    } catch (error) {
      if (question !== this.question) return;
      showLost(this, error);
    }
  },

  onCampus(event: Tapped<{ id: string }>): void | Promise<void> {
    const { id: campusId } = event.currentTarget.dataset;
    if (campusId === this.data.campusId || this.data.busy) return;
    this.setData({ campusId });
    return this.onRetry();
  },

  onBack() {
    backOr(HOME);
  },

  async onYes(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    if (await confirm(YES)) await this.vote(id, { yes: true, note: '' });
  },

  onNo(event: Tapped<{ id: string }>) {
    this.refused = event.currentTarget.dataset.id;
    this.setData({ asking: true });
  },

  onCloseSheet() {
    this.setData({ asking: false });
  },

  onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    return this.vote(this.refused, { yes: false, note: event.detail.reason });
  },

  vote(changeId: string, ballot: { readonly yes: boolean; readonly note: string }) {
    const task = async () => {
      const { status } = await api.school.vote({ changeId, ...ballot });
      this.setData({ asking: false });
      toast(SAID[status]);
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, `${changeId} ${ballot.yes ? 'yes' : 'no'}`, () => this.load()),
    );
  },
});
