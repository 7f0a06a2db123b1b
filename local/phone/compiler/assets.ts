import { createHash } from 'node:crypto';

/** A file of a build, served from memory. */
export interface Asset {
  readonly body: string;
  readonly contentType: string;
  readonly hash: string;
}

export function asset(body: string, contentType: string): Asset {
  const hash = createHash('sha1').update(body).digest('base64url').slice(0, 10);
  return { body, contentType, hash };
}

/** The address of an asset; its hash makes it cacheable for good. */
export function assetUrl(name: string, { hash }: Asset): string {
  return `/phone-assets/${name}?v=${hash}`;
}

export const JAVASCRIPT = 'text/javascript; charset=utf-8';
export const CSS = 'text/css; charset=utf-8';
export const JSON_TYPE = 'application/json; charset=utf-8';
export const SVG = 'image/svg+xml; charset=utf-8';
