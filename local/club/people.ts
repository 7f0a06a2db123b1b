import { type ClubDate, clubDayStart, type Instant } from '@shared/base/time';
import { chanceFrom, keyOf } from './chance';
import { levelOfPersona } from './memberships';
import { PERSONAS } from './personas';
import { trainingOfPersona } from './training';

export interface Person {
  readonly memberId: string;
  readonly openid: string;
  readonly nickname: string;
  readonly role: 'MEMBER' | 'STAFF' | 'CAMPUS_ADMIN' | 'SUPER_ADMIN';
  readonly campusId: string | null;
  readonly phone: string | null;
}

export const personas = (): Person[] =>
  PERSONAS.flatMap(({ name, openid, nickname, role, campusId }, index) => {
    const phone = `138${String(index + 1).padStart(8, '0')}`;
    const memberId = `m-${name}`;
    return role === 'STRANGER' ? [] : [{ memberId, openid, nickname, role, campusId, phone }];
  });

const FAMILY = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高'];
const GIVEN = [
  '晨',
  '宇',
  '佳宁',
  '浩然',
  '雨桐',
  '子墨',
  '欣怡',
  '俊杰',
  '梓涵',
  '思琪',
  '明轩',
  '若曦',
];

/** The other people of the club, so that its halls are as lively as real ones. */
export function crowd(size: number): Person[] {
  const chance = chanceFrom(2026);
  return Array.from({ length: size }, (_, index) => ({
    memberId: `m-guest-${String(index + 1).padStart(3, '0')}`,
    openid: `oCourtside-guest-${String(index + 1).padStart(3, '0')}`,
    nickname: `${chance.pick(FAMILY)}${chance.pick(GIVEN)}`,
    role: 'MEMBER',
    campusId: null,
    phone: null,
  }));
}

const JOINED = clubDayStart('2026-01-10' as ClubDate);

export const memberDocuments = (people: readonly Person[]) =>
  people.map(({ memberId, openid, nickname, role, campusId, phone }, index) => ({
    _id: memberId,
    nickname,
    phone,
    avatarFileId: null,
    birthYear: 1980 + (index % 25),
    guardianConsent: false,
    consentAt: JOINED,
    role,
    campusId,
    level: levelOfPersona(memberId),
    status: 'ACTIVE',
    openids: [openid],
    codeKey: keyOf(`code:${memberId}`),
    createdAt: JOINED as Instant,
  }));

/** Whose the numbers are. */
export const phoneDocuments = (people: readonly Person[]) =>
  people.flatMap(({ memberId, phone }) => (phone === null ? [] : [{ _id: phone, memberId }]));

export const identityDocuments = (people: readonly Person[]) =>
  people.map(({ memberId, openid, role, campusId }) => ({
    _id: openid,
    memberId,
    role,
    campusId,
    ...trainingOfPersona(memberId),
    level: levelOfPersona(memberId),
    status: 'ACTIVE',
  }));
