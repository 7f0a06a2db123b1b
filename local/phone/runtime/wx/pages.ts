import type { EventChannel, Host, ScrollTarget } from '../host';
import { type Callbacks, Refusal, settle } from './settle';

type UrlOptions = Callbacks & {
  readonly url?: unknown;
  readonly events?: Readonly<Record<string, (...args: readonly unknown[]) => void>>;
};

function urlOf(options: UrlOptions): string {
  if (typeof options.url === 'string' && options.url !== '') return options.url;
  throw new Refusal('parameter error: parameter.url should be String');
}

export function navigationMembers({ navigation }: Host) {
  const to = (
    api: 'redirectTo' | 'switchTab' | 'reLaunch',
  ): ((options?: UrlOptions) => ReturnType<typeof settle>) => {
    return (options = {}) => settle(api, options, () => navigation[api](urlOf(options)));
  };
  return {
    navigateTo: (options: UrlOptions = {}) =>
      settle('navigateTo', options, (): Promise<{ readonly eventChannel: EventChannel }> => {
        return navigation.navigateTo(urlOf(options), options.events);
      }),
    redirectTo: to('redirectTo'),
    switchTab: to('switchTab'),
    reLaunch: to('reLaunch'),
    navigateBack: (options: Callbacks & { readonly delta?: number } = {}) =>
      settle('navigateBack', options, () => navigation.navigateBack(options.delta ?? 1)),
  };
}

interface ColorOptions extends Callbacks {
  readonly frontColor?: string;
  readonly backgroundColor?: string;
}

function frontColor(color: string | undefined): '#000000' | '#ffffff' {
  if (color === '#000000' || color === '#ffffff') return color;
  throw new Refusal(`invalid frontColor "${color}": only #ffffff and #000000 are supported`);
}

type TabOptions = Callbacks & { readonly index?: number; readonly text?: string };

/** The bars around a page, and the page's own scrolling. */
export function pageMembers(host: Host) {
  const { navigationBar, tabBar, pullDown } = host;
  const bar = (api: string, options: Callbacks | undefined, work: () => void) =>
    settle(api, options, work);
  return {
    setNavigationBarTitle: (options: Callbacks & { readonly title?: string } = {}) =>
      bar('setNavigationBarTitle', options, () => navigationBar.setTitle(options.title ?? '')),
    setNavigationBarColor: (options: ColorOptions = {}) =>
      bar('setNavigationBarColor', options, () => {
        navigationBar.setColor(
          frontColor(options.frontColor),
          options.backgroundColor ?? '#ffffff',
        );
      }),
    enableAlertBeforeUnload: (options: Callbacks & { readonly message?: unknown } = {}) =>
      bar('enableAlertBeforeUnload', options, () => {
        if (typeof options.message !== 'string') {
          throw new Refusal('parameter error: parameter.message should be String');
        }
        navigationBar.askBeforeLeaving(options.message);
      }),
    disableAlertBeforeUnload: (options?: Callbacks) =>
      bar('disableAlertBeforeUnload', options, () => navigationBar.askBeforeLeaving(null)),
    showNavigationBarLoading: (options?: Callbacks) =>
      bar('showNavigationBarLoading', options, () => navigationBar.setLoading(true)),
    hideNavigationBarLoading: (options?: Callbacks) =>
      bar('hideNavigationBarLoading', options, () => navigationBar.setLoading(false)),
    hideHomeButton: (options?: Callbacks) =>
      bar('hideHomeButton', options, () => navigationBar.hideHomeButton()),

    setTabBarBadge: (options: TabOptions = {}) =>
      bar('setTabBarBadge', options, () => tabBar.setBadge(options.index ?? 0, options.text ?? '')),
    removeTabBarBadge: (options: TabOptions = {}) =>
      bar('removeTabBarBadge', options, () => tabBar.setBadge(options.index ?? 0, null)),
    showTabBarRedDot: (options: TabOptions = {}) =>
      bar('showTabBarRedDot', options, () => tabBar.setRedDot(options.index ?? 0, true)),
    hideTabBarRedDot: (options: TabOptions = {}) =>
      bar('hideTabBarRedDot', options, () => tabBar.setRedDot(options.index ?? 0, false)),
    showTabBar: (options?: Callbacks) => bar('showTabBar', options, () => tabBar.setShown(true)),
    hideTabBar: (options?: Callbacks) => bar('hideTabBar', options, () => tabBar.setShown(false)),

    startPullDownRefresh: (options?: Callbacks) =>
      bar('startPullDownRefresh', options, () => pullDown.start()),
    stopPullDownRefresh: (options?: Callbacks) =>
      bar('stopPullDownRefresh', options, () => pullDown.stop()),
    setBackgroundColor: (options: Callbacks & { readonly backgroundColor?: string } = {}) =>
      bar('setBackgroundColor', options, () =>
        pullDown.setBackground(options.backgroundColor, undefined),
      ),
    setBackgroundTextStyle: (options: Callbacks & { readonly textStyle?: 'dark' | 'light' } = {}) =>
      bar('setBackgroundTextStyle', options, () =>
        pullDown.setBackground(undefined, options.textStyle),
      ),

    pageScrollTo: (options: Callbacks & ScrollTarget = {}) =>
      settle('pageScrollTo', options, () => host.scrollTo(options)),
    createSelectorQuery: () => host.createSelectorQuery(null),
    createIntersectionObserver: (component: unknown, options?: unknown) =>
      host.createIntersectionObserver(component, options),
  };
}
