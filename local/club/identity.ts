import { createHash } from 'node:crypto';

/** The key under which this club keeps identity numbers; a deployment has one of its own. */
export const identityVariables = {
  IDENTITY_KEY: createHash('sha256').update('the seeded club: identity numbers').digest('base64'),
};
