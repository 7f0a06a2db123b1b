import type { Ask } from '../../../../components/reason-sheet/ask';
import { api } from '../../../../services/api';
import type { Question } from '../../../../services/feedback';
import type { RequestKind } from './requests.view';

interface Answers {
  /** Asked before a yes that is hard to undo. */
  readonly sure: Question | null;
  readonly said: { readonly yes: string; readonly no: string };
  /** Asked before a no that the other one should understand; null where a tap is enough. */
  readonly ask: Ask | null;
  readonly send: (id: string, yes: boolean, reason: string) => Promise<unknown>;
}

/** What becomes of each kind of request by a yes or a no. */
export const ANSWERS: Readonly<Record<RequestKind, Answers>> = {
  lesson: {
    sure: null,
    said: { yes: '已确认，课时费已支付', no: '已告诉学员' },
    ask: {
      title: '不接受这节课',
      note: '学员会看到原因，冻结的课时费马上解冻',
      choices: ['这个时间有事', '身体不舒服', '请换个时间再约'],
      word: '不接受',
    },
    send: (lessonId, yes, reason) =>
      yes ? api.lesson.confirm({ lessonId }) : api.lesson.refuse({ lessonId, reason }),
  },
  cancel: {
    sure: {
      title: '同意取消',
      content: '课程会马上取消，课时费全额退给学员。',
      confirmText: '同意取消',
      cancelText: '再想想',
    },
    said: { yes: '课程已取消', no: '课程照常进行' },
    ask: null,
    send: (cancelId, agree) => api.lesson.answerCancel({ cancelId, agree }),
  },
  student: {
    sure: null,
    said: { yes: '已成为你的学员', no: '已告诉对方' },
    ask: {
      title: '不同意这位学员',
      note: '对方会看到原因，可以再选其他教练',
      choices: ['时间排不开', '学员太多，照顾不过来', '水平不太合适'],
      word: '不同意',
    },
    send: (relationId, approve, reason) => api.coach.answer({ relationId, approve, reason }),
  },
  change: {
    sure: {
      title: '同意更换教练',
      content: '三方都同意后马上生效，表决以后不能改。',
      confirmText: '同意',
      cancelText: '再想想',
    },
    said: { yes: '已表决', no: '已表决，这次不更换' },
    ask: {
      title: '不同意更换',
      note: '学员和其他表决的人会看到原因',
      choices: ['想先和学员谈谈', '时间排不开', '学员太多，照顾不过来'],
      word: '不同意',
    },
    send: (changeId, yes, note) => api.coach.vote({ changeId, yes, note }),
  },
};
