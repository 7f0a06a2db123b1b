import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../miniprogram/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const styles = files.filter((file) => file.endsWith('.wxss'));
const own = styles.filter((file) => file !== 'tokens.wxss' && !file.endsWith('icon.wxss'));
const templates = files.filter((file) => file.endsWith('.wxml'));

describe.each(own)('%s', (file) => {
  const style = read(file);

  test('names no colour of its own', () => {
    expect(style).not.toMatch(/#[0-9a-f]{3,8}\b(?=[^{]*[;}])|\b(?:rgba?|hsla?)\(/i);
  });

  test('has no text smaller than 12 px', () => {
    const sizes = [...style.matchAll(/font-size:\s*(\d+)px/g)].map(([, size]) => Number(size));
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(12);
  });
});

/** Names given to `<icon name>` and to the `icon` of other components, chosen ones included. */
function iconsIn(source: string): Set<string> {
  const names = [
    ...source.matchAll(/<icon\b[^>]*?\bname="([\w-]+)"/g),
    ...source.matchAll(/\bicon="([\w-]+)"/g),
  ];
  const choices = [...source.matchAll(/<icon\b[^>]*?\bname="\{\{([^}]*)\}\}"/g)].flatMap(
    ([, choice = '']) => [...choice.matchAll(/[?:] '([\w-]+)'/g)],
  );
  return new Set([...names, ...choices].map(([, name = '']) => name));
}

test('every icon that is used has a shape, and no shape travels unused', () => {
  const shapes = read('components/icon/icon.wxss').matchAll(/\.icon--([\w-]+) \{/g);
  const drawn = [...shapes].map(([, name = '']) => name);
  const source = files.filter((file) => /\.(wxml|ts)$/.test(file)).map(read);
  const used = iconsIn(source.join('\n'));
  expect([...used].filter((name) => !drawn.includes(name))).toEqual([]);
  expect(drawn.filter((name) => !used.has(name))).toEqual([]);
});

test('what can be tapped says what it is', () => {
  const silent = templates.flatMap((file) => {
    const tags = [...read(file).matchAll(/<view\b[^>]*\bbindtap=[^>]*>/g)].map(([tag]) => tag);
    return tags.filter((tag) => !/aria-role=/.test(tag)).map((tag) => `${file}: ${tag}`);
  });
  expect(silent).toEqual([]);
});
