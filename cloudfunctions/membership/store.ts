import { earnRules } from '@shared/contracts/membership';
import { id, instant } from '@shared/contracts/scalars';
import { LEVELS } from '@shared/domain/membership';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** A membership; its id is the member's. The level itself is in the member and the identities. */
const membership = z.object({
  _id: id,
  joinedAt: instant,
  /** The highest level whose celebration was seen. */
  celebrated: z.enum(LEVELS),
});
export type Membership = z.output<typeof membership>;
export const memberships = collection('memberships', membership);

/** What a campus gives points for; its id is the campus's. Without one the house's own rules count. */
export const campusRules = collection('earn_rules', z.object({ _id: id, rules: earnRules }));
