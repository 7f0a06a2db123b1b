import type { PullDown } from '../host';
import type { Page } from '../page';

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
    if (page) setPull(page, 0, true);
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
    const { scroller } = page;
    let from: number | null = null;
    let pulled = 0;
    const begin = (y: number) => {
      from = scroller.scrollTop <= 0 && !isOpen(page) ? y : null;
      pulled = 0;
    };
    const move = (y: number, event: Event) => {
      if (from === null) return;
      pulled = Math.max(0, (y - from) * 0.5);
      if (pulled > 0 && event.cancelable) event.preventDefault();
      setPull(page, pulled, false);
    };
    const end = () => {
      if (from === null) return;
      from = null;
      if (pulled >= TRIGGER) this.#refresh(page);
      else if (pulled > 0) setPull(page, 0, true);
    };
    scroller.addEventListener('touchstart', (e) => begin(e.touches[0]?.clientY ?? 0), {
      passive: true,
    });
    scroller.addEventListener('touchmove', (e) => move(e.touches[0]?.clientY ?? 0, e), {
      passive: false,
    });
    scroller.addEventListener('touchend', end);
    scroller.addEventListener('mousedown', (e) => begin(e.clientY));
    scroller.addEventListener('mousemove', (e) => {
      if (e.buttons === 1) move(e.clientY, e);
    });
    scroller.addEventListener('mouseup', end);
  }

  #refresh(page: Page): void {
    setPull(page, OPEN, true);
    page.element.dataset.refreshing = 'true';
    page.call('onPullDownRefresh');
  }
}

function isOpen(page: Page): boolean {
  return page.element.dataset.refreshing === 'true';
}

function setPull(page: Page, px: number, animated: boolean): void {
  if (px === 0) delete page.element.dataset.refreshing;
  page.scroller.style.transition = animated ? 'transform 0.2s' : 'none';
  page.scroller.style.transform = px === 0 ? '' : `translateY(${px}px)`;
}
