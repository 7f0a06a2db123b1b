import { formatClub, type Instant } from '@shared/base/time';
import { MESSAGE_LENGTHS } from '@shared/domain/message';
import type { Letter } from '../message/service';

/** Where a tap on a message leads. */
export const PAGES = {
  student: 'packages/training/pages/home/home',
  change: 'packages/training/pages/change/change',
  coach: 'packages/coach/pages/home/home',
  application: 'packages/coach/pages/apply/apply',
  school: 'packages/school/pages/home/home',
  votes: 'packages/school/pages/changes/changes',
} as const;

/** A page of the school with its campus: who has several is led to the right one. */
export const ofCampus = (page: 'school' | 'votes', campusId: string) =>
  `${PAGES[page]}?campusId=${campusId}` as const;

/** What everybody is told of one event: told again under the same key, it changes nothing. */
export interface Event {
  readonly key: string;
  readonly at: Instant;
  readonly campusName: string;
}

export interface News {
  readonly memberId: string;
  readonly title: string;
  readonly body: string;
  readonly page: (typeof PAGES)[keyof typeof PAGES] | ReturnType<typeof ofCampus> | null;
}

const fitted = (text: string, most: number) => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};

/** `，原因：…`, or nothing when nobody said why. */
export const because = (reason: string) => (reason === '' ? '' : `，原因：${fitted(reason, 100)}`);

function letterOf(kind: 'COACHING' | 'PROFILE' | 'ROLE', event: Event, news: News): Letter {
  const { key, at, campusName } = event;
  return {
    key: `${key}:${news.memberId}`,
    kind,
    memberId: news.memberId,
    title: fitted(news.title, MESSAGE_LENGTHS.title),
    body: fitted(news.body, MESSAGE_LENGTHS.body),
    page: news.page,
    at,
    subscribe: {
      template: 'ROLE',
      data: {
        thing1: news.title,
        thing2: campusName,
        time3: formatClub(at, 'YYYY年M月D日 HH:mm'),
      },
    },
  };
}

/** About who teaches whom. */
export const coachingLetter = (event: Event, news: News) => letterOf('COACHING', event, news);
/** That an admin changed what is stored of somebody. */
export const profileLetter = (event: Event, news: News) => letterOf('PROFILE', event, news);
/** That somebody is a coach from now on, or no longer. */
export const roleLetter = (event: Event, news: News) => letterOf('ROLE', event, news);
