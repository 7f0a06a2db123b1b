import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { OfferForm } from '@shared/contracts/courtsViews';
import { REFUSALS } from '@shared/refusals';

export type SpecialDate = OfferForm['days'][number];

/** A single date while it is edited. */
export interface DateFields {
  readonly date: ClubDate;
  readonly open: boolean;
  readonly opens: number;
  readonly closes: number;
  readonly note: string;
}

const USUAL = { opens: 9 * 60, closes: 22 * 60 };

export const dateFields = (day: SpecialDate | null, now: Instant): DateFields => ({
  date: day?.date ?? clubDateOf(now),
  open: (day?.hours ?? null) !== null,
  ...(day?.hours ?? USUAL),
  note: day?.note ?? '',
});

export function specialDateOf(
  fields: DateFields,
): { readonly error: string } | { readonly day: SpecialDate } {
  const { date, open, opens, closes, note } = fields;
  if (open && opens >= closes) return { error: REFUSALS.HOURS_INVALID };
  return { day: { date, hours: open ? { opens, closes } : null, note: note.trim() } };
}
