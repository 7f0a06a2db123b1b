import type { Identity, Theme } from './manifest';

/**
 * What a phone offers to the `wx` object: its page stack, bars, windows and clock. `wx/` is
 * written against this file alone and gives its own answers back through `Host.provide`.
 */

export type { Identity, Theme };

/** Where an app was entered: the argument of onLaunch and onShow. */
export interface EnterOptions {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly scene: number;
  readonly referrerInfo: Readonly<Record<string, unknown>>;
  readonly shareTicket?: string;
}

/** CSS pixels, relative to the screen. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** The fields of wx.getWindowInfo. `windowHeight` is what is left between the bars. */
export interface WindowInfo {
  readonly pixelRatio: number;
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly windowWidth: number;
  readonly windowHeight: number;
  readonly statusBarHeight: number;
  readonly screenTop: number;
  readonly safeArea: Rect;
}

export interface EventChannel {
  on(name: string, listener: (...args: readonly unknown[]) => void): void;
  once(name: string, listener: (...args: readonly unknown[]) => void): void;
  off(name: string, listener?: (...args: readonly unknown[]) => void): void;
  emit(name: string, ...args: readonly unknown[]): void;
}

/** A page as `getCurrentPages()` gives it, with the fields every page has. */
export interface PageInstance {
  readonly route: string;
  readonly options: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
  setData(data: Readonly<Record<string, unknown>>, callback?: () => void): void;
  readonly [member: string]: unknown;
}

/**
 * Page stack. A refusal rejects with a plain Error whose message is what follows `:fail ` on a
 * phone (`page "pages/x" is not found`, `webview count limit exceed` …). Urls may be absolute
 * (`/pages/a/a?x=1`) or relative to the page on top.
 */
