import { followPull } from '../dom/pull';
import type { PullDown } from '../host';
import type { Page } from '../page';

/** px of pull that start a refresh, and px the page stays down meanwhile. */
const TRIGGER = 60;
const OPEN = 50;

/** Pulling the page down, or wx.startPullDownRefresh, shows three dots until it is stopped. */
export class PhonePullDown implements PullDown {
  constructor(private readonly top: () => Page | null) {}

  start(): void {
    const page = this.top();
    if (page) this.#refresh(page);
  }

  stop(): void {
    const page = this.top();
    if (page) close(page);
  }

  setBackground(color: string | undefined, textStyle: 'dark' | 'light' | undefined): void {
    const element = this.top()?.element;
    if (!element) return;
    if (color !== undefined) element.style.backgroundColor = color;
    if (textStyle !== undefined) element.dataset.refreshStyle = textStyle;
  }

  /** Listens for the gesture on a page whose configuration enables it. */
  attach(page: Page): void {
    page.element.dataset.refreshStyle = page.config.backgroundTextStyle ?? 'dark';
    if (page.config.enablePullDownRefresh !== true) return;
    followPull(page.scroller, {
      canStart: () => page.element.dataset.refreshing !== 'true',
      pulling: (px) => move(page, px, false),
      released: (px) => (px >= TRIGGER ? this.#refresh(page) : close(page)),
    });
  }

  #refresh(page: Page): void {
    move(page, OPEN, true);
    page.element.dataset.refreshing = 'true';
    page.call('onPullDownRefresh');
  }
}

function close(page: Page): void {
  delete page.element.dataset.refreshing;
  move(page, 0, true);
}

function move(page: Page, px: number, animated: boolean): void {
  page.scroller.style.transition = animated ? 'transform 0.2s' : 'none';
  page.scroller.style.transform = px === 0 ? '' : `translateY(${px}px)`;
}
