/** Where a url leads: a page's path without leading slash, and its query, decoded. */
export interface Route {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** `url` is absolute (`/pages/a/a?x=1`) or relative to the page `from` (its path). */
export function parseUrl(url: string, from = ''): Route {
  const [target = '', search = ''] = splitOnce(url, '?');
  const absolute = target.startsWith('/') || from === '';
  const path = absolute ? target : new URL(target, `http://phone/${from}`).pathname;
  return { path: path.replace(/^\/+/, '').replace(/\.html$/, ''), query: parseQuery(search) };
}

export function formatUrl({ path, query }: Route): string {
  const search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return search === '' ? path : `${path}?${search}`;
}

function parseQuery(search: string): Record<string, string> {
  const pairs = search.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = splitOnce(pair, '=');
      return [name, decode(value)];
    }),
  );
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** A stray `%` is kept, as on a phone. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
