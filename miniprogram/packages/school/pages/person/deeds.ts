import type { Side } from '@shared/domain/lesson';
import type { Ask } from '../../../../components/reason-sheet/ask';
import { api } from '../../../../services/api';

/** What an admin does to somebody with a reason that is told and kept. */
export type Deed =
  | { readonly what: 'stopAccount' | 'stopTeaching'; readonly memberId: string }
  | { readonly what: 'remove'; readonly memberId: string; readonly kind: Side }
  | { readonly what: 'endRelation'; readonly relationId: string };

export const ASKS: Readonly<Record<Deed['what'], Ask>> = {
  stopAccount: {
    title: '停用账号',
    note: '停用后对方不能再使用小程序，教练同时暂停授课；对方会看到原因，可以随时启用',
    choices: ['本人要求停用', '多次违反规定', '账号被他人使用'],
    word: '停用账号',
  },
  stopTeaching: {
    title: '暂停授课',
    note: '未确认的约课自动退回，已确认的课照常；教练会看到原因',
    choices: ['教练请假', '资质需要复核', '投诉处理中'],
    word: '暂停授课',
  },
  remove: {
    title: '移出培训',
    note: '会员账号还在，培训资料删除；有未结束的课或师生关系时不能移出',
    choices: ['本人要求', '已经离开校区', '重复登记'],
    word: '移出',
  },
  endRelation: {
    title: '解除师生关系',
    note: '未确认的约课自动退回，已确认的课照常；双方会看到原因',
    choices: ['双方同意解除', '学员要求', '教练要求'],
    word: '解除',
  },
};

export const DONE: Readonly<Record<Deed['what'], string>> = {
  stopAccount: '账号已停用',
  stopTeaching: '已暂停授课',
  remove: '已移出培训',
  endRelation: '已解除师生关系',
};

export function carryOut(deed: Deed, reason: string): Promise<unknown> {
  switch (deed.what) {
    case 'stopAccount':
      return api.school.setActive({ memberId: deed.memberId, active: false, reason });
    case 'stopTeaching':
      return api.school.setTeaching({ memberId: deed.memberId, active: false, reason });
    case 'remove':
      return api.school.remove({ memberId: deed.memberId, kind: deed.kind, reason });
    case 'endRelation':
      return api.school.endRelation({ relationId: deed.relationId, reason });
  }
}
