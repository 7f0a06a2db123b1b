import type { EnterOptions, Theme } from './host';

type Instance = Record<string, unknown>;

/** What App() was given, and its lifecycle. */
export class AppInstance {
  #instance: Instance | null = null;
  #foreground = false;

  constructor(private readonly report: (error: unknown, where: string) => void) {}

  /** Defines the globals App and getApp. */
  install(): void {
    Object.assign(globalThis, {
      App: (definition: Instance) => {
        const instance: Instance = { globalData: {} };
        for (const [name, member] of Object.entries(definition)) {
          instance[name] = typeof member === 'function' ? member.bind(instance) : member;
        }
        this.#instance = instance;
      },
      getApp: () => this.#instance ?? undefined,
    });
  }

  launch(options: EnterOptions): void {
    this.#instance ??= { globalData: {} };
    this.#call('onLaunch', options);
    this.show(options);
  }

  show(options: EnterOptions): void {
    if (this.#foreground) return;
    this.#foreground = true;
    this.#call('onShow', options);
  }

  hide(): void {
    if (!this.#foreground) return;
    this.#foreground = false;
    this.#call('onHide');
  }

  get isForeground(): boolean {
    return this.#foreground;
  }

  themeChanged(theme: Theme): void {
    this.#call('onThemeChange', { theme });
  }

  error(message: string): void {
    this.#call('onError', message);
  }

  unhandledRejection(reason: unknown, promise: Promise<unknown>): void {
    this.#call('onUnhandledRejection', { reason, promise });
  }

  pageNotFound(options: { path: string; query: object; isEntryPage: boolean }): void {
    this.#call('onPageNotFound', options);
  }

  #call(handler: string, ...args: readonly unknown[]): void {
    const method = this.#instance?.[handler];
    if (typeof method !== 'function') return;
    try {
      method(...args);
    } catch (error) {
      this.report(error, `App ${handler}`);
    }
  }
}
