import { formatClub, type Instant } from '@shared/base/time';
import { isStaff, ROLE_WORDS, type Role } from '@shared/domain/member';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';

const ME = 'pages/me/me';

/**
 * Tells a member what they are in the club from now on, in the transaction that makes them so.
 * `campusName` is empty for who serves all.
 */
export async function tellRole(
  tx: Transaction,
  news: {
    readonly key: string;
    readonly memberId: string;
    readonly role: Role;
    readonly campusName: string;
    readonly at: Instant;
  },
): Promise<void> {
  const { key, memberId, role, at } = news;
  const serves = isStaff(role);
  const where = news.campusName === '' ? '俱乐部' : `「${news.campusName}」`;
  await sendMessage(
    tx,
    {
      key,
      memberId,
      kind: 'ROLE',
      title: serves ? `你已成为${ROLE_WORDS[role]}` : '你的职务已解除',
      body: serves
        ? `${where}任命你为${ROLE_WORDS[role]}，从「我的」打开工作台就可以开始。`
        : `你不再担任${where}的职务，会员的积分和记录不受影响。`,
      page: ME,
      at,
      subscribe: {
        template: 'ROLE',
        data: {
          thing1: serves ? ROLE_WORDS[role] : '职务已解除',
          thing2: news.campusName || '全部校区',
          time3: formatClub(at, 'YYYY年M月D日 HH:mm'),
        },
      },
    },
    // Its key is made for this very appointment.
    { first: true },
  );
}
