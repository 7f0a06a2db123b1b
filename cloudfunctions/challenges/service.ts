export { accept, create } from './beginning';
export { block, blockedBy } from './blocking';
export { cancel, decline } from './closing';
export { homeOf, invitationOf, ownChallenge } from './finding';
export {
  endChallenges,
  followBoards,
  RECOUNT_EVERY,
  recount,
  recountChallenges,
} from './following';
export { closeReport, decide, deskOf, report } from './overseeing';
export { addSteps, cheer, confirmScore, type DaySteps, enterScore, leave } from './playing';
export { pushCheckIn, pushMinutes } from './pushing';
export { rankCampuses } from './ranking';
export { rankingFor, showOnBoards } from './rankingPage';
export { challengeRecordOf, eraseChallengesOf } from './records';
export { challengeOutbox, settle } from './settling';
export { challengeOfToken } from './token';
export { boardView } from './views';
