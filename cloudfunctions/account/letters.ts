import type { Instant } from '@shared/base/time';
import type { Letter } from '../message/service';

const ACCOUNT_PAGE = 'packages/member/pages/account/account';

interface Told {
  readonly memberId: string;
  /** Makes the message this deed's own. */
  readonly deed: string;
  readonly at: Instant;
}

const letter = ({ memberId, deed, at }: Told, text: Pick<Letter, 'title' | 'body'>): Letter => ({
  key: `account:${memberId}:${deed}`,
  memberId,
  kind: 'PROFILE',
  ...text,
  page: ACCOUNT_PAGE,
  at,
});

export const passwordChangedLetter = (told: Told) =>
  letter(told, {
    title: '登录密码已修改',
    body: '你的登录密码刚刚改过。如果不是你本人操作，请尽快联系校区管理员重置密码。',
  });

export const passwordResetLetter = (told: Told) =>
  letter(told, {
    title: '登录密码已重置',
    body: '管理员为你重置了登录密码，请向管理员索取新密码，登录后尽快修改。',
  });

export const wechatBoundLetter = (told: Told, wechats: number) =>
  letter(told, {
    title: '新的微信绑定了账号',
    body: `有一个微信用你的用户名和密码登录，现在共有 ${wechats} 个微信使用这个账号。如果不是你本人操作，请尽快修改密码并联系校区管理员。`,
  });

export const stoppedLetter = (told: Told, reason: string) =>
  letter(told, {
    title: '账号已停用',
    body: `你的账号已被管理员停用，原因：${reason}。未确认的约课会自动退回，已确认的课请联系校区管理员。`,
  });

/** `teaching`: of a coach whose teaching stays paused. */
export const openedLetter = (told: Told, { teaching }: { readonly teaching: boolean }) =>
  letter(told, {
    title: '账号已启用',
    body: `你的账号已恢复使用。${teaching ? '授课仍然暂停，恢复授课请联系校区管理员。' : ''}`,
  });
