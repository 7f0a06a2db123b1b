import { followPull } from '../dom/pull';
import type { ScrollViewHost } from './scrollView';

/** The pull-to-refresh of a scroll-view; `update` follows the tag's properties. */
export function createRefresher(
  tag: ScrollViewHost,
  scroller: HTMLElement,
): { readonly update: () => void } {
  const indicator = tag.part('refresher');
  let isOpen = false;
  let wasTriggered = false;
  const show = (px: number) => {
    indicator.style.height = `${px}px`;
  };
  const open = (dy: number) => {
    isOpen = true;
    show(tag.properties.refresherThreshold);
    tag.trigger('refresherrefresh', { dy });
  };
  const close = () => {
    isOpen = false;
    show(0);
    tag.trigger('refresherrestore', { dy: 0 });
  };
  followPull(scroller, {
    canStart: () => tag.properties.refresherEnabled && !isOpen,
    pulling: (dy) => {
      show(dy);
      tag.trigger('refresherpulling', { dy });
    },
    released: (dy) => {
      if (dy >= tag.properties.refresherThreshold) return open(dy);
      show(0);
      tag.trigger('refresherabort', { dy });
    },
  });
  return {
    update: () => {
      const { refresherTriggered, refresherBackground, refresherDefaultStyle } = tag.properties;
      indicator.style.background = refresherBackground;
      indicator.dataset.look = refresherDefaultStyle;
      if (refresherTriggered && !wasTriggered && !isOpen) open(0);
      if (!refresherTriggered && wasTriggered && isOpen) close();
      wasTriggered = refresherTriggered;
    },
  };
}
