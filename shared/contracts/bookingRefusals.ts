/** Why booking can be refused: place and time, what pays beside money, the payment. */
export const BOOK_REFUSALS = [
  'VENUE_NOT_FOUND',
  'COURT_NOT_FOUND',
  'SLOT_INVALID',
  'SLOT_PAST',
  'NOT_RELEASED',
  'NOT_ON_SALE',
  'SLOT_TAKEN',
  'DAY_LIMIT',
  'BOOKING_BANNED',
  'PRICE_CHANGED',
] as const;
export const POINTS_REFUSALS = [
  'POINTS_TOO_FEW',
  'POINTS_TOO_MANY',
  'INSUFFICIENT_POINTS',
] as const;
export const MEANS_REFUSALS = [
  'COUPON_NOT_FOUND',
  'COUPON_CLOSED',
  'COUPON_TOO_LITTLE',
  ...POINTS_REFUSALS,
] as const;
export const PAY_REFUSALS = [
  'BOOKING_CLOSED',
  'INSUFFICIENT_BALANCE',
  'ORDER_CLOSED',
  'ORDER_ALREADY_PAID',
  'PAYMENT_UNAVAILABLE',
] as const;
