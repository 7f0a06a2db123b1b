import type { Host, HostEvents } from '../host';
import { type Callbacks, settle } from './settle';

/** The base library this phone stands for: what `canIUse` and version checks compare with. */
const SDK_VERSION = '3.7.0';
const WECHAT_VERSION = '8.0.50';

type Listener = (payload: unknown) => void;

/** `wx.onX(listener)` and `wx.offX(listener?)`, where off without a listener removes all. */
function subscription<E extends keyof HostEvents>(host: Host, event: E) {
  const stops = new Map<Listener, () => void>();
  return {
    on: (listener: Listener): void => {
      stops.get(listener)?.();
      stops.set(listener, host.on(event, listener));
    },
    off: (listener?: Listener): void => {
      const leaving = listener === undefined ? [...stops.keys()] : [listener];
      for (const one of leaving) {
        stops.get(one)?.();
        stops.delete(one);
      }
    },
  };
}

export function systemMembers(host: Host) {
  const deviceInfo = () => ({
    abi: 'x86_64',
    benchmarkLevel: 50,
    brand: 'browser',
    model: 'browser',
    system: 'browser',
    platform: 'devtools',
    cpuType: 'unknown',
    memorySize: '4096',
  });
  const appBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: false,
    host: { appId: '' },
    language: 'zh_CN',
    version: WECHAT_VERSION,
    theme: host.theme,
    fontSizeScaleFactor: 1,
    fontSizeSetting: 16,
  });
  const everything = () => ({ ...deviceInfo(), ...appBaseInfo(), ...host.windowInfo() });

  return {
    getWindowInfo: () => host.windowInfo(),
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: appBaseInfo,
    getSystemInfoSync: everything,
    getSystemInfo: (options?: Callbacks) => settle('getSystemInfo', options, everything),
    getSystemSetting: () => ({
      bluetoothEnabled: false,
      locationEnabled: false,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    getAccountInfoSync: () => ({
      miniProgram: { appId: 'wxlocal', envVersion: 'develop', version: '' },
    }),
    getMenuButtonBoundingClientRect: () => host.menuButton(),
    getLaunchOptionsSync: () => host.launchOptions,
    getEnterOptionsSync: () => host.enterOptions,
    ...eventMembers(host),
    ...networkMembers(),
    ...comfortMembers(),
  };
}

function eventMembers(host: Host) {
  const show = subscription(host, 'appShow');
  const hide = subscription(host, 'appHide');
  const theme = subscription(host, 'themeChange');
  const resize = subscription(host, 'windowResize');
  const keyboard = subscription(host, 'keyboardHeightChange');
  const error = subscription(host, 'error');
  const rejection = subscription(host, 'unhandledRejection');
  const notFound = subscription(host, 'pageNotFound');
  return {
    onAppShow: show.on,
    offAppShow: show.off,
    onAppHide: hide.on,
    offAppHide: hide.off,
    onThemeChange: theme.on,
    offThemeChange: theme.off,
    onWindowResize: resize.on,
    offWindowResize: resize.off,
    onKeyboardHeightChange: keyboard.on,
    offKeyboardHeightChange: keyboard.off,
    onError: error.on,
    offError: error.off,
    onUnhandledRejection: rejection.on,
    offUnhandledRejection: rejection.off,
    onPageNotFound: notFound.on,
    offPageNotFound: notFound.off,
    // The capsule of this phone does not move.
    onMenuButtonBoundingClientRectWeightChange: (): void => undefined,
    offMenuButtonBoundingClientRectWeightChange: (): void => undefined,
  };
}

function networkMembers() {
  const status = () => ({
    isConnected: navigator.onLine,
    networkType: navigator.onLine ? 'wifi' : 'none',
  });
  const listeners = new Set<Listener>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener(status());
  };
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return {
    getNetworkType: (options?: Callbacks) =>
      settle('getNetworkType', options, () => ({ networkType: status().networkType })),
    onNetworkStatusChange: (listener: Listener): void => void listeners.add(listener),
    offNetworkStatusChange: (listener?: Listener): void => {
      if (listener === undefined) listeners.clear();
      else listeners.delete(listener);
    },
  };
}

function comfortMembers() {
  let wakeLock: WakeLockSentinel | null = null;
  return {
    nextTick: (callback: () => void): void => queueMicrotask(callback),
    vibrateShort: (options?: Callbacks) =>
      settle('vibrateShort', options, () => void navigator.vibrate?.(15)),
    vibrateLong: (options?: Callbacks) =>
      settle('vibrateLong', options, () => void navigator.vibrate?.(400)),
    setKeepScreenOn: (options: Callbacks & { readonly keepScreenOn?: boolean } = {}) =>
      settle('setKeepScreenOn', options, async () => {
        await wakeLock?.release();
        // A browser window in the background may not hold the screen; a phone in hand can.
        const held = options.keepScreenOn && document.visibilityState === 'visible';
        wakeLock = held ? await navigator.wakeLock?.request('screen').catch(() => null) : null;
      }),
    hideKeyboard: (options?: Callbacks) =>
      settle('hideKeyboard', options, () => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }),
    /** What is served is always the newest version: none of these ever happens here. */
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: { readonly hasUpdate: boolean }) => void): void =>
        queueMicrotask(() => listener({ hasUpdate: false })),
      onUpdateReady: (): void => undefined,
      onUpdateFailed: (): void => undefined,
      applyUpdate: (): void => location.reload(),
    }),
    reportEvent: (id: string, data: object = {}): void => console.debug('wx.reportEvent', id, data),
    base64ToArrayBuffer: (text: string): ArrayBuffer =>
      Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer,
    arrayBufferToBase64: (buffer: ArrayBuffer): string => {
      let binary = '';
      for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
      return btoa(binary);
    },
  };
}
