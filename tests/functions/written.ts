import { COLLECTIONS } from './books';
import type { Club } from './club';

/** All that is stored, by collection, as text that can be compared. */
export async function storedIn(club: Club): Promise<Map<string, string>> {
  const stored = new Map<string, string>();
  for (const name of COLLECTIONS) {
    const documents = await club.documents(name);
    const texts = documents.map((document) => JSON.stringify(document));
    stored.set(name, texts.sort().join('\n'));
  }
  return stored;
}

/** The collections in which something was written between two moments. */
export async function writtenSince(before: Map<string, string>, club: Club): Promise<string[]> {
  const now = await storedIn(club);
  return [...now].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
}
