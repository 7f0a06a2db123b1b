export { changeSeller } from './changing';
export { type Closure, wholeClosuresOf } from './closing';
export { sendAway } from './displacing';
export { expireBookings } from './expiring';
export { forgetWaits, forgetWalkIns } from './forgetting';
export { freeCourt } from './freeing';
export { lapseOffers } from './lapsing';
export { bookingsMade } from './logging';
export { bookingOutbox } from './offering';
export { ratingOf } from './rating';
export {
  confirmedOn,
  eraseBookingsOf,
  goodReviewsSince,
  hasLiveBookings,
  paidSince,
  recordOf,
} from './records';
export { cancelBooking, cancelWhole } from './refunding';
export { bookingSeller, closeBooking, leaveConsumed } from './selling';
export { seriesSeller } from './series';
export { arrivalsOf, hasArrived } from './verifying';
