import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { RewardKind } from '@shared/domain/reward';
import { CAMPUSES } from './personas';

const OPENED = plus(clubDayStart('2026-01-12' as ClubDate), 9 * HOUR);

interface Goods {
  readonly id: string;
  readonly campusId: string;
  readonly kind: RewardKind;
  readonly name: string;
  readonly description: string;
  readonly price: number;
  readonly stock: number;
  readonly perMember?: number;
  readonly perDay?: number;
  readonly redeemed: number;
  readonly coupon?: { readonly off: number; readonly least: number; readonly days: number };
}

const SHELVES: readonly Goods[] = [
  {
    ...{ id: 'rw-towel', campusId: CAMPUSES.east, kind: 'GOODS', name: '运动毛巾' },
    description: '纯棉速干，30 × 70 厘米，颜色随机。',
    ...{ price: 60, stock: 36, perMember: 2, redeemed: 24 },
  },
  {
    ...{ id: 'rw-racket', campusId: CAMPUSES.east, kind: 'RENTAL', name: '球拍租借一次' },
    description: '乒乓球拍一副，当场使用，离场前归还。',
    ...{ price: 80, stock: 120, perDay: 8, redeemed: 57 },
  },
  {
    ...{ id: 'rw-ten', campusId: CAMPUSES.centre, kind: 'COUPON', name: '订场立减 10 元' },
    description: '订场付款时选用，满 50 元可用。',
    ...{ price: 900, stock: 200, perMember: 3, redeemed: 41 },
    coupon: { off: 1_000, least: 5_000, days: 60 },
  },
  {
    ...{ id: 'rw-hour', campusId: CAMPUSES.east, kind: 'COURT_HOURS', name: '乒乓球台 1 小时' },
    description: '抵扣 1 小时乒乓球台的场地费，最多 24 元。',
    ...{ price: 2_200, stock: 50, perMember: 4, redeemed: 12 },
    coupon: { off: 2_400, least: 0, days: 90 },
  },
  {
    ...{ id: 'rw-mat', campusId: CAMPUSES.west, kind: 'RENTAL', name: '加厚瑜伽垫租借一次' },
    description: '每次课前消毒，离场前归还到前台。',
    ...{ price: 100, stock: 3, redeemed: 18 },
  },
  {
    ...{
      id: 'rw-cup',
      campusId: CAMPUSES.centre,
      kind: 'GOODS',
      name: '场边保温运动水杯 500 毫升',
    },
    description: '304 不锈钢，印场边标志。',
    ...{ price: 1_500, stock: 0, perMember: 1, redeemed: 30 },
  },
];

/** What the club gives for points. */
export const rewardDocuments = () =>
  SHELVES.map(({ id: _id, perMember = null, perDay = null, coupon = null, ...goods }) => ({
    _id,
    ...goods,
    pictureFileId: null,
    perMember,
    perDay,
    onShelf: true,
    coupon,
    open: 0,
    taken: null,
    createdAt: OPENED,
    version: 1,
    form: { id: 'seed', stock: goods.stock },
  }));
