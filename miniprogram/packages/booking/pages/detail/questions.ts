import type { Question } from '../../../../services/feedback';

/** An unpaid booking is let go. */
export const LET_GO: Question = {
  title: '取消预订',
  content: '场地会马上放开，别人可以预订。',
  confirmText: '取消预订',
  cancelText: '再想想',
};

export const removalOf = (name: string): Question => ({
  title: '移除同伴',
  content: `移除以后，${name} 看不到这个预订，之后可以再邀请。`,
  confirmText: '移除',
});

export const LEAVE: Question = {
  title: '退出预订',
  content: '退出以后，这个预订不再出现在你的预订里。',
  confirmText: '退出',
};
