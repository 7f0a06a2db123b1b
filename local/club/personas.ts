import type { Role } from '@shared/domain/member';

/** Somebody of the seeded club, by the short name that `as=` takes. */
export interface Persona {
  readonly name: string;
  readonly openid: string;
  readonly nickname: string;
  /** What the stage calls them: 会员, 东区前台 … */
  readonly title: string;
  readonly role: Role | 'STRANGER';
  readonly campusId: string | null;
}

export const CAMPUSES = { centre: 'c-centre', east: 'c-east', west: 'c-west' } as const;

type Row = readonly [
  name: string,
  nickname: string,
  what: string,
  role: Persona['role'],
  campus?: string,
];

const ROWS: readonly Row[] = [
  ['lin', '林小满', '会员', 'MEMBER'],
  ['may', '梅若雨', '会员', 'MEMBER'],
  ['chen', '陈一鸣', '会员', 'MEMBER'],
  ['zhao', '赵思远', '会员', 'MEMBER'],
  ['sun', '孙晓晨', '会员', 'MEMBER'],
  ['zhou', '周子衿', '会员', 'MEMBER'],
  ['wu', '吴桐', '会员', 'MEMBER'],
  ['zheng', '郑南风', '会员', 'MEMBER'],
  ['feng', '冯知夏', '会员', 'MEMBER'],
  ['han', '韩江雪', '会员', 'MEMBER'],
  ['yang', '杨帆', '会员', 'MEMBER'],
  ['alex', '亚历山大·冯·洪堡特先生的球友', '会员', 'MEMBER'],
  ['coach-wang', '王建国', '会员', 'MEMBER'],
  ['coach-li', '李静', '会员', 'MEMBER'],
  ['coach-liu', '刘洋', '会员', 'MEMBER'],
  ['coach-he', '何敏', '会员', 'MEMBER'],
  ['desk-east', '许前台', '东区前台', 'STAFF', CAMPUSES.east],
  ['admin-east', '高东', '东区管理员', 'CAMPUS_ADMIN', CAMPUSES.east],
  ['admin-west', '罗西', '西区管理员', 'CAMPUS_ADMIN', CAMPUSES.west],
  ['root', '沈馆长', '超级管理员', 'SUPER_ADMIN'],
  ['new', '新朋友', '还没注册', 'STRANGER'],
];

export const PERSONAS: readonly Persona[] = ROWS.map(([name, nickname, title, role, campus]) => ({
  name,
  openid: `oCourtside-${name}`,
  nickname,
  title,
  role,
  campusId: campus ?? null,
}));

/** Persona name → openid, as the local cloud wants it. */
export const OPENIDS: Readonly<Record<string, string>> = Object.fromEntries(
  PERSONAS.map(({ name, openid }) => [name, openid]),
);
