import { createEventChannel } from './eventChannel';
import type { EventChannel, Navigation, PageInstance } from './host';
import type { Page } from './page';
import { parseUrl, type Route } from './url';

/** What the stack needs of the rest of the phone. */
export interface StackParts {
  isTab(path: string): boolean;
  hasPage(path: string): boolean;
  /** Loads the page's package when it is not here yet. */
  load(path: string): Promise<void>;
  create(route: Route, opener: EventChannel): Page;
  /** The page on top changed, or how it wants to be drawn. */
  onTop(page: Page): void;
  onMissing(route: Route): void;
}

/** WeChat keeps at most ten pages. */
const LIMIT = 10;

/** The stack of pages and the tabs that wait beside it. */
export class PageStack implements Navigation {
  readonly #stack: Page[] = [];
  readonly #tabs = new Map<string, Page>();
  /** One change of the stack at a time. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: StackParts) {}

  pages(): readonly PageInstance[] {
    return this.#stack.map(({ instance }) => instance);
  }

  top(): Page | null {
    return this.#stack.at(-1) ?? null;
  }

  get depth(): number {
    return this.#stack.length;
  }

  all(): readonly Page[] {
    return [...new Set([...this.#stack, ...this.#tabs.values()])];
  }

  navigateTo(
    url: string,
    events: Readonly<Record<string, (...args: readonly unknown[]) => void>> = {},
  ): Promise<{ readonly eventChannel: EventChannel }> {
    return this.#enqueue(async () => {
      const route = this.#resolve(url);
      if (this.parts.isTab(route.path)) throw new Error('can not navigateTo a tabbar page');
      if (this.#stack.length >= LIMIT) throw new Error('webview count limit exceed');
      await this.parts.load(route.path);
      const eventChannel = createEventChannel();
      for (const [name, listener] of Object.entries(events)) eventChannel.on(name, listener);
      this.#hideTop();
      this.#open(route, eventChannel);
      return { eventChannel };
    });
  }

  redirectTo(url: string): Promise<void> {
    return this.#enqueue(async () => {
      const route = this.#resolve(url);
      if (this.parts.isTab(route.path)) throw new Error('can not redirectTo a tabbar page');
      await this.parts.load(route.path);
      const closed = this.#stack.pop();
      if (closed && this.#isKept(closed)) this.#tabs.delete(closed.path);
      closed?.unload();
      this.#open(route, createEventChannel());
    });
  }

  navigateBack(delta = 1): Promise<void> {
    return this.#enqueue(async () => {
      const left = Math.max(1, this.#stack.length - Math.max(1, delta));
      if (left === this.#stack.length) throw new Error('cannot navigate back at first page.');
      this.#close(left);
      this.#showTop();
    });
  }

  switchTab(url: string): Promise<void> {
    return this.#enqueue(async () => {
      const { path } = this.#resolve(url);
      if (!this.parts.isTab(path)) throw new Error('can not switch to no-tabBar page');
      if (this.#stack.length === 1 && this.top()?.path === path) return;
      await this.parts.load(path);
      const bottom = this.#stack[0];
      const wasOnTop = this.#stack.length === 1;
      this.#close(bottom && this.#isKept(bottom) ? 1 : 0);
      if (bottom && bottom === this.top()) {
        if (bottom.path === path) return this.#showTop();
        if (wasOnTop) bottom.hide();
        this.#stack.pop();
      }
      const kept = this.#tabs.get(path);
      if (!kept) return this.#open({ path, query: {} }, createEventChannel());
      this.#stack.push(kept);
      this.#showTop();
    });
  }

  reLaunch(url: string): Promise<void> {
    return this.#enqueue(async () => {
      const route = this.#resolve(url);
      await this.parts.load(route.path);
      for (const page of [...this.all()].reverse()) page.unload();
      this.#stack.length = 0;
      this.#tabs.clear();
      this.#open(route, createEventChannel());
    });
  }

  #enqueue<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#busy.then(change, change);
    this.#busy = result.catch(() => undefined);
    return result;
  }

  #resolve(url: string): Route {
    const route = parseUrl(url, this.top()?.path);
    if (this.parts.hasPage(route.path)) return route;
    this.parts.onMissing(route);
    throw new Error(`page "${route.path}" is not found`);
  }

  /** `getCurrentPages()` contains the page from its onLoad on. */
  #open(route: Route, opener: EventChannel): void {
    const page = this.parts.create(route, opener);
    this.#stack.push(page);
    if (this.parts.isTab(route.path)) this.#tabs.set(route.path, page);
    this.parts.onTop(page);
    page.start();
    page.show();
    page.finishStart();
  }

  #hideTop(): void {
    this.top()?.hide();
  }

  #showTop(): void {
    const page = this.top();
    if (!page) return;
    this.parts.onTop(page);
    page.show();
  }

  /** Unloads the pages above the first `left`. */
  #close(left: number): void {
    while (this.#stack.length > left) this.#stack.pop()?.unload();
  }

  #isKept(page: Page): boolean {
    return this.#tabs.get(page.path) === page;
  }
}
