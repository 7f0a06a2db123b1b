import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import { type OfferForm, offerForm } from '@shared/contracts/courtsViews';
import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { Refusal } from '@shared/refusals';
import type * as z from 'zod';
import type { Db, Transaction } from '../_kit/db';
import { venueIn } from '../venue/service';
import { refusalOfOffer } from './checking';
import { type Court, type Offer, offers } from './store';

type Form = z.output<typeof offerForm>;

/** What a venue begins with: nothing for sale. */
const EMPTY: OfferForm = {
  onSale: false,
  courts: [],
  prices: {},
  limits: { ...DEFAULT_LIMITS },
  tiers: [...DEFAULT_TIERS],
  seriesAllowed: false,
  days: [],
};

/** A venue's offer as its form, with the number that guards the edit; single dates that are over go. */
export function formOf(offer: Offer | null, now: Instant): { version: number; offer: Form } {
  const known = offerForm.parse(offer ?? EMPTY);
  const today: ClubDate = clubDateOf(now);
  const days = known.days.filter(({ date }) => date >= today);
  return { version: offer?.version ?? 0, offer: { ...known, days } };
}

export interface OfferEdit {
  readonly venueId: string;
  readonly version: number;
  readonly form: Form;
  readonly newId: () => string;
  /** Courts that have to stay as they are: a booking or a lesson is on them. */
  readonly booked: ReadonlySet<string>;
  /** The most places that are taken of a court at any moment to come. */
  readonly taken: ReadonlyMap<string, number>;
}

/**
 * Saves what a venue offers; the first time it makes the offer. Bookings that exist keep their
 * price, their tiers and their place. Answers the new version.
 *
 * @throws Refusal VENUE_NOT_FOUND, STALE_EDIT, HOURS_INVALID, PRICE_RULE_INVALID, COURT_IN_USE,
 *   COURT_ON_SALE, COURT_TOO_SMALL
 */
export function saveOffer(
  db: Db,
  { venueId, version, form, newId, booked, taken }: OfferEdit,
  also: (tx: Transaction, offer: Offer) => Promise<void>,
): Promise<Offer> {
  const refusal = refusalOfOffer(form);
  if (refusal) throw new Refusal(refusal);
  const courts = form.courts.map(
    (court): Court => ({
      ...court,
      id: court.id ?? newId(),
      // A court is booked as a whole: two who fit on it would stand on each other.
      capacity: court.kind === 'COURT' ? 1 : court.capacity,
    }),
  );
  return db.transaction(async (tx) => {
    const venue = await venueIn(tx, venueId);
    if (!venue) throw new Refusal('VENUE_NOT_FOUND');
    const before = await tx.get(offers, venueId);
    const known = new Set(before?.courts.map(({ id }) => id) ?? []);
    const isKnown = form.courts.every(({ id }) => id === null || known.has(id));
    if ((before?.version ?? 0) !== version || !isKnown) throw new Refusal('STALE_EDIT');
    const kept = new Set(courts.map(({ id }) => id));
    if (kept.size < courts.length) throw new Refusal('STALE_EDIT');
    expectUsable(before?.courts ?? [], courts, { booked, taken });
    const { name, hours, suspended, campusId } = venue;
    const offer: Offer = {
      ...form,
      _id: venueId,
      campusId,
      venue: { name, hours, suspended },
      courts,
      version: version + 1,
    };
    await tx.put(offers, offer);
    await also(tx, offer);
    return offer;
  });
}

/** Courts may change only so far that what is booked on them can still be played. */
function expectUsable(
  before: readonly Court[],
  courts: readonly Court[],
  { booked, taken }: Pick<OfferEdit, 'booked' | 'taken'>,
): void {
  for (const court of before) {
    const after = courts.find(({ id }) => id === court.id);
    // Whoever books this very moment books what was saved: a court under repair nobody can.
    if (!isSame(court, after)) {
      if (booked.has(court.id)) throw new Refusal('COURT_IN_USE');
      if (court.status !== 'REPAIR') throw new Refusal('COURT_ON_SALE');
    }
    const needed = Math.min(court.capacity, taken.get(court.id) ?? 0);
    if (after && after.capacity < needed) throw new Refusal('COURT_TOO_SMALL');
  }
}

const isSame = (court: Court, after: Court | undefined): boolean =>
  after?.kind === court.kind && after.sport === court.sport;
