import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every literal in the texts that is the name of a TDesign icon, sorted. */
export function iconsIn(texts: Iterable<string>, folder: string): string[] {
  const literals = new Set<string>();
  for (const text of texts) {
    for (const [, name = ''] of text.matchAll(/(?<=["'`])([a-z][a-z0-9-]+)(?=["'`])/g)) {
      literals.add(name);
    }
  }
  return [...literals].filter((name) => existsSync(join(folder, `${name}.svg`))).sort();
}

/**
 * TDesign's icon.wxss with its font taken out: the font lives on a CDN, so the icons in use are
 * drawn as masks from the same library's SVGs, inlined.
 */
export async function inlineIcons(
  wxss: string,
  names: readonly string[],
  folder: string,
): Promise<string> {
  const base = wxss
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/^\s*\.t-icon-[\w-]+:before\s*\{[^}]*\}\s*$/gm, '')
    .replace(/\.t-icon\s*\{font-family:[^}]*\}/g, '')
    .replace(/\n{2,}/g, '\n');
  if (names.length === 0) return base;
  const everyIcon = names.map((name) => `.t-icon-${name}:before`).join(',');
  const shape = [
    "content:''",
    'display:block',
    'width:1em',
    'height:1em',
    'background-color:currentColor',
    '-webkit-mask:var(--icon) center/contain no-repeat',
    'mask:var(--icon) center/contain no-repeat',
  ].join(';');
  const masks = await Promise.all(
    names.map(async (name) => {
      const url = svgUrl(await readFile(join(folder, `${name}.svg`), 'utf8'));
      return `.t-icon-${name}:before{--icon:${url};}`;
    }),
  );
  return `${base}\n${everyIcon}{${shape};}\n${masks.join('\n')}\n`;
}

/** A mask needs the shape only: classes and ids go, and the package's `view-box` is mended. */
function svgUrl(svg: string): string {
  const plain = svg
    .replace('view-box=', 'viewBox=')
    .replace(/ (?:class|id|width|height)="[^"]*"/g, '')
    .replaceAll('currentColor', '#000')
    .replaceAll('"', "'")
    .trim();
  const escaped = plain.replace(/[%#<>{}"]/g, (sign) => encodeURIComponent(sign));
  return `url("data:image/svg+xml,${escaped}")`;
}
