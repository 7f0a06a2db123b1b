import type { AppConfig, WindowConfig } from '../compiler/config';
import { AppInstance } from './appInstance';
import { PhoneFrame } from './chrome/frame';
import { PhoneNavigationBar } from './chrome/navigationBar';
import { PhonePullDown } from './chrome/pullDown';
import { PhoneTabBar } from './chrome/tabBar';
import { Components } from './components';
import { HostEmitter } from './emitter';
import { createEngine, type Engine } from './engine';
import { ErrorStrip } from './errors';
import type { EventChannel, Theme } from './host';
import type { PackageView, PhoneConfig } from './manifest';
import { Packages } from './packages';
import { Page } from './page';
import { PageStack } from './pageStack';
import { StyleSheets } from './styleSheets';
import { defaultWindow, resolveTheme } from './theme';
import type { Route } from './url';

/** All parts of one phone, wired together. */
export class Phone {
  readonly frame = new PhoneFrame();
  readonly events = new HostEmitter();
  readonly app = new AppInstance((error, where) => this.report(error, where));
  readonly packages: Packages;
  readonly stack: PageStack;
  readonly navigationBar: PhoneNavigationBar;
  readonly tabBar: PhoneTabBar;
  readonly pullDown: PhonePullDown;
  readonly #strip = new ErrorStrip(this.frame.errors);
  readonly #styles: StyleSheets;
  readonly #engine: Engine;
  readonly #components: Components;
  #theme: Theme;

