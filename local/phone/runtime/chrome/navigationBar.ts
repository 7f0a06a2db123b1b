import { requireChild } from '../dom/elements';
import type { NavigationBar } from '../host';
import type { Page } from '../page';
import type { PhoneFrame } from './frame';

/** The bar with title and back button, drawn for the page on top. */
export class PhoneNavigationBar implements NavigationBar {
  readonly #back: HTMLElement;
  readonly #home: HTMLElement;
  readonly #title: HTMLElement;
  readonly #spinner: HTMLElement;

  constructor(
    private readonly frame: PhoneFrame,
    private readonly top: () => Page | null,
    private readonly go: { readonly back: () => void; readonly home: () => void },
  ) {
    this.#back = requireChild(frame.navigation, '.wxphone-back');
    this.#home = requireChild(frame.navigation, '.wxphone-home');
    this.#title = requireChild(frame.navigation, '.wxphone-title span');
    this.#spinner = requireChild(frame.navigation, '.wxphone-title-spinner');
    this.#back.addEventListener('click', () => this.go.back());
    this.#home.addEventListener('click', () => this.go.home());
  }

  setTitle(title: string): void {
    this.#change({ title });
  }

  setColor(front: '#000000' | '#ffffff', background: string): void {
    this.top()?.markBarOwn();
    this.#change({ front, background });
  }

  setLoading(loading: boolean): void {
    this.#change({ loading });
  }

  hideHomeButton(): void {
    this.#change({ homeHidden: true });
  }

  askBeforeLeaving(leaveAlert: string | null): void {
    this.#change({ leaveAlert });
  }

  /** `canGoBack`: there is a page below; `isRoot`: the first page or a tab, which needs no home. */
  draw(page: Page, { canGoBack, isRoot }: { canGoBack: boolean; isRoot: boolean }): void {
    const { title, front, background, loading, homeHidden } = page.bar;
    const isCustom = page.config.navigationStyle === 'custom';
    const bar = this.frame.navigation;
    bar.hidden = isCustom;
    bar.style.background = background;
    this.frame.root.style.setProperty('--bar-front', front);
    this.frame.root.dataset.front = front === '#ffffff' ? 'white' : 'black';
    this.#title.textContent = title;
    this.#spinner.hidden = !loading;
    this.#back.hidden = !canGoBack;
    this.#home.hidden = canGoBack || isRoot || homeHidden;
    document.title = title;
  }

  #change(change: Partial<Page['bar']>): void {
    const page = this.top();
    if (!page) return;
    Object.assign(page.bar, change);
    page.redraw();
  }
}
