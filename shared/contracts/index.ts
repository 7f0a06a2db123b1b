import { accountContract } from './account';
import { bookingContract } from './booking';
import { booksContract } from './books';
import { cashierContract } from './cashier';
import { challengeContract } from './challenge';
import { clubContract } from './club';
import { coachContract } from './coach';
import { courtsContract } from './courts';
import { deskContract } from './desk';
import { forecastContract } from './forecast';
import { lessonContract } from './lesson';
import { memberContract } from './member';
import { membershipContract } from './membership';
import { messageContract } from './message';
import type { Client, Contract } from './procedure';
import { rewardContract } from './reward';
import { schoolContract } from './school';
import { studentContract } from './student';
import { venueContract } from './venue';
import { visitContract } from './visit';
import { walletContract } from './wallet';

/** One contract for each cloud function that people call, under the function's name. */
export const contracts = {
  venue: venueContract,
  visit: visitContract,
  member: memberContract,
  membership: membershipContract,
  desk: deskContract,
  cashier: cashierContract,
  books: booksContract,
  club: clubContract,
  wallet: walletContract,
  booking: bookingContract,
  courts: courtsContract,
  message: messageContract,
  account: accountContract,
  student: studentContract,
  coach: coachContract,
  lesson: lessonContract,
  school: schoolContract,
  challenge: challengeContract,
  reward: rewardContract,
  forecast: forecastContract,
} satisfies Record<string, Contract>;

export type Api = { readonly [Name in keyof typeof contracts]: Client<(typeof contracts)[Name]> };
