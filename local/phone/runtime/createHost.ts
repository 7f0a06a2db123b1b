import { clockOffset } from './clock';
import type { EnterOptions, Host, Provided, ScrollTarget } from './host';
import { PhoneIntersectionObserver } from './instance/intersection';
import { MediaQueryObserver } from './instance/mediaQuery';
import { type QueryScreen, SelectorQuery } from './instance/selectorQuery';
import { assetUrl, type Phone } from './phone';
import { shareCardOf } from './share';
import { parseUrl } from './url';

/** Scenes of WeChat: opened from the list of used mini-programs. */
const SCENE_MAIN_ENTRY = 1001;

export interface HostWithProvided {
  readonly host: Host;
  /** What `wx/` has given so far. */
  readonly provided: Partial<Provided>;
  launch(options: EnterOptions): void;
}

/** Builds the seam that the `wx` object is written against. */
export function createHost(phone: Phone, screen: QueryScreen): HostWithProvided {
  const provided: Partial<Provided> = {};
  let launchOptions: EnterOptions = {
    path: '',
    query: {},
    scene: SCENE_MAIN_ENTRY,
    referrerInfo: {},
  };
  let enterOptions = launchOptions;
  const show = (options: EnterOptions) => {
    enterOptions = options;
    phone.app.show(options);
    phone.events.emit('appShow', options);
  };
  const hide = () => {
    phone.stack.top()?.hide();
    phone.app.hide();
    phone.events.emit('appHide', undefined);
  };
  const host: Host = {
    identity: phone.config.identity,
    get appConfig() {
      return phone.appConfig as unknown as Readonly<Record<string, unknown>>;
    },
    get launchOptions() {
      return launchOptions;
    },
    get enterOptions() {
      return enterOptions;
    },
    navigation: phone.stack,
    navigationBar: phone.navigationBar,
    tabBar: phone.tabBar,
    pullDown: phone.pullDown,
    uiRoot: phone.frame.ui,
    storageNamespace: `phone:${phone.config.identity.openid || 'nobody'}:`,
    get theme() {
      return phone.theme;
    },
    setTheme: (theme) => phone.setTheme(theme),
    get clockOffset() {
      return clockOffset();
    },
    windowInfo: () => phone.frame.windowInfo(phone.stack.top()?.element ?? null),
    menuButton: () => phone.frame.menuButton(),
    scrollTo: (target) => scrollPage(phone, target),
    createSelectorQuery: (component) => new SelectorQuery(nodeOf(component), screen),
    createIntersectionObserver: (component, options) =>
      new PhoneIntersectionObserver(
        nodeOf(component) ?? screen.topComponent(),
        screen,
        options ?? {},
      ),
    createMediaQueryObserver: () => new MediaQueryObserver(),
    assetUrl,
    shareCard: (source) => {
      const page = phone.stack.top();
      if (!page) throw new Error('there is no page to share');
      return shareCardOf(page, source, assetUrl);
    },
    enter: async (pathWithQuery, scene) => {
      const { path, query } = parseUrl(pathWithQuery);
      if (phone.app.isForeground) hide();
      show({ path, query, scene, referrerInfo: {} });
      await phone.stack.reLaunch(`/${pathWithQuery.replace(/^\/+/, '')}`);
    },
    setForeground: (foreground) => {
      if (foreground === phone.app.isForeground) return;
      if (!foreground) return hide();
      show(enterOptions);
      phone.stack.top()?.show();
    },
    on: (event, listener) => phone.events.on(event, listener),
    report: (error, where) => phone.report(error, where),
    provide: (more) => void Object.assign(provided, more),
  };
  return {
    host,
    provided,
    launch: (options) => {
      launchOptions = options;
      enterOptions = options;
      phone.app.launch(options);
    },
  };
}

function nodeOf(component: unknown) {
  return (
    (component as { readonly _$?: ReturnType<QueryScreen['topComponent']> } | null)?._$ ?? null
  );
}

async function scrollPage(
  phone: Phone,
  { scrollTop, selector, offsetTop = 0, duration = 300 }: ScrollTarget,
): Promise<void> {
  const page = phone.stack.top();
  if (!page) return;
  const { scroller } = page;
  const node = selector ? page.component.getShadowRoot()?.querySelector(selector) : undefined;
  const element: unknown = node?.getBackendElement();
  if (selector && !(element instanceof HTMLElement))
    throw new Error(`invalid selector ${selector}`);
  const top =
    element instanceof HTMLElement
      ? scroller.scrollTop + element.getBoundingClientRect().top - phone.pageRect().top + offsetTop
      : (scrollTop ?? 0);
  scroller.scrollTo({ top, behavior: duration > 0 ? 'smooth' : 'auto' });
}
