import { clubContract } from './club';
import { deskContract } from './desk';
import { memberContract } from './member';
import type { Client, Contract } from './procedure';
import { venueContract } from './venue';
import { visitContract } from './visit';
import { walletContract } from './wallet';

/** One contract for each cloud function that people call, under the function's name. */
export const contracts = {
  venue: venueContract,
  visit: visitContract,
  member: memberContract,
  desk: deskContract,
  club: clubContract,
  wallet: walletContract,
} satisfies Record<string, Contract>;

export type Api = { readonly [Name in keyof typeof contracts]: Client<(typeof contracts)[Name]> };
