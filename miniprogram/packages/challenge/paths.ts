const PAGES = '/packages/challenge/pages';

/** The pages of this package by what they show. */
export const PATHS = {
  home: `${PAGES}/home/home`,
  create: `${PAGES}/create/create`,
  ranking: `${PAGES}/ranking/ranking`,
  blocked: `${PAGES}/blocked/blocked`,
} as const;

export const boardPath = (challengeId: string) => `${PAGES}/board/board?id=${challengeId}`;

/** Where a card leads that a challenger sends. */
export const invitationPath = (token: string) =>
  `${PAGES}/invitation/invitation?t=${encodeURIComponent(token)}`;
