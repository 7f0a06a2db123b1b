import { defineTag, propertiesOf, type TagEvent, type TagHost } from './tag';

const properties = {
  current: 0,
  currentItemId: '',
  indicatorDots: false,
  indicatorColor: 'rgba(0, 0, 0, .3)',
  indicatorActiveColor: '#000000',
  autoplay: false,
  interval: 5000,
  duration: 500,
  circular: false,
  vertical: false,
  previousMargin: '0px',
  nextMargin: '0px',
  displayMultipleItems: 1,
  snapToEdge: false,
  easingFunction: 'default',
  skipHiddenItemLayout: false,
};

type SwiperHost = TagHost<typeof properties>;
type Source = '' | 'autoplay' | 'touch';

/** A flick is a drag shorter than this, in ms, and longer than `FLICK_DISTANCE` px. */
const FLICK_TIME = 300;
const FLICK_DISTANCE = 30;

export function defineSwiper(): void {
  defineTag('swiper', { properties, connect: (tag) => new Swiper(tag) });
}

class Swiper {
  readonly #track: HTMLElement;
  readonly #observer: MutationObserver;
  #index: number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #itemId = '';

  constructor(private readonly tag: SwiperHost) {
    this.#track = tag.part('track');
    this.#index = tag.properties.current;
    this.#observer = new MutationObserver(() => this.#layOut());
    this.#observer.observe(this.#track, { childList: true, subtree: true });
    followFinger(tag, {
      drag: (px) => this.#place(px, 0),
      release: (px, isFlick) => this.#release(px, isFlick),
      hold: () => clearInterval(this.#timer),
    });
  }

  update(): void {
    const { current, currentItemId, autoplay, interval } = this.tag.properties;
    this.#layOut();
    const byId = this.#items().findIndex((item) => propertiesOf(item).itemId === currentItemId);
    if (currentItemId !== '' && currentItemId !== this.#itemId && byId >= 0) this.#go(byId, '');
    else if (current !== this.#index) this.#go(current, '');
    this.#itemId = currentItemId;
    clearInterval(this.#timer);
    if (autoplay) this.#timer = setInterval(() => this.#next(), interval);
  }

  detach(): void {
    this.#observer.disconnect();
    clearInterval(this.#timer);
  }

  #items(): readonly HTMLElement[] {
    const items = this.#track.querySelectorAll<HTMLElement>('wx-swiper-item');
    return [...items].filter((item) => item.closest('wx-swiper') === this.tag.element);
  }

  #perScreen(): number {
    return Math.max(1, this.tag.properties.displayMultipleItems);
  }

  #layOut(): void {
    const { vertical, previousMargin, nextMargin } = this.tag.properties;
    const share = `${100 / this.#perScreen()}%`;
    this.#items().forEach((item, index) => {
      item.style.width = vertical ? '100%' : share;
      item.style.height = vertical ? share : '100%';
      item.style.transform = `translate${vertical ? 'Y' : 'X'}(${index * 100}%)`;
    });
    const frame = this.tag.part('window').style;
    frame.inset = vertical
      ? `${length(previousMargin)} 0 ${length(nextMargin)} 0`
      : `0 ${length(nextMargin)} 0 ${length(previousMargin)}`;
    this.#place(0, 0);
    this.#drawDots();
  }

  #place(px: number, ms: number): void {
    const percent = (-this.#index * 100) / this.#perScreen();
    const axis = this.tag.properties.vertical ? 'Y' : 'X';
    this.#track.style.transition = ms > 0 ? `transform ${ms}ms` : 'none';
    this.#track.style.transform = `translate${axis}(calc(${percent}% + ${px}px))`;
  }

  #release(px: number, isFlick: boolean): void {
    const { vertical } = this.tag.properties;
    const size = vertical ? this.tag.element.clientHeight : this.tag.element.clientWidth;
    const turns = Math.abs(px) > size / 2 || isFlick;
    this.#go(turns ? this.#index + (px < 0 ? 1 : -1) : this.#index, 'touch');
    this.update();
  }

  #next(): void {
    const count = this.#items().length;
    if (count > 1) this.#go(this.#index + 1 >= count ? 0 : this.#index + 1, 'autoplay');
  }

  #go(wanted: number, source: Source): void {
    const count = this.#items().length;
    if (count === 0) return;
    const { circular, duration } = this.tag.properties;
    const last = Math.max(0, count - this.#perScreen());
    const index = circular ? (wanted + count) % count : Math.min(Math.max(wanted, 0), last);
    const changed = index !== this.#index;
    this.#index = index;
    this.#place(0, duration);
    this.#drawDots();
    if (!changed) return;
    const item = this.#items()[index];
    const currentItemId = item ? String(propertiesOf(item).itemId ?? '') : '';
    const detail = { current: index, currentItemId, source };
    if (source !== '') this.tag.set({ current: index });
    this.tag.trigger('change', detail);
    setTimeout(() => this.tag.trigger('animationfinish', detail), duration);
  }

  #drawDots(): void {
    const { indicatorDots, indicatorColor, indicatorActiveColor } = this.tag.properties;
    const dots = indicatorDots ? this.#items() : [];
    this.tag.part('dots').replaceChildren(
      ...dots.map((_, index) => {
        const dot = document.createElement('i');
        dot.style.background = index === this.#index ? indicatorActiveColor : indicatorColor;
        return dot;
      }),
    );
  }
}

function length(value: string): string {
  const px = /^-?[\d.]+(px)?$/.exec(value);
  const rpx = /^(-?[\d.]+)rpx$/.exec(value);
  if (rpx) return `calc(var(--rpx) * ${rpx[1]})`;
  return px ? `${Number.parseFloat(value)}px` : '0px';
}

interface Drag {
  readonly drag: (px: number) => void;
  readonly release: (px: number, isFlick: boolean) => void;
  readonly hold: () => void;
}

/** Reports how far a finger has moved along the swiper's axis. */
function followFinger(tag: SwiperHost, { drag, release, hold }: Drag): void {
  let start: { readonly x: number; readonly y: number; readonly at: number } | null = null;
  let isAlong: boolean | null = null;
  const movedBy = (event: TagEvent) => {
    const touch = event.changedTouches?.[0];
    const x = (touch?.clientX ?? 0) - (start?.x ?? 0);
    const y = (touch?.clientY ?? 0) - (start?.y ?? 0);
    return tag.properties.vertical ? { along: y, across: x } : { along: x, across: y };
  };
  tag.on('touchstart', (event) => {
    const touch = event.changedTouches?.[0];
    start = { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0, at: performance.now() };
    isAlong = null;
    hold();
  });
  tag.on('touchmove', (event) => {
    if (!start) return;
    const { along, across } = movedBy(event);
    isAlong ??= Math.abs(along) > Math.abs(across);
    if (!isAlong) return;
    drag(along);
    const { vertical } = tag.properties;
    tag.trigger('transition', { dx: vertical ? 0 : -along, dy: vertical ? -along : 0 });
  });
  const end = (event: TagEvent) => {
    if (!start) return;
    const px = isAlong ? movedBy(event).along : 0;
    const isFlick = performance.now() - start.at < FLICK_TIME && Math.abs(px) > FLICK_DISTANCE;
    start = null;
    release(px, isFlick);
  };
  tag.on('touchend', end);
  tag.on('touchcancel', end);
}
