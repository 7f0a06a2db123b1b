import type { ScrollViewHost } from './scrollView';

export interface Refresher {
  update(): void;
  detach(): void;
}

const MOUSE_HELD = 1;

/** The pull-to-refresh of a scroll-view. */
export function createRefresher(tag: ScrollViewHost, scroller: HTMLElement): Refresher {
  const indicator = tag.part('refresher');
  let from: number | null = null;
  let pulled = 0;
  let open = false;
  const show = (px: number) => {
    indicator.style.height = `${px}px`;
  };
  const trigger = () => {
    open = true;
    show(tag.properties.refresherThreshold);
    tag.trigger('refresherrefresh', { dy: pulled });
  };
  const close = () => {
    show(0);
    if (!open) return;
    open = false;
    tag.trigger('refresherrestore', { dy: 0 });
  };
  const begin = (y: number) => {
    const { refresherEnabled } = tag.properties;
    from = refresherEnabled && !open && scroller.scrollTop <= 0 ? y : null;
    pulled = 0;
  };
  const move = (y: number, event: Event) => {
    if (from === null) return;
    pulled = Math.max(0, (y - from) * 0.5);
    if (pulled === 0) return;
    if (event.cancelable) event.preventDefault();
    show(pulled);
    tag.trigger('refresherpulling', { dy: pulled });
  };
  const end = () => {
    if (from === null) return;
    from = null;
    if (pulled >= tag.properties.refresherThreshold) trigger();
    else if (pulled > 0) {
      show(0);
      tag.trigger('refresherabort', { dy: pulled });
    }
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
    if (e.buttons === MOUSE_HELD) move(e.clientY, e);
  });
  scroller.addEventListener('mouseup', end);
  let wasTriggered = false;
  return {
    update: () => {
      const { refresherTriggered, refresherBackground, refresherDefaultStyle } = tag.properties;
      indicator.style.background = refresherBackground;
      indicator.dataset.look = refresherDefaultStyle;
      if (refresherTriggered && !wasTriggered && !open) trigger();
      if (!refresherTriggered && wasTriggered) close();
      wasTriggered = refresherTriggered;
    },
    detach: () => {
      from = null;
    },
  };
}
