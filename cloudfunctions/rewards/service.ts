export { type RewardEdit, saveReward } from './editing';
export { cancelRedemption, handOver, redemptionByCode } from './ending';
export { mineOf, openOf, redemptionOf, redemptionView, shelfOf, shelvesFor } from './reading';
export { eraseRewardsOf, rewardRecordOf } from './records';
export { redeem } from './redeeming';
