import { type Instant, SECOND } from '@shared/base/time';

/** A code and the time in which the door shows it. */
export interface DoorCodeSpan {
  readonly from: Instant;
  readonly until: Instant;
  readonly text: string;
}

export interface Shown {
  readonly text: string;
  /** Whole seconds until the next code, at least 1. */
  readonly secondsLeft: number;
  /** How much of this code's time is left, from 1 to 0. */
  readonly share: number;
}

/** The code to show at this moment, or null when none of the codes at hand is current. */
export function shownAt(codes: readonly DoorCodeSpan[], now: Instant): Shown | null {
  const code = codes.find((span) => span.from <= now && now < span.until);
  if (!code) return null;
  const left = code.until - now;
  return {
    text: code.text,
    secondsLeft: Math.ceil(left / SECOND),
    share: left / (code.until - code.from),
  };
}

/** For how long the door can go on without the network, ms. */
export function reserveOf(codes: readonly DoorCodeSpan[], now: Instant): number {
  const last = codes.reduce((latest, span) => Math.max(latest, span.until), 0);
  return Math.max(0, last - now);
}

/**
 * Whether to ask for new codes: when half of what was fetched is used up, so that the other half
 * bridges an outage; and when none is current, be it because a clock was set back.
 */
export function needsCodes(codes: readonly DoorCodeSpan[], now: Instant): boolean {
  if (shownAt(codes, now) === null) return true;
  const first = codes.reduce((earliest, span) => Math.min(earliest, span.from), Infinity);
  const last = codes.reduce((latest, span) => Math.max(latest, span.until), 0);
  return reserveOf(codes, now) <= (last - Math.min(first, last)) / 2;
}

/** What the door says about a lost connection; empty while all is well. */
export function outageNotice(offline: boolean, reserve: number): string {
  if (!offline) return '';
  if (reserve <= 0) return '网络断开，暂时没有可用的打卡码，正在重连…';
  const seconds = Math.ceil(reserve / SECOND);
  const time =
    seconds >= 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
  return `网络断开，打卡码还能用 ${time}，正在重连…`;
}

export interface DoorLayout {
  /** Turned sideways the code stands beside the words, upright between them. */
  readonly turned: 'tall' | 'wide';
  /** A tablet is read from some steps away: its words are larger. */
  readonly scale: 'hand' | 'wall';
  /** Side of the code in px. */
  readonly size: number;
}

const MARGIN = 24;
const SMALLEST = 160;
const LARGEST = 680;
/** From this width of the shorter side, px, it is a tablet. */
const TABLET = 480;
/** Height that the words above and below the code need, px. */
const WORDS = { hand: 260, wall: 420 } as const;
const WIDE_SHARE = 0.56;

/** The code as large as the window allows once the words have their room. */
export function layoutOf(window: { readonly width: number; readonly height: number }): DoorLayout {
  const { width, height } = window;
  const scale = Math.min(width, height) >= TABLET ? 'wall' : 'hand';
  const turned = width > height ? 'wide' : 'tall';
  const room =
    turned === 'wide'
      ? Math.min(height - 2 * MARGIN, width * WIDE_SHARE)
      : Math.min(width - 2 * MARGIN, height - WORDS[scale]);
  return { turned, scale, size: Math.max(SMALLEST, Math.min(LARGEST, Math.floor(room))) };
}
