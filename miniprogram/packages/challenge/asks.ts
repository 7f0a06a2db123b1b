import type { Question } from '../../services/feedback';

/** What is asked before something that cannot be taken back. */
export const CANCEL = {
  title: '取消挑战',
  content: '取消以后，发出去的邀请就不能用了。',
  confirmText: '取消挑战',
  cancelText: '先留着',
} as const satisfies Question;

export const leaveQuestion = (stake: number): Question => ({
  title: '退出挑战',
  content:
    stake > 0 ? `提前退出算认输，押的 ${stake} 积分不退回。` : '提前退出算认输，不能再加入。',
  confirmText: '退出',
  cancelText: '继续比',
});

export const DISPUTE: Question = {
  title: '比分不对',
  content: '交给工作人员裁定，裁定前积分先冻结。可以先和对方核对一下。',
  confirmText: '交给裁定',
  cancelText: '再看看',
};

export const blockQuestion = (name: string): Question => ({
  title: `屏蔽${name}`,
  content: '屏蔽以后，双方不能再互相发起挑战。可以在“隐私”里解除。',
  confirmText: '屏蔽',
});

export const REPORT = {
  note: '只有工作人员会看到',
  choices: ['刷数据、作弊', '昵称或头像不文明', '骚扰我'],
  word: '举报',
} as const;