export interface Navigation {
  navigateTo(
    url: string,
    events?: Readonly<Record<string, (...args: readonly unknown[]) => void>>,
  ): Promise<{ readonly eventChannel: EventChannel }>;
  redirectTo(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  /** `delta` beyond the first page goes to the first page. */
  navigateBack(delta?: number): Promise<void>;
  /** Bottom first; the last one is on screen. */
  pages(): readonly PageInstance[];
}

/** The native bar of the page on top. Colours are `#rrggbb`; the front is black or white. */
export interface NavigationBar {
  setTitle(title: string): void;
  setColor(front: '#000000' | '#ffffff', background: string): void;
  setLoading(loading: boolean): void;
  hideHomeButton(): void;
  /** What the back button asks on this page before it leaves; null for nothing. */
  askBeforeLeaving(message: string | null): void;
}

export interface TabItem {
  readonly text?: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

export interface TabStyle {
  readonly color?: string;
  readonly selectedColor?: string;
  readonly backgroundColor?: string;
  readonly borderStyle?: string;
}

/** Each method throws an Error (`not TabBar page`, `tabbar item not found`) as on a phone. */
export interface TabBar {
  setBadge(index: number, text: string | null): void;
  setRedDot(index: number, shown: boolean): void;
  setItem(index: number, item: TabItem): void;
  setStyle(style: TabStyle): void;
  setShown(shown: boolean): void;
}

export interface PullDown {
  start(): void;
  stop(): void;
  setBackground(color: string | undefined, textStyle: 'dark' | 'light' | undefined): void;
}

export interface ScrollTarget {
  /** px from the top of the page, or */
  readonly scrollTop?: number;
  /** a selector in the page, plus */
  readonly selector?: string;
  readonly offsetTop?: number;
  /** ms, 300 when absent. */
  readonly duration?: number;
}

/** What a person sends on when a page is shared. */
export interface ShareCard {
  readonly title: string;
  /** `/pages/a/a?x=1`, with the query. */
  readonly path: string;
  /** Address that an `<img>` can show; empty when the page gives none. */
  readonly imageUrl: string;
}

export interface ShareSource {
  readonly from: 'button' | 'menu';
  /** The tapped button: `{ id, dataset }`. */
  readonly target?: unknown;
}

/** A button of a built-in tag with an open-type, asking for what only the host app can do. */
export interface OpenTypeRequest {
  /** `share`, `chooseAvatar`, `getPhoneNumber`, `contact`, `openSetting`, `feedback` … */
  readonly openType: string;
  readonly target: { readonly id: string; readonly dataset: Readonly<Record<string, unknown>> };
  /** The button's properties, as the page set them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Fires the button's event: `chooseavatar` with `{ avatarUrl }` … */
  trigger(event: string, detail: Readonly<Record<string, unknown>>): void;
}

/** What `wx/` gives to the runtime. Whatever is missing fails with its name when it is needed. */
export interface Provided {
  /** A button with an open-type was tapped. */
  readonly openType: (request: OpenTypeRequest) => void;
  /** `···` in the capsule was tapped. */
  readonly openMenu: () => void;
  /** The ring in the capsule was tapped. */
  readonly close: () => void;
  /** Turns `cloud://…` in an image's src into an address that can be loaded. */
  readonly cloudFileUrl: (fileId: string) => Promise<string>;
  /** The nickname keyboard of `<input type="nickname">` offers this name above the keys. */
  readonly nickname: () => string;
  /** Shows the question of wx.enableAlertBeforeUnload; true when the person leaves all the same. */
  readonly askLeaving: (message: string) => Promise<boolean>;
  /** Tapping outside closes keyboards, not sheets; a page change closes every sheet. */
  readonly closeSheets: () => void;
}

/** The app's own events and those of the phone; the payload is what wx.onX hands over. */
export interface HostEvents {
  readonly appShow: EnterOptions;
  readonly appHide: undefined;
  readonly themeChange: { readonly theme: Theme };
  readonly windowResize: { readonly size: { windowWidth: number; windowHeight: number } };
  readonly keyboardHeightChange: { readonly height: number };
  /** Message and stack of an uncaught error in the app. */
  readonly error: { readonly message: string; readonly stack: string };
  readonly unhandledRejection: { readonly reason: unknown; readonly promise: Promise<unknown> };
  readonly pageNotFound: { path: string; query: Record<string, string>; isEntryPage: boolean };
  /** A message of the local cloud's event stream: `reload`, `clock`, `reset` and others. */
  readonly cloudEvent: { readonly type: string; readonly [field: string]: unknown };
}

/** A frame of pixels on top of the pages, as large as the screen; children are sheets. */
export interface Host {
  readonly identity: Identity;
  /** app.json, with theme variables resolved for the theme of this moment. */
  readonly appConfig: Readonly<Record<string, unknown>>;
  /** What onLaunch was given. */
  readonly launchOptions: EnterOptions;
  /** What the latest onShow was given. */
  readonly enterOptions: EnterOptions;
  readonly navigation: Navigation;
  readonly navigationBar: NavigationBar;
  readonly tabBar: TabBar;
  readonly pullDown: PullDown;
  /** Where sheets, toasts and menus are put: covers the whole screen, lets taps through. */
  readonly uiRoot: HTMLElement;
  /** Prefix of every key this phone keeps in the browser's storage. */
  readonly storageNamespace: string;
  readonly theme: Theme;
  setTheme(theme: Theme): void;
  /** ms by which the club's clock is ahead of real time; `Date` is already shifted by it. */
  readonly clockOffset: number;
  windowInfo(): WindowInfo;
  /** The capsule in the top right corner. */
  menuButton(): Rect;
  scrollTo(target: ScrollTarget): Promise<void>;
  /** wx.createSelectorQuery; `component` is an instance or null for the page on top. */
  createSelectorQuery(component: unknown): unknown;
  createIntersectionObserver(component: unknown, options?: unknown): unknown;
  createMediaQueryObserver(component: unknown): unknown;
  /** Turns a path of the mini-program (`/assets/a.png`) into an address of the browser. */
  assetUrl(path: string): string;
  /** Asks the page on top for its card (onShareAppMessage), filling in WeChat's defaults. */
  shareCard(source: ShareSource): Promise<ShareCard>;
  /** Enters the app anew (a card was opened, a code was scanned): onShow, then the page. */
  enter(pathWithQuery: string, scene: number): Promise<void>;
  /** The app goes to the background and comes back, as with the home gesture. */
  setForeground(foreground: boolean): void;
  on<E extends keyof HostEvents>(event: E, listener: (payload: HostEvents[E]) => void): () => void;
  /** Shows an error of the app on the phone and in the console. */
  report(error: unknown, where: string): void;
  provide(provided: Partial<Provided>): void;
}

/** `wx/index.ts` exports `createWx` of this shape; the result becomes the global `wx`. */
export type CreateWx = (host: Host) => object;
