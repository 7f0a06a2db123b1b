import { isWeek, type WeeklyHours } from './hours';

export const CLUB_REFUSALS = {
  CAMPUS_NOT_FOUND: '没有找到这个校区，请刷新后再试',
  OTHER_CAMPUS: '这不是你负责的校区，请联系超级管理员',
  HOURS_INVALID: '开放时间有误：每天的开门时间要早于关门时间',
  CAPACITY_BELOW_HEADCOUNT: '现在馆内人数多于新的容量，请等人少一些再改小',
  CENTRE_EXISTS: '中心校区只能有一个，请选择分校区',
  VENUE_HAS_LESSONS: '这个场馆还有没上完的课，请先取消，或上完再换校区',
  STAFF_NOT_FOUND: '没有找到这位员工，请刷新后再试',
  STALE_EDIT: '别人刚刚修改过，请刷新后再改',
  CLAIM_CODE_INVALID: '认领码不对或已失效，请向部署人员索取新的认领码',
  ALREADY_CLAIMED: '这里已经有超级管理员了，需要权限请联系对方',
  PICTURE_INVALID: '图片没有上传成功，请重新选择',
} as const;

export const CAMPUS_KINDS = ['CENTRE', 'BRANCH'] as const;
export type CampusKind = (typeof CAMPUS_KINDS)[number];
export const CAMPUS_KIND_WORDS = { CENTRE: '中心校区', BRANCH: '分校区' } as const;

export const MOST_CAPACITY = 5000;
export const LONGEST_STAY_MINUTES = { least: 30, most: 12 * 60 } as const;

/** The same week for all days: handy for a form's first values. */
export const everyDay = (opens: number, closes: number): WeeklyHours =>
  Array.from({ length: 7 }, () => ({ opens, closes }));

export const refusalOfHours = (hours: WeeklyHours) => (isWeek(hours) ? null : 'HOURS_INVALID');

/** Longest texts of the forms, in characters. */
export const FORM_LENGTHS = { name: 30, address: 100, contactPerson: 20 } as const;

/** Digits, blanks, `+` and `-`: land lines and mobiles, with or without a country code. */
export const PHONE_FORM = /^[0-9+ -]{5,20}$/;
