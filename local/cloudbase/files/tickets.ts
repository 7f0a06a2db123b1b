import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Permission to do one thing with one file until an instant of real time. */
export interface Ticket {
  readonly path: string;
  readonly use: 'read' | 'write';
  /** Who writes; becomes the file's owner. */
  readonly openid: string | null;
  /** Epoch ms, real time: a moved club clock must not break the pictures on open pages. */
  readonly expires: number;
}

/** Signs tickets with a secret of its own, so that they end with the process. */
export class TicketOffice {
  readonly #secret = randomBytes(32);

  issue(ticket: Ticket): string {
    const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
    return `${body}.${this.#sign(body)}`;
  }

  /** Null when it is forged. Expiry and path are for the caller to look at. */
  open(text: string): Ticket | null {
    const [body = '', signature = ''] = text.split('.');
    const expected = Buffer.from(this.#sign(body));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Ticket;
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('base64url');
  }
}
