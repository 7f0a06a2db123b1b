/** What is occupied: a court, a coach, or a member as far as a limit counts. */
export interface Subject {
  readonly key: string;
  readonly venueId: string | null;
}

export const courtSubject = (courtId: string, venueId: string): Subject => ({
  key: `court:${courtId}`,
  venueId,
});

/** What a member has of something on a day, for limits. */
export const memberSubject = (memberId: string, of: string): Subject => ({
  key: `member:${memberId}:${of}`,
  venueId: null,
});

/**
 * Somebody's day, as student and as coach alike: whoever gives or takes a lesson does nothing else
 * at that time.
 */
export const personSubject = (memberId: string): Subject => ({
  key: `person:${memberId}`,
  venueId: null,
});
