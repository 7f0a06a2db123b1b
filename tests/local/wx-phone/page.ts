import type {
  Host,
  HostEvents,
  PageInstance,
  Provided,
  Theme,
} from '../../../local/phone/runtime/host';
import { createWx } from '../../../local/phone/runtime/wx';

/**
 * A phone without an app: only what `wx` stands on. The address says who holds it; `?code=` draws
 * a QR code on a canvas; `window.phone` lets a test look inside.
 */
const params = new URLSearchParams(location.search);
const as = params.get('as') ?? 'lin';

const log: string[] = [];
const provided: Partial<Provided> = {};
const listeners = new Map<string, Set<(payload: never) => void>>();
let theme: Theme = params.get('theme') === 'dark' ? 'dark' : 'light';

const uiRoot = document.createElement('div');
uiRoot.id = 'ui';
const shownPage = {
  route: 'pages/a/a',
  options: {},
  data: {},
  setData: () => undefined,
  onShareAppMessage: () => ({}),
} satisfies PageInstance;
const missing = (): never => {
  throw new Error('not part of this phone');
};
const noted =
  (name: string) =>
  (...args: readonly unknown[]): void =>
    void log.push(`${name} ${JSON.stringify(args)}`);

function emit<E extends keyof HostEvents>(event: E, payload: HostEvents[E]): void {
  for (const listener of listeners.get(event) ?? []) listener(payload as never);
}

const enter = { path: 'pages/a/a', query: {}, scene: 1001, referrerInfo: {} };
const rect = { left: 278, top: 6, right: 365, bottom: 38, width: 87, height: 32 };

const host: Host = {
  identity: { as, openid: `o-${as}` },
  appConfig: {},
  launchOptions: enter,
  enterOptions: enter,
  navigation: {
    navigateTo: async (url) => {
      if (url.includes('missing')) throw new Error(`page "${url}" is not found`);
      noted('navigateTo')(url);
      return { eventChannel: { on: missing, once: missing, off: missing, emit: missing } };
    },
    redirectTo: async (url) => noted('redirectTo')(url),
    switchTab: async (url) => noted('switchTab')(url),
    reLaunch: async (url) => noted('reLaunch')(url),
    navigateBack: async (delta) => noted('navigateBack')(delta),
    pages: () => [shownPage],
  },
  navigationBar: {
    setTitle: noted('setTitle'),
    setColor: noted('setColor'),
    setLoading: noted('setLoading'),
    hideHomeButton: noted('hideHomeButton'),
    askBeforeLeaving: noted('askBeforeLeaving'),
  },
  tabBar: {
    setBadge: noted('setBadge'),
    setRedDot: noted('setRedDot'),
    setItem: noted('setItem'),
    setStyle: noted('setStyle'),
    setShown: noted('setShown'),
  },
  pullDown: { start: noted('start'), stop: noted('stop'), setBackground: noted('setBackground') },
  uiRoot,
  storageNamespace: `test:${as}:`,
  get theme() {
    return theme;
  },
  setTheme(wanted) {
    theme = wanted;
    document.body.dataset.theme = wanted;
    emit('themeChange', { theme });
  },
  clockOffset: 0,
  windowInfo: () => ({
    pixelRatio: devicePixelRatio,
    screenWidth: innerWidth,
    screenHeight: innerHeight,
    windowWidth: innerWidth,
    windowHeight: innerHeight,
    statusBarHeight: 0,
    screenTop: 0,
    safeArea: { ...rect, top: 0, bottom: innerHeight },
  }),
  menuButton: () => rect,
  scrollTo: async (target) => noted('scrollTo')(target),
  createSelectorQuery: missing,
  createIntersectionObserver: missing,
  createMediaQueryObserver: missing,
  assetUrl: (path) => path,
  shareCard: async ({ from }) => ({
    title: `来看看（${from}）`,
    path: '/pages/a/a?x=1',
    imageUrl: '',
  }),
  enter: async (path, scene) => noted('enter')(path, scene),
  setForeground: noted('setForeground'),
  on(event, listener) {
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known.add(listener as (payload: never) => void));
    return () => void known.delete(listener as (payload: never) => void);
  },
  report: (error, where) => void log.push(`${where}: ${String(error)}`),
  provide: (given) => void Object.assign(provided, given),
};

const canvas = document.createElement('canvas');
document.body.append(canvas, uiRoot);
document.body.dataset.theme = theme;
Object.assign(globalThis, { wx: createWx(host), phone: { log, provided, emit, canvas } });

const code = params.get('code');
if (code !== null) {
  const { default: qrcode } = await import('qrcode-generator');
  const drawing = qrcode(0, 'M');
  drawing.addData(code);
  drawing.make();
  const side = drawing.getModuleCount();
  canvas.width = side * 6;
  canvas.height = side * 6;
  const context = canvas.getContext('2d');
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (drawing.isDark(row, column)) context?.fillRect(column * 6, row * 6, 6, 6);
    }
  }
}
document.body.dataset.ready = '';
