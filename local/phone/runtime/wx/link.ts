/**
 * Phones and screens that stand next to each other (the frames of one stage, or tabs of one
 * browser) talk over a BroadcastChannel: which codes they show, and which cards they send.
 */

/** A code on somebody's screen, as a camera would read it. */
export interface VisibleCode {
  readonly text: string;
  readonly scanType: 'QR_CODE' | 'WX_CODE';
  /** For a mini-program code: the page it opens, with its query. */
  readonly path?: string;
  /** The drawing itself, as a data address. */
  readonly picture: string;
}

export interface Card {
  readonly title: string;
  readonly path: string;
  readonly imageUrl: string;
}

export type LinkMessage =
  | { readonly type: 'codes?'; readonly from: string }
  | {
      readonly type: 'codes';
      readonly from: string;
      readonly to: string;
      readonly label: string;
      readonly codes: readonly VisibleCode[];
    }
  | { readonly type: 'peers?'; readonly from: string }
  | { readonly type: 'peer'; readonly from: string; readonly to: string; readonly label: string }
  | {
      readonly type: 'card';
      readonly from: string;
      readonly to: string;
      readonly label: string;
      readonly card: Card;
    }
  /** A card was tapped in the chat drawer of frame `to`. */
  | { readonly type: 'open'; readonly to: string; readonly path: string }
  | { readonly type: 'theme'; readonly theme: 'light' | 'dark' };

/** Where this phone stands; the stage says so in the frame's address. */
export interface Place {
  /** Phones with the same stage see each other. */
  readonly stage: string;
  /** This frame's name on the stage. */
  readonly frame: string;
  /** What others read next to its codes and cards. */
  readonly label: string;
  /** A fixed screen (a tablet at a door) shows codes but receives no cards. */
  readonly screen: boolean;
}

export function placeOf(search: string, openid: string): Place {
  const params = new URLSearchParams(search);
  return {
    stage: params.get('stage') ?? 'alone',
    frame: params.get('frame') ?? `phone-${Math.random().toString(36).slice(2)}`,
    label: params.get('label') ?? params.get('as') ?? openid,
    screen: params.get('screen') === '1',
  };
}

export interface Link {
  readonly place: Place;
  post(message: LinkMessage): void;
  on(listener: (message: LinkMessage) => void): () => void;
}

export function createLink(place: Place): Link {
  const channel = new BroadcastChannel(`phones:${place.stage}`);
  const listeners = new Set<(message: LinkMessage) => void>();
  channel.addEventListener('message', ({ data }: MessageEvent<LinkMessage>) => {
    if ('to' in data && data.to !== place.frame) return;
    for (const listener of [...listeners]) listener(data);
  });
  return {
    place,
    post: (message) => channel.postMessage(message),
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
