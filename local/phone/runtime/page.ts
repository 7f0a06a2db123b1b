import type { glassEasel } from 'glass-easel-miniprogram-adapter';
import type { WindowConfig } from '../compiler/config';
import { requireChild } from './dom/elements';
import type { PhoneRoot } from './engine';
import type { EventChannel, PageInstance, Theme } from './host';
import { formatUrl, type Route } from './url';

/** What the navigation bar shows while this page is on top. */
export interface BarState {
  title: string;
  front: '#000000' | '#ffffff';
  background: string;
  loading: boolean;
  homeHidden: boolean;
  /** What is asked before the person goes back; null lets them go. */
  leaveAlert: string | null;
}

export interface PageParts {
  readonly route: Route;
  readonly root: PhoneRoot;
  readonly config: WindowConfig;
  readonly opener: EventChannel;
  readonly report: (error: unknown, where: string) => void;
  readonly redraw: () => void;
}

type Lifetime = glassEasel.GeneralComponent;

/** One page of the stack: its element, its instance and its lifecycle. */
export class Page {
  readonly element: HTMLElement;
  /** Scrolls; `wx-page` in it grows with the content. */
  readonly scroller: HTMLElement;
  readonly content: HTMLElement;
  readonly instance: PageInstance;
  readonly bar: BarState;
  readonly redraw: () => void;
  #barIsOwn = false;
  #bottomReached = false;

  constructor(private readonly parts: PageParts) {
    this.redraw = parts.redraw;
    this.element = document.createElement('div');
    this.element.className = 'wxphone-page';
    this.element.dataset.route = parts.route.path;
    this.element.innerHTML =
      '<div class="wxphone-refresh"><i></i><i></i><i></i></div>' +
      '<div class="wxphone-scroll"><wx-page><span></span></wx-page></div><div class="wxphone-portals"><wx-page></wx-page></div>';
    this.scroller = requireChild(this.element, '.wxphone-scroll');
    this.content = requireChild(this.element, 'wx-page');
    this.bar = barOf(parts.config);
    this.instance = this.#prepareInstance();
  }

  get path(): string {
    return this.parts.route.path;
  }

  get url(): string {
    return formatUrl(this.parts.route);
  }

  get config(): WindowConfig {
    return this.parts.config;
  }

  get component(): Lifetime {
    return this.parts.root.getComponent();
  }

  /** The theme changed: colours that the page did not set itself follow. */
  applyTheme(config: WindowConfig): void {
    if (this.#barIsOwn) return;
    const { front, background } = barOf(config);
    Object.assign(this.bar, { front, background });
    this.element.style.backgroundColor = config.backgroundColor ?? '';
  }

  markBarOwn(): void {
    this.#barIsOwn = true;
  }

  /** Puts the content into the document and runs everything up to onReady. */
  start(): void {
    const placeholder = requireChild(this.content, 'span');
    this.parts.root.attach(
      this.content as unknown as glassEasel.GeneralBackendElement,
      placeholder as unknown as glassEasel.GeneralBackendElement,
    );
    this.call('onLoad', this.parts.route.query);
  }

  finishStart(): void {
    this.scroller.addEventListener('scroll', () => this.#onScroll());
    setTimeout(() => this.call('onReady'), 0);
  }

  show(): void {
    this.component.triggerPageLifetime('show', []);
    this.call('onShow');
  }

  hide(): void {
    this.call('onHide');
    this.component.triggerPageLifetime('hide', []);
  }

  resize(size: { readonly windowWidth: number; readonly windowHeight: number }): void {
    this.component.triggerPageLifetime('resize', [{ size }]);
    this.call('onResize', { size });
  }

  themeChanged(theme: Theme): void {
    this.call('onThemeChange', { theme });
  }

  unload(): void {
    this.call('onUnload');
    this.parts.root.release();
    this.element.remove();
  }

  has(handler: string): boolean {
    return typeof this.instance[handler] === 'function';
  }

  /** Calls one of the page's handlers; its errors are reported, not thrown. */
  call(handler: string, ...args: readonly unknown[]): unknown {
    const method = this.instance[handler];
    if (typeof method !== 'function') return undefined;
    try {
      return method.apply(this.instance, args);
    } catch (error) {
      this.parts.report(error, `${this.path} ${handler}`);
      return undefined;
    }
  }

  #prepareInstance(): PageInstance {
    const { route, root, opener } = this.parts;
    const instance = root.get();
    Object.assign(instance, {
      route: route.path,
      __route__: route.path,
      options: route.query,
      getOpenerEventChannel: () => opener,
    });
    const component = root.getComponent();
    const known = component.getComponentDefinition().behavior;
    for (const [name, value] of Object.entries(route.query)) {
      if (known.getPropertyType(name) !== undefined) component.setData({ [name]: value });
    }
    return instance as unknown as PageInstance;
  }

  #onScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.call('onPageScroll', { scrollTop });
    const distance = this.config.onReachBottomDistance ?? 50;
    const isNear = scrollHeight - scrollTop - clientHeight <= distance;
    if (isNear && !this.#bottomReached) this.call('onReachBottom');
    this.#bottomReached = isNear;
  }
}

function barOf(config: WindowConfig): BarState {
  return {
    title: config.navigationBarTitleText ?? '',
    front: config.navigationBarTextStyle === 'black' ? '#000000' : '#ffffff',
    background: config.navigationBarBackgroundColor ?? '#000000',
    loading: false,
    homeHidden: false,
    leaveAlert: null,
  };
}
