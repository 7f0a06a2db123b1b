import type { TabBarConfig } from '../../compiler/config';
import type { TabBar, TabItem, TabStyle } from '../host';
import type { PhoneFrame } from './frame';

interface TabState extends TabItem {
  badge?: string | null;
  redDot?: boolean;
}

interface TabActions {
  readonly config: () => TabBarConfig | undefined;
  readonly open: (pagePath: string) => void;
  readonly assetUrl: (path: string) => string;
  /** Lays the page out anew: the bar came or went. */
  readonly onShown: () => void;
  /** Whether the page on top is a tab. */
  readonly isOnTab: () => boolean;
}

/** The row of tabs at the bottom. */
export class PhoneTabBar implements TabBar {
  readonly #states = new Map<number, TabState>();
  #style: TabStyle = {};
  #shown = true;
  #selected = '';

  constructor(
    private readonly frame: PhoneFrame,
    private readonly actions: TabActions,
  ) {}

  /** Whether the bar would be drawn on this page. */
  isOn(pagePath: string): boolean {
    const config = this.actions.config();
    const isTab = config?.list.some((tab) => tab.pagePath === pagePath) ?? false;
    return isTab && this.#shown && config?.custom !== true;
  }

  draw(pagePath: string): void {
    this.#selected = pagePath;
    this.frame.tabs.hidden = !this.isOn(pagePath);
    const config = this.actions.config();
    if (this.frame.tabs.hidden || !config) return;
    const { backgroundColor = '#ffffff', borderStyle = 'black' } = { ...config, ...this.#style };
    this.frame.tabs.style.background = backgroundColor;
    this.frame.tabs.dataset.border = borderStyle;
    this.frame.tabs.replaceChildren(
      ...config.list.map((tab, index) => this.#tab({ ...tab, ...this.#states.get(index) }, config)),
    );
  }

  setBadge(index: number, text: string | null): void {
    this.#change(index, { badge: text });
  }

  setRedDot(index: number, shown: boolean): void {
    this.#change(index, { redDot: shown });
  }

  setItem(index: number, item: TabItem): void {
    this.#change(index, item);
  }

  setStyle(style: TabStyle): void {
    this.#requireTab();
    this.#style = { ...this.#style, ...style };
    this.draw(this.#selected);
  }

  setShown(shown: boolean): void {
    this.#requireTab();
    this.#shown = shown;
    this.actions.onShown();
  }

  #change(index: number, change: TabState): void {
    this.#requireTab();
    if (!this.actions.config()?.list[index]) throw new Error('tabbar item not found');
    this.#states.set(index, { ...this.#states.get(index), ...change });
    this.draw(this.#selected);
  }

  #requireTab(): void {
    if (!this.actions.isOnTab()) throw new Error('not TabBar page');
  }

  #tab(tab: TabState & { readonly pagePath: string }, config: TabBarConfig): HTMLElement {
    const isSelected = tab.pagePath === this.#selected;
    const { color = '#7a7e83', selectedColor = '#3cc51f' } = { ...config, ...this.#style };
    const element = document.createElement('button');
    element.className = 'wxphone-tab';
    element.setAttribute('role', 'tab');
    element.setAttribute('aria-selected', String(isSelected));
    element.style.color = isSelected ? selectedColor : color;
    element.append(...this.#icon(tab, isSelected), span(tab.text ?? '', 'wxphone-tab-text'));
    if (tab.badge) element.append(span(tab.badge, 'wxphone-tab-badge'));
    else if (tab.redDot) element.append(span('', 'wxphone-tab-dot'));
    element.addEventListener('click', () => this.actions.open(tab.pagePath));
    return element;
  }

  #icon(tab: TabState, isSelected: boolean): readonly HTMLElement[] {
    const path = isSelected ? (tab.selectedIconPath ?? tab.iconPath) : tab.iconPath;
    if (!path) return [];
    const image = document.createElement('img');
    image.alt = '';
    image.src = this.actions.assetUrl(path);
    return [image];
  }
}

function span(text: string, className: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}
