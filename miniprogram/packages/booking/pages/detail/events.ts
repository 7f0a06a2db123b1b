import type { Cashier } from '../../../../services/payment';
import type { PayBy } from '../../payWay.view';
import type { OUTSIDE } from './outside';

/** What the page is opened with, and what its controls tell it. */
export type Query = { id?: string; fresh?: string; cashier?: Cashier };
export type WayTap = WechatMiniprogram.TouchEvent<object, object, { by: PayBy }>;
export type PersonTap = WechatMiniprogram.TouchEvent<object, object, { id: string; name: string }>;
export type OutsideTap = WechatMiniprogram.TouchEvent<
  object,
  object,
  { what: keyof typeof OUTSIDE }
>;
export type Cancelled = WechatMiniprogram.CustomEvent<{ following: boolean }>;
export type Rated = WechatMiniprogram.CustomEvent<{ stars: number; text: string }>;
export type SheetTap = WechatMiniprogram.TouchEvent<object, object, { sheet: '' | 'rate' }>;
