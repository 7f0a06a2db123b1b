import type { EnterOptions } from './host';
import type { Phone } from './phone';
import { parseUrl } from './url';

const NOWHERE: EnterOptions = { path: '', query: {}, scene: 0, referrerInfo: {} };

/** The app coming to the front and going to the back, and how it was entered. */
export class Foreground {
  #launchOptions = NOWHERE;
  #enterOptions = NOWHERE;

  constructor(private readonly phone: Phone) {}

  get launchOptions(): EnterOptions {
    return this.#launchOptions;
  }

  get enterOptions(): EnterOptions {
    return this.#enterOptions;
  }

  launch(options: EnterOptions): void {
    this.#launchOptions = options;
    this.#enterOptions = options;
    this.phone.app.launch(options);
  }

  /** Enters the app anew, as from a card or a code: back, front, then the page alone. */
  async enter(pathWithQuery: string, scene: number): Promise<void> {
    const { path, query } = parseUrl(pathWithQuery);
    if (this.phone.app.isForeground) this.#hide();
    this.#show({ path, query, scene, referrerInfo: {} });
    await this.phone.stack.reLaunch(`/${pathWithQuery.replace(/^\/+/, '')}`);
  }

  set(foreground: boolean): void {
    if (foreground === this.phone.app.isForeground) return;
    if (!foreground) {
      this.#hide();
      return;
    }
    this.#show(this.#enterOptions);
    this.phone.stack.top()?.show();
  }

  #show(options: EnterOptions): void {
    this.#enterOptions = options;
    this.phone.app.show(options);
    this.phone.events.emit('appShow', options);
  }

  #hide(): void {
    this.phone.stack.top()?.hide();
    this.phone.app.hide();
    this.phone.events.emit('appHide', undefined);
  }
}