  constructor(
    readonly config: PhoneConfig,
    private readonly ui: {
      /** Sheets of the UI close when the page changes. */
      readonly onPageChange: () => void;
      /** A page with unsaved work asks before the back button leaves it. */
      readonly askLeaving: (message: string) => Promise<boolean>;
    },
    /** A package is here; library templates in it may use tags that the phone does not have. */
    private readonly shareTags: (engine: Engine, missing: readonly string[]) => void,
  ) {
    this.#theme = config.manifest.app.darkmode === true ? config.theme : 'light';
    this.#styles = new StyleSheets(this.#theme);
    this.packages = new Packages(config.manifest, (view) => this.#onPackage(view));
    this.#engine = createEngine(
      {
        root: this.frame.root,
        pageRect: () => this.pageRect(),
        screenWidth: () => this.frame.root.clientWidth,
      },
      (error, where) => this.report(error, where),
    );
    this.#components = new Components(
      this.#engine.codeSpace,
      this.packages,
      this.#styles,
      (error, where) => this.report(error, where),
    );
    this.stack = new PageStack({
      isTab: (path) => this.isTab(path),
      hasPage: (path) => this.packages.hasPage(path),
      load: (path) => this.packages.loadFor(path),
      create: (route, opener) => this.#createPage(route, opener),
      onTop: (page) => this.#showOnTop(page),
      onMissing: ({ path, query }) => {
        const options = { path, query: { ...query }, isEntryPage: this.stack.depth === 0 };
        this.app.pageNotFound(options);
        this.events.emit('pageNotFound', options);
      },
    });
    this.navigationBar = new PhoneNavigationBar(this.frame, () => this.stack.top(), {
      back: () => this.#go(this.#back()),
      home: () => this.#go(this.stack.reLaunch(`/${this.firstPage}`)),
    });
    this.tabBar = new PhoneTabBar(this.frame, {
      config: () => this.appConfig.tabBar,
      open: (path) => this.#openTab(path),
      assetUrl: (path) => assetUrl(path),
      onShown: () => this.redraw(),
      isOnTab: () => this.isTab(this.stack.top()?.path ?? ''),
    });
    this.pullDown = new PhonePullDown(() => this.stack.top());
  }

  get theme(): Theme {
    return this.#theme;
  }

  get appConfig(): AppConfig {
    return resolveTheme(this.config.manifest.app, this.config.manifest.theme, this.#theme);
  }

  get firstPage(): string {
    const { entryPagePath, pages } = this.config.manifest.app;
    return entryPagePath ?? pages[0] ?? '';
  }

  /** Makes Page, Component, App and their kind global, and app.wxss known. */
  install(): void {
    this.#components.install();
    this.app.install();
    Object.assign(globalThis, { getCurrentPages: () => this.stack.pages() });
    this.frame.measure();
    this.frame.root.dataset.theme = this.#theme;
    this.frame.root.dataset.style = this.appConfig.style ?? 'v1';
    window.addEventListener('resize', () => this.#onResize());
  }

  isTab(path: string): boolean {
    return this.config.manifest.app.tabBar?.list.some((tab) => tab.pagePath === path) ?? false;
  }

  pageRect(): DOMRect {
    return (this.stack.top()?.element ?? this.frame.pages).getBoundingClientRect();
  }

  report(error: unknown, where: string): void {
    this.#strip.show(error, where);
    const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
    this.app.error(`${message}\n${stack}`);
    this.events.emit('error', { message, stack });
  }

  redraw(): void {
    const page = this.stack.top();
    if (page) this.#draw(page);
  }

  setTheme(theme: Theme): void {
    if (this.config.manifest.app.darkmode !== true || theme === this.#theme) return;
    this.#theme = theme;
    this.#styles.setTheme(theme);
    this.frame.root.dataset.theme = theme;
    for (const page of this.stack.all()) page.applyTheme(this.#windowConfig(page.path));
    this.redraw();
    this.app.themeChanged(theme);
    for (const page of this.stack.all()) page.themeChanged(theme);
    this.events.emit('themeChange', { theme });
  }

  #onPackage(view: PackageView): void {
    this.shareTags(this.#engine, view.missingTags);
    if (view.name === 'main') this.#styles.add('app', view.styles.app ?? '', '');
  }

  #windowConfig(path: string): WindowConfig {
    const own = this.packages.component(path)?.config ?? {};
    const { theme } = this.config.manifest;
    return {
      ...defaultWindow(this.#theme),
      ...resolveTheme({ ...this.config.manifest.app.window, ...own }, theme, this.#theme),
    };
  }

  #createPage(route: Route, opener: EventChannel): Page {
    this.#components.load(route.path);
    const page = new Page({
      route,
      opener,
      root: this.#engine.createPageRoot(route.path),
      config: this.#windowConfig(route.path),
      report: (error, where) => this.report(error, where),
      redraw: () => this.redraw(),
    });
    this.frame.pages.append(page.element);
    this.pullDown.attach(page);
    return page;
  }

  #showOnTop(page: Page): void {
    this.ui.onPageChange();
    for (const other of this.stack.all()) other.element.hidden = other !== page;
    this.#styles.showPage(page.path);
    this.#draw(page);
    const address = new URL(window.location.href);
    address.searchParams.set('path', page.url);
    // A reload (a saved source file) comes back to this page.
    window.history.replaceState(null, '', address);
    const ahead = this.config.manifest.app.preloadRule?.[page.path]?.packages;
    if (ahead) requestIdleCallback(() => void this.packages.preload(ahead));
  }

  #draw(page: Page): void {
    this.tabBar.draw(page.path);
    this.navigationBar.draw(page, {
      canGoBack: this.stack.depth > 1,
      isRoot: this.isTab(page.path) || page.path === this.firstPage,
    });
    this.frame.placePage(page.element, {
      navigation: page.config.navigationStyle !== 'custom',
      tabs: this.tabBar.isOn(page.path),
    });
  }

  #openTab(path: string): void {
    const index = this.appConfig.tabBar?.list.findIndex((tab) => tab.pagePath === path) ?? 0;
    const text = this.appConfig.tabBar?.list[index]?.text ?? '';
    this.#go(
      this.stack.switchTab(`/${path}`).then(() => {
        this.stack.top()?.call('onTabItemTap', { index, pagePath: path, text });
      }),
    );
  }

  /** Only the button asks; `wx.navigateBack` of the page itself does not, as on a phone. */
  async #back(): Promise<void> {
    const page = this.stack.top();
    const question = page?.bar.leaveAlert ?? null;
    if (question !== null && !(await this.ui.askLeaving(question))) return;
    if (this.stack.top() === page) await this.stack.navigateBack();
  }

  #go(move: Promise<unknown>): void {
    move.catch((error: unknown) => this.report(error, 'navigation'));
  }

  #onResize(): void {
    this.frame.measure();
    this.redraw();
    const { windowWidth, windowHeight } = this.frame.windowInfo(this.stack.top()?.element ?? null);
    const size = { windowWidth, windowHeight };
    this.stack.top()?.resize(size);
    this.events.emit('windowResize', { size });
  }
}

/** A path of the mini-program as an address; addresses stay what they are. */
export function assetUrl(path: string): string {
  if (/^[a-z]+:/i.test(path) || path.startsWith('//')) return path;
  return `/phone-assets/mp/${path.replace(/^\/+/, '')}`;
}
