import { clockOffset } from './clock';
import { Foreground } from './foreground';
import type { Host, Provided } from './host';
import { PhoneIntersectionObserver } from './instance/intersection';
import { MediaQueryObserver } from './instance/mediaQuery';
import { type QueryScreen, SelectorQuery } from './instance/selectorQuery';
import { assetUrl, type Phone } from './phone';
import { scrollPage } from './scrollPage';
import { shareCardOf } from './share';

export interface MadeHost {
  readonly host: Host;
  /** What `wx/` has given so far. */
  readonly provided: Partial<Provided>;
  readonly foreground: Foreground;
}

/** Builds the seam that the `wx` object is written against. */
export function createHost(phone: Phone, screen: QueryScreen): MadeHost {
  const provided: Partial<Provided> = {};
  const foreground = new Foreground(phone);
  const host: Host = {
    identity: phone.config.identity,
    storageNamespace: `phone:${phone.config.identity.openid || 'nobody'}:`,
    navigation: phone.stack,
    navigationBar: phone.navigationBar,
    tabBar: phone.tabBar,
    pullDown: phone.pullDown,
    uiRoot: phone.frame.ui,
    get appConfig() {
      return phone.appConfig as unknown as Readonly<Record<string, unknown>>;
    },
    get launchOptions() {
      return foreground.launchOptions;
    },
    get enterOptions() {
      return foreground.enterOptions;
    },
    get theme() {
      return phone.theme;
    },
    get clockOffset() {
      return clockOffset();
    },
    ...answers(phone, screen),
    setTheme: (theme) => phone.setTheme(theme),
    enter: (pathWithQuery, scene) => foreground.enter(pathWithQuery, scene),
    setForeground: (shown) => foreground.set(shown),
    on: (event, listener) => phone.events.on(event, listener),
    report: (error, where) => phone.report(error, where),
    provide: (more) => void Object.assign(provided, more),
  };
  return { host, provided, foreground };
}

type Answers = Pick<
  Host,
  | 'windowInfo'
  | 'menuButton'
  | 'scrollTo'
  | 'createSelectorQuery'
  | 'createIntersectionObserver'
  | 'createMediaQueryObserver'
  | 'assetUrl'
  | 'shareCard'
>;

/** What the page on top is asked for. */
function answers(phone: Phone, screen: QueryScreen): Answers {
  return {
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
  };
}

function nodeOf(component: unknown) {
  type Instance = { readonly _$?: ReturnType<QueryScreen['topComponent']> };
  return (component as Instance | null | undefined)?._$ ?? null;
}
