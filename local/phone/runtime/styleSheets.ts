import type { Theme } from './host';

interface Sheet {
  readonly element: HTMLStyleElement;
  readonly css: string;
}

/** See compiler/selectors.ts. */
const CLASS_PREFIX = '\u0001';
const HOST_SELECTOR = '\u0002';
const ALWAYS = '(min-width: 0px)';
const NEVER = '(max-width: 0px)';

/**
 * The WXSS of the app and of every component in use. A page's own sheet applies only while that
 * page is on screen: on a phone each page is a document of its own.
 */
export class StyleSheets {
  readonly #sheets: Sheet[] = [];
  readonly #pages = new Map<string, HTMLStyleElement>();

  constructor(private theme: Theme) {}

  /** `scope` is the prefix of the component's classes; empty when its styles are shared. */
  add(path: string, css: string, scope: string): HTMLStyleElement | null {
    if (css === '') return null;
    const resolved = css
      .replaceAll(HOST_SELECTOR, scope === '' ? 'wx-page' : `[wx-host="${scope}"]`)
      .replaceAll(CLASS_PREFIX, scope === '' ? '' : `${scope}--`);
    const element = document.createElement('style');
    element.dataset.wxss = path;
    element.textContent = themed(resolved, this.theme);
    document.head.append(element);
    this.#sheets.push({ element, css: resolved });
    return element;
  }

  addPage(path: string, css: string, scope: string): void {
    if (this.#pages.has(path)) return;
    const element = this.add(path, css, scope);
    if (!element) return;
    this.#pages.set(path, element);
    disable(element, true);
  }

  /** Makes `path` the page whose own styles apply. */
  showPage(path: string): void {
    for (const [page, element] of this.#pages) disable(element, page !== path);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    for (const { element, css } of this.#sheets) {
      if (!css.includes('prefers-color-scheme')) continue;
      const disabled = element.sheet?.disabled ?? false;
      element.textContent = themed(css, theme);
      disable(element, disabled);
    }
  }
}

function disable(element: HTMLStyleElement, disabled: boolean): void {
  if (element.sheet) element.sheet.disabled = disabled;
}

/** The phone has a theme of its own, whatever the browser's is. */
function themed(css: string, theme: Theme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g, (_, wanted: string) =>
    wanted === theme ? ALWAYS : NEVER,
  );
}
