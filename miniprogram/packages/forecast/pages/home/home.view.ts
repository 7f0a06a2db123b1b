import type { Api } from '@shared/contracts';
import { errorText } from '../../../../words/outlook';

type Venue = Awaited<ReturnType<Api['forecast']['venues']>>['venues'][number];

/** A venue with what its forecast is worth and what is odd about its counter. */
export interface VenueLine {
  readonly id: string;
  readonly name: string;
  readonly error: string;
  readonly oddities: readonly string[];
}

/** Those with an alarm first, then by name. */
export const venueLines = (venues: readonly Venue[]): VenueLine[] =>
  [...venues]
    .sort((a, b) => b.oddities.length - a.oddities.length || (a.name < b.name ? -1 : 1))
    .map(({ id, name, error, oddities }) => ({ id, name, error: errorText(error), oddities }));
