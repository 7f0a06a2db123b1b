import type { ChallengeBoard, ChallengeReader } from '@shared/contracts/challengeViews';
import { api } from './api';
import { Follower, type Source } from './follower';

/** What is heard of a challenge: what changed on its board, or, without a watch, the whole board. */
export type ChallengeNews =
  | { readonly kind: 'reader'; readonly reader: ChallengeReader }
  | { readonly kind: 'board'; readonly board: ChallengeBoard };

/**
 * Follows one board through the document that only this phone can read. `null`: there is none yet,
 * because the challenge waits for somebody.
 */
export class ChallengeFollower {
  private readonly follower: Follower<ChallengeNews | null>;

  constructor(
    challengeId: string,
    onNews: (news: ChallengeNews) => void,
    source: Source<ChallengeNews | null> = readersOf(challengeId),
  ) {
    this.follower = new Follower((news) => {
      if (news) onNews(news);
    }, source);
  }

  follow(watchId: string): void {
    this.follower.follow([watchId]);
  }

  stop(): void {
    this.follower.stop();
  }
}

const readersOf = (challengeId: string): Source<ChallengeNews | null> => ({
  watch([_id = ''], on) {
    return (
      wx.cloud
        .database()
        .collection('challenge_boards')
        // What the rules ask for: each may read the document that carries their own openid.
        .where({ _id, _openid: '{openid}' })
        .watch({
          onChange: ({ docs }) => {
            const [reader] = docs as unknown as ChallengeReader[];
            on.change(reader ? { kind: 'reader', reader } : null);
          },
          onError: () => on.lost(),
        })
    );
  },
  async poll() {
    return { kind: 'board', board: await api.challenge.board({ challengeId }) };
  },
});
