import { bookingSeller, changeSeller, seriesSeller } from '../booking/service';
import type { Sellers } from '../order/service';
import { topupSeller } from '../wallet/service';

/** Who hands over what is bought, by its kind. */
export const SELLERS: Sellers = {
  TOPUP: topupSeller,
  BOOKING: bookingSeller,
  BOOKING_CHANGE: changeSeller,
  BOOKING_SERIES: seriesSeller,
};
