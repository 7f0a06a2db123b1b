import { fen, yuanText } from '@shared/base/money';
import type { Api } from '@shared/contracts';
import type { RewardForm } from '@shared/contracts/reward';
import { givesCoupon, REWARD_KINDS, REWARD_WORDS, type RewardKind } from '@shared/domain/reward';
import {
  type Checked,
  checked,
  type FieldErrors,
  type RefusedField,
  textError,
  wholeError,
} from '../../../../forms/fields';
import { typedFen } from '../../../../words/money';

export type Stored = Awaited<ReturnType<Api['reward']['shelf']>>['rewards'][number];

export type RewardField =
  | 'name'
  | 'description'
  | 'price'
  | 'stock'
  | 'perMember'
  | 'perDay'
  | 'off'
  | 'least'
  | 'days'
  | 'picture';

/** What the inputs hold while somebody types: numbers are still text, empty limits are none. */
export interface RewardDraft {
  readonly kind: RewardKind;
  readonly name: string;
  readonly description: string;
  readonly price: string;
  readonly stock: string;
  readonly perMember: string;
  readonly perDay: string;
  readonly onShelf: boolean;
  /** Yuan. */
  readonly off: string;
  readonly least: string;
  readonly days: string;
  readonly pictureFileId: string | null;
}

export const NO_REWARD_ERRORS: FieldErrors<RewardField> = {
  name: '',
  description: '',
  price: '',
  stock: '',
  perMember: '',
  perDay: '',
  off: '',
  least: '',
  days: '',
  picture: '',
};

export const REWARD_REFUSED_FIELDS: RefusedField<RewardField> = { PICTURE_INVALID: 'picture' };

export const NEW_REWARD: RewardDraft = {
  kind: 'GOODS',
  name: '',
  description: '',
  price: '',
  stock: '',
  perMember: '',
  perDay: '',
  onShelf: true,
  off: '',
  least: '',
  days: '30',
  pictureFileId: null,
};

export const KINDS = REWARD_KINDS.map((id) => ({ id, label: REWARD_WORDS[id] }));

const limitText = (limit: number | null) => (limit === null ? '' : String(limit));

export function draftOf(stored: Stored): RewardDraft {
  const { kind, name, description, price, stock, perMember, perDay, onShelf, coupon } = stored;
  const terms = coupon && {
    off: yuanText(fen(coupon.off)),
    least: coupon.least === 0 ? '' : yuanText(fen(coupon.least)),
    days: String(coupon.days),
  };
  return {
    ...NEW_REWARD,
    ...{ kind, name, description, onShelf, ...terms },
    price: String(price),
    stock: String(stock),
    perMember: limitText(perMember),
    perDay: limitText(perDay),
    pictureFileId: stored.pictureFileId,
  };
}

const limitError = (value: string, what: string, most: number) =>
  value.trim() === '' ? '' : wholeError(value, what, most);
const limitOf = (value: string) => (value.trim() === '' ? null : Number(value));

const MOST_STOCK = 100_000;
/** The shelf may be empty. */
const stockError = (value: string) =>
  value.trim() === '0' ? '' : wholeError(value, '库存', MOST_STOCK);

const MOST_OFF = 100_000;
const MOST_LEAST = 1_000_000;

function offError(value: string): string {
  const amount = typedFen(value);
  if (amount !== null && amount >= 1 && amount <= MOST_OFF) return '';
  return '请填写减免金额，0.01 到 1000 元';
}

function leastError(value: string): string {
  const amount = value.trim() === '' ? 0 : typedFen(value);
  return amount !== null && amount <= MOST_LEAST ? '' : '使用门槛是 0 到 10000 元，不限可以不填';
}

const leastOf = (value: string) => (value.trim() === '' ? 0 : (typedFen(value) ?? 0));

export function checkReward(
  draft: RewardDraft,
): Checked<Omit<RewardForm, 'id' | 'campusId'>, RewardField> {
  const coupon = givesCoupon(draft.kind);
  const long = draft.description.trim().length > 200;
  const errors: FieldErrors<RewardField> = {
    name: textError(draft.name, '名称', 20),
    description: long ? '说明最多 200 个字，请删减一些' : '',
    price: wholeError(draft.price, '积分', 100_000),
    stock: stockError(draft.stock),
    perMember: limitError(draft.perMember, '每人限兑', 1_000),
    perDay: limitError(draft.perDay, '每天限兑', 10_000),
    off: coupon ? offError(draft.off) : '',
    least: coupon ? leastError(draft.least) : '',
    days: coupon ? wholeError(draft.days, '有效天数', 365) : '',
    picture: '',
  };
  return checked(errors, () => ({
    kind: draft.kind,
    name: draft.name.trim(),
    description: draft.description.trim(),
    pictureFileId: draft.pictureFileId,
    price: Number(draft.price),
    stock: Number(draft.stock),
    perMember: limitOf(draft.perMember),
    perDay: limitOf(draft.perDay),
    onShelf: draft.onShelf,
    coupon: coupon
      ? { off: typedFen(draft.off) ?? 0, least: leastOf(draft.least), days: Number(draft.days) }
      : null,
  }));
}
