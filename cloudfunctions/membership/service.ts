export { membershipOutbox } from './levels';
export { eraseMembershipOf, membershipRecordOf } from './records';
export { type Consumed, rewardBooking, rewardLesson, rewardReview } from './rewarding';
export { rulesIn, rulesOf } from './rules';
