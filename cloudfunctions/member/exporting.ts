import type { memberContract } from '@shared/contracts/member';
import type * as z from 'zod';
import type { Identity } from '../_kit/identity';
import type { Context } from '../_kit/serve';
import { recordOf } from '../booking/service';
import { challengeRecordOf } from '../challenges/service';
import { lessonRecordOf } from '../lessons/service';
import { membershipRecordOf } from '../membership/service';
import { messagesOf } from '../message/service';
import { pointEntriesOf, pointsOf } from '../points/service';
import { rewardRecordOf } from '../rewards/service';
import { trainingRecordOf } from '../training/records';
import { allVenues, favouritesOf } from '../venue/service';
import { countVisitsOf, presenceOf } from '../visit/service';
import { walletRecord } from '../wallet/service';
import { memberOf, profileOf } from './profile';

type Answer<Name extends keyof typeof memberContract> = z.output<
  (typeof memberContract)[Name]['output']
>;

/** What is stored about a member, in words and numbers. */
export async function storedOf(context: Context, memberId: string): Promise<Answer<'stored'>> {
  const { db, now } = context;
  const [member, visits, favourites, entries, points] = await Promise.all([
    memberOf(context, memberId),
    countVisitsOf(db, memberId),
    favouritesOf(db, memberId),
    pointEntriesOf(db, memberId),
    pointsOf(db, memberId, now),
  ]);
  return {
    nickname: member.nickname,
    phone: member.phone,
    birthYear: member.birthYear,
    guardianConsent: member.guardianConsent,
    consentAt: member.consentAt,
    hasAvatar: member.avatarFileId !== null,
    visits,
    favourites: favourites.length,
    pointEntries: entries.length,
    points,
  };
}

/** Everything that an export holds beside the visits. */
type Records = Omit<Answer<'exportData'>, 'visits' | 'next'>;

/** What the pieces after the first hold beside visits. */
export const NO_RECORDS: Records = {
  profile: null,
  favourites: [],
  pointEntries: [],
  moneyEntries: [],
  orders: [],
  messages: [],
  bookings: [],
  reviews: [],
  lessons: [],
  evaluations: [],
  training: null,
  membership: null,
  rewards: null,
  challenges: [],
};

/** Everything stored about a member beside the visits, every domain's part side by side. */
export async function recordsOf(context: Context, identity: Identity): Promise<Records> {
  const { db, now } = context;
  const { memberId } = identity;
  const [profile, favourites, pointEntries, messages, wallet, played, taught, others] =
    await Promise.all([
      ownProfile(context, memberId),
      likedBy(context, memberId),
      pointEntriesOf(db, memberId),
      messagesOf(db, memberId),
      walletRecord(db, memberId),
      recordOf(db, memberId),
      lessonRecordOf(db, memberId),
      Promise.all([
        trainingRecordOf(context, memberId),
        membershipRecordOf(db, memberId, identity.level),
        challengeRecordOf(db, memberId),
        rewardRecordOf(db, memberId, now),
      ]),
    ]);
  const [training, membership, challenges, rewards] = others;
  const { money, entries: moneyEntries, orders } = wallet;
  return {
    profile: { ...profile, money },
    favourites,
    pointEntries,
    moneyEntries,
    orders,
    messages,
    ...played,
    ...taught,
    training,
    membership,
    challenges,
    rewards,
  };
}

async function ownProfile(context: Context, memberId: string) {
  const { db, now } = context;
  const [member, points, { streakDays }] = await Promise.all([
    memberOf(context, memberId),
    pointsOf(db, memberId, now),
    presenceOf(db, memberId, now),
  ]);
  const { consentAt, guardianConsent } = member;
  const profile = await profileOf(context, member);
  return { ...profile, consentAt, guardianConsent, streakDays, points };
}

async function likedBy({ db }: Context, memberId: string): Promise<Records['favourites']> {
  const [liked, venues] = await Promise.all([favouritesOf(db, memberId), allVenues(db)]);
  const nameOf = new Map(venues.map((venue) => [venue._id, venue.name]));
  return liked.map(({ venueId, at }) => ({ venueId, venueName: nameOf.get(venueId) ?? '', at }));
}
