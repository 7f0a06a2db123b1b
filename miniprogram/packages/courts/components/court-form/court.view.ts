import type { OfferForm } from '@shared/contracts/courtsViews';
import { type CourtKind, SPORTS, type Sport } from '@shared/domain/booking';
import { textError, wholeError } from '../../../../forms/fields';

export type Court = OfferForm['courts'][number];

/** A court while somebody types: the capacity is still text. */
export interface CourtFields {
  readonly name: string;
  readonly sport: Sport;
  readonly kind: CourtKind;
  readonly capacity: string;
  readonly repair: boolean;
}

const NAME_LENGTH = 20;
const MOST_CAPACITY = 500;

export const fieldsOf = (court: Court | null): CourtFields => ({
  name: court?.name ?? '',
  sport: court?.sport ?? SPORTS[0],
  kind: court?.kind ?? 'COURT',
  capacity: court?.kind === 'PLACES' ? String(court.capacity) : '',
  repair: court?.status === 'REPAIR',
});

/** The first thing that is wrong with a court, or the court. */
export function courtOf(
  fields: CourtFields,
  id: string | null,
): { readonly error: string } | { readonly court: Court } {
  const { name, sport, kind, capacity, repair } = fields;
  const places = kind === 'PLACES' ? wholeError(capacity, '名额', MOST_CAPACITY) : '';
  const error = textError(name, '名称', NAME_LENGTH) || places;
  if (error) return { error };
  return {
    court: {
      id,
      name: name.trim(),
      sport,
      kind,
      capacity: kind === 'PLACES' ? Number(capacity) : 1,
      status: repair ? 'REPAIR' : 'OPEN',
    },
  };
}
