import { createHash, randomInt } from 'node:crypto';

/** The one-time code with which the first super admin takes over an installation. */
export interface Claim {
  /** To be typed into the app; shown once, kept nowhere. */
  readonly code: string;
  /** What the functions compare with: `installation/claim`. */
  readonly document: {
    readonly _id: 'claim';
    /** SHA-256 of the code, hex. */
    readonly codeHash: string;
    /** Epoch ms. */
    readonly expiresAt: number;
  };
}

/** Without 0, O, 1, I and L, which look alike on paper. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const groups = 4;
const groupLength = 5;
const lifetime = 7 * 24 * 3600_000;

/** A new code of about 99 bits, valid for seven days. */
export function newClaim(now: number): Claim {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  const code = Array.from({ length: groups }, group).join('-');
  const codeHash = createHash('sha256').update(code).digest('hex');
  return { code, document: { _id: 'claim', codeHash, expiresAt: now + lifetime } };
}
