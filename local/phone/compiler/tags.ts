/** A tag of a template, where it opens. */
export interface TagUse {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

const TAG = /<!--[\s\S]*?-->|<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|\{\{[\s\S]*?\}\}|[^>"'])*)>/g;

/**
 * The tags of a template in order, once each name. Comments, attribute values, `{{ }}` and the
 * text of `<wxs>` are skipped.
 */
export function tagsOf(wxml: string): readonly TagUse[] {
  const bare = wxml
    .replace(/<wxs\b[^>]*>[\s\S]*?<\/wxs>/g, blank)
    .replace(/\{\{[\s\S]*?\}\}/g, blank);
  const uses = new Map<string, TagUse>();
  for (const match of bare.matchAll(TAG)) {
    const name = match[1];
    if (name === undefined || uses.has(name)) continue;
    const before = bare.slice(0, match.index).split('\n');
    uses.set(name, { name, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  }
  return [...uses.values()];
}

/** Same length and lines, so that places in the text stay right. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
