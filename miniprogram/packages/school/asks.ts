import type { Ask } from '../../components/reason-sheet/ask';

export const REFUSE_COACH: Ask = {
  title: '不通过这个申请',
  note: '申请人会看到原因，修改后可以再次申请',
  choices: ['照片不清楚', '请补充成绩和证书', '暂时不招教练'],
  word: '不通过',
};

export const CANCEL_LESSON: Ask = {
  title: '取消这节课',
  note: '学员和教练都会收到消息，课时费全额退回，不占取消次数',
  choices: ['场馆临时关闭', '教练生病', '天气原因'],
  word: '取消课程',
};

export const VOTE_NO: Ask = {
  title: '不同意更换',
  note: '学员和两位教练会看到原因',
  choices: ['先和现任教练沟通', '新教练学员太多', '刚换过教练'],
  word: '不同意',
};
