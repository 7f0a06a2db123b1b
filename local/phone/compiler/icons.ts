import { readFileSync } from 'node:fs';
import path from 'node:path';
import postcss from 'postcss';
import { CLASS_PREFIX } from './selectors';

/** Stands for an icon's image in a translated sheet: `\u0003name\u0003`. */
const IMAGE = '\u0003';
/** What all icons have in common; each adds its image. */
const SHAPE =
  'content:"";display:inline-block;width:1em;height:1em;vertical-align:top;background:currentColor;' +
  'mask:center/contain no-repeat';
const ICON_RULE = new RegExp(`^\\.${CLASS_PREFIX}t-icon-([\\w-]+)::?before$`);

/**
 * TDesign draws its icons with a font from a CDN. The phone draws the same shapes as masks, from
 * the npm package of their SVGs, so that nothing is fetched from outside.
 */
export function drawIconsLocally(root: postcss.Root): void {
  root.walkAtRules('font-face', (rule) => void rule.remove());
  root.walkRules((rule) => {
    const name = ICON_RULE.exec(rule.selector)?.[1];
    if (name === undefined) return;
    rule.removeAll();
    rule.append(postcss.decl({ prop: 'mask-image', value: `${IMAGE}${name}${IMAGE}` }));
  });
  root.prepend(postcss.parse(`.${CLASS_PREFIX}t-icon-base::before{${SHAPE}}`));
}

/** Puts the images into a translated icon sheet. */
export interface IconDrawer {
  isIconSheet(file: string): boolean;
  /**
   * Names that occur in the project's sources are inlined, every other icon is an address under
   * `/phone-assets/icons/`; other sheets come back as they are.
   */
  fill(file: string, css: string): string;
}

export class TDesignIcons implements IconDrawer {
  readonly #folder: string;
  readonly #images = new Map<string, string | null>();

  constructor(
    projectRoot: string,
    private readonly isMentioned: (name: string) => boolean,
  ) {
    this.#folder = path.join(projectRoot, 'node_modules/tdesign-icons-svg/src');
  }

  isIconSheet(file: string): boolean {
    return /tdesign-miniprogram[\\/].*[\\/]icon[\\/]icon\.wxss$/.test(file);
  }

  fill(file: string, css: string): string {
    if (!this.isIconSheet(file)) return css;
    return css.replace(new RegExp(`${IMAGE}([\\w-]+)${IMAGE}`, 'g'), (_, name: string) =>
      this.#mask(name),
    );
  }

  /** The SVG of an icon as a mask needs it; null when there is none of that name. */
  svg(name: string): string | null {
    const known = this.#images.get(name);
    if (known !== undefined) return known;
    const image = this.#read(name);
    this.#images.set(name, image);
    return image;
  }

  #mask(name: string): string {
    if (!this.isMentioned(name)) return `url(/phone-assets/icons/${name}.svg)`;
    const svg = this.svg(name);
    return svg === null ? 'none' : `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
  }

  #read(name: string): string | null {
    if (!/^[\w-]+$/.test(name)) return null;
    try {
      const source = readFileSync(path.join(this.#folder, `${name}.svg`), 'utf8');
      // The package writes `view-box`, which no browser reads.
      return source.replace('view-box=', 'viewBox=').replaceAll('currentColor', '#000');
    } catch {
      return null;
    }
  }
}
