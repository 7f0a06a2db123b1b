import { requireChild } from '../dom/elements';
import type { Rect, WindowInfo } from '../host';

/** Heights in px, as on a current iPhone. */
const STATUS_BAR = 47;
const NAVIGATION_BAR = 44;
const TAB_BAR = 50;
const HOME_INDICATOR = 34;
const CAPSULE = { width: 87, height: 32, right: 7, top: 6 };

/** px of a window above which a phone that is not in a frame keeps its own size. */
const ALONE_FROM = 1000;

const SIGNAL =
  '<svg viewBox="0 0 18 12"><rect x="0" y="8" width="3" height="4" rx="1"/><rect x="5" y="5.5" width="3" height="6.5" rx="1"/><rect x="10" y="3" width="3" height="9" rx="1"/><rect x="15" y="0" width="3" height="12" rx="1"/></svg>';
const WIFI =
  '<svg viewBox="0 0 18 12"><path d="M1 4.5a11.5 11.5 0 0 1 16 0M4 7.5a7.2 7.2 0 0 1 10 0" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="9" cy="10.3" r="1.7"/></svg>';
const BATTERY =
  '<svg viewBox="0 0 26 12"><rect x=".5" y=".5" width="22" height="11" rx="3" fill="none" stroke="currentColor" opacity=".4"/><rect x="2" y="2" width="19" height="8" rx="2"/><rect x="24" y="4" width="1.5" height="4" rx=".7" opacity=".5"/></svg>';

const MARKUP = `
<div class="wxphone-pages"></div>
<div class="wxphone-navigation">
  <button class="wxphone-back" aria-label="返回" hidden></button>
  <button class="wxphone-home" aria-label="首页" hidden></button>
  <div class="wxphone-title"><i class="wxphone-title-spinner" hidden></i><span></span></div>
</div>
<div class="wxphone-status"><span class="wxphone-time"></span><span class="wxphone-signs">${SIGNAL}${WIFI}${BATTERY}</span></div>
<div class="wxphone-capsule"><button class="wxphone-more" aria-label="更多"></button><button class="wxphone-close" aria-label="关闭"></button></div>
<div class="wxphone-tabs" hidden></div>
<div class="wxphone-ui"></div>
<div class="wxphone-errors" hidden></div>
<div class="wxphone-home-indicator"></div>`;

/** The parts of the screen around the pages. */
export class PhoneFrame {
  readonly root: HTMLElement;
  readonly pages: HTMLElement;
  readonly navigation: HTMLElement;
  readonly tabs: HTMLElement;
  readonly ui: HTMLElement;
  readonly errors: HTMLElement;
  readonly capsule: HTMLElement;

  constructor() {
    this.root = document.createElement('div');
    this.root.className = 'wxphone';
    this.root.innerHTML = MARKUP;
    document.body.append(this.root);
    this.pages = requireChild(this.root, '.wxphone-pages');
    this.navigation = requireChild(this.root, '.wxphone-navigation');
    this.tabs = requireChild(this.root, '.wxphone-tabs');
    this.ui = requireChild(this.root, '.wxphone-ui');
    this.errors = requireChild(this.root, '.wxphone-errors');
    this.capsule = requireChild(this.root, '.wxphone-capsule');
    const sizes = {
      '--status-bar': STATUS_BAR,
      '--navigation-bar': NAVIGATION_BAR,
      '--tab-bar': TAB_BAR,
      '--home-indicator': HOME_INDICATOR,
    };
    for (const [name, px] of Object.entries(sizes)) this.root.style.setProperty(name, `${px}px`);
    this.#tick();
  }

  /** Tells CSS how wide the screen is; called whenever it changes. */
  measure(): void {
    const isAlone = window.top === window && window.innerWidth > ALONE_FROM;
    this.root.toggleAttribute('data-alone', isAlone);
    document.documentElement.style.setProperty('--rpx', `${this.root.clientWidth / 750}px`);
  }

  /** Where a page lies, given what is around it. */
  placePage(
    page: HTMLElement,
    bars: { readonly navigation: boolean; readonly tabs: boolean },
  ): void {
    page.style.top = bars.navigation ? `${STATUS_BAR + NAVIGATION_BAR}px` : '0';
    page.style.bottom = bars.tabs ? `${TAB_BAR + HOME_INDICATOR}px` : '0';
    page.style.setProperty('--safe-top', bars.navigation ? '0px' : `${STATUS_BAR}px`);
    page.style.setProperty('--safe-bottom', bars.tabs ? '0px' : `${HOME_INDICATOR}px`);
    page.style.setProperty('--page-vh', `${page.clientHeight / 100}px`);
  }

  /** `page` is the one on screen, null before there is one. */
  windowInfo(page: HTMLElement | null): WindowInfo {
    const width = this.root.clientWidth;
    const height = this.root.clientHeight;
    const bottom = height - HOME_INDICATOR;
    const top = STATUS_BAR + NAVIGATION_BAR;
    return {
      pixelRatio: window.devicePixelRatio,
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight: page?.clientHeight ?? height - top,
      statusBarHeight: STATUS_BAR,
      screenTop: page ? page.offsetTop : top,
      safeArea: rect(0, STATUS_BAR, width, bottom - STATUS_BAR),
    };
  }

  menuButton(): Rect {
    const left = this.root.clientWidth - CAPSULE.right - CAPSULE.width;
    return rect(left, STATUS_BAR + CAPSULE.top, CAPSULE.width, CAPSULE.height);
  }

  /** The status bar shows the club's time. */
  #tick(): void {
    const time = requireChild(this.root, '.wxphone-time');
    const format = new Intl.DateTimeFormat('zh-CN', {
      hour: 'numeric',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'Asia/Shanghai',
    });
    const show = () => {
      time.textContent = format.format(Date.now());
    };
    show();
    setInterval(show, 1000);
  }
}

function rect(left: number, top: number, width: number, height: number): Rect {
  return { left, top, width, height, right: left + width, bottom: top + height };
}
