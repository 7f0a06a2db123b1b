import { clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';

export type Stored = Awaited<ReturnType<Api['member']['stored']>>;
export type Piece = Awaited<ReturnType<Api['member']['exportData']>>;

/** One fact about what is stored. */
export interface StoredRow {
  readonly label: string;
  readonly value: string;
}

export function storedRows(stored: Stored): StoredRow[] {
  const rows = [
    { label: '昵称', value: stored.nickname },
    { label: '手机号', value: stored.phone ?? '没有填写' },
    { label: '头像', value: stored.hasAvatar ? '已上传' : '没有' },
    { label: '出生年份', value: `${stored.birthYear} 年` },
    { label: '同意隐私指引', value: formatClub(stored.consentAt, 'YYYY-MM-DD HH:mm') },
    { label: '打卡记录', value: `${stored.visits} 条` },
    { label: '积分', value: `${stored.points} 分，${stored.pointEntries} 条明细` },
    { label: '收藏的场馆', value: `${stored.favourites} 个` },
  ];
  const guardian = { label: '监护人同意', value: '已同意' };
  return stored.guardianConsent ? [...rows.slice(0, 5), guardian, ...rows.slice(5)] : rows;
}

/** Everything stored about one person, as the exported file has it. Times are ISO 8601. */
export interface Export {
  readonly exportedAt: string;
  readonly profile: unknown;
  readonly favourites: readonly unknown[];
  readonly pointEntries: readonly unknown[];
  /** Amounts in fen. */
  readonly moneyEntries: readonly unknown[];
  readonly orders: readonly unknown[];
  readonly messages: readonly unknown[];
  readonly bookings: readonly unknown[];
  readonly reviews: readonly unknown[];
  readonly lessons: readonly unknown[];
  readonly evaluations: readonly unknown[];
  readonly training: unknown;
  readonly membership: unknown;
  readonly visits: readonly unknown[];
}

/** Puts the pieces of an export together, in the order they came. */
export function exportOf(pieces: readonly Piece[], now: Instant): Export {
  return {
    exportedAt: iso(now),
    profile: readable(pieces.find(({ profile }) => profile)?.profile ?? null),
    favourites: pieces.flatMap(({ favourites }) => favourites.map(readable)),
    pointEntries: pieces.flatMap(({ pointEntries }) => pointEntries.map(readable)),
    moneyEntries: pieces.flatMap(({ moneyEntries }) => moneyEntries.map(readable)),
    orders: pieces.flatMap(({ orders }) => orders.map(readable)),
    messages: pieces.flatMap(({ messages }) => messages.map(readable)),
    bookings: pieces.flatMap(({ bookings }) => bookings.map(readable)),
    reviews: pieces.flatMap(({ reviews }) => reviews.map(readable)),
    lessons: pieces.flatMap(({ lessons }) => lessons.map(readable)),
    evaluations: pieces.flatMap(({ evaluations }) => evaluations.map(readable)),
    training: readable(pieces.find(({ training }) => training)?.training ?? null),
    membership: readable(pieces.find(({ membership }) => membership)?.membership ?? null),
    visits: pieces.flatMap(({ visits }) => visits.map(readable)),
  };
}

export const exportName = (now: Instant) => `courtside-${clubDateOf(now)}.json`;

const iso = (at: Instant) => formatClub(at, 'YYYY-MM-DDTHH:mm:ssZ');

const INSTANTS = [
  'at',
  'checkedInAt',
  'checkedOutAt',
  'deadline',
  'consentAt',
  'memberSince',
  'joinedAt',
  'createdAt',
  'expiresAt',
  'paidAt',
  'readAt',
  'startAt',
  'endAt',
  'askedAt',
  'appliedAt',
  'answeredAt',
  'endedAt',
];

/** The same record with its instants as text: a person reads this file, not a program. */
function readable(record: unknown): unknown {
  if (Array.isArray(record)) return record.map(readable);
  if (record === null || typeof record !== 'object') return record;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) =>
      INSTANTS.includes(name) && typeof value === 'number'
        ? [name, iso(value as Instant)]
        : [name, readable(value)],
    ),
  );
}
