/**
 * The CloudBase environment this build talks to; empty is the account's default one. The
 * deployment writes its `--env` here in what it uploads.
 */
export const ENVIRONMENT: string = '';
