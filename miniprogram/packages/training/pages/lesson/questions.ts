import type { Ask } from '../../../../components/reason-sheet/ask';
import type { Question } from '../../../../services/feedback';

export const WITHDRAW: Question = {
  title: '撤回约课',
  content: '撤回以后这个时段会放开，冻结的课时费马上解冻。',
  confirmText: '撤回',
  cancelText: '再想想',
};

export const AGREE: Question = {
  title: '同意取消',
  content: '课程会马上取消，课时费全额退给学员。',
  confirmText: '同意取消',
  cancelText: '再想想',
};

export const REFUSE: Ask = {
  title: '不接受这节课',
  note: '学员会看到原因，冻结的课时费马上解冻',
  choices: ['这个时间有事', '身体不舒服', '请换个时间再约'],
  word: '不接受',
};

export const CANCEL: Ask = {
  title: '申请取消',
  note: '对方会看到原因，同意后取消并全额退款；用掉本月 1 次',
  choices: ['临时有事', '身体不舒服', '需要改时间'],
  word: '提交申请',
};
