import { elementOf } from '../dom/elements';
import { createRefresher } from './refresher';
import { defineTag, type TagHost } from './tag';

const properties = {
  scrollX: false,
  scrollY: false,
  upperThreshold: 50,
  lowerThreshold: 50,
  scrollTop: null as unknown,
  scrollLeft: null as unknown,
  scrollIntoView: '',
  scrollIntoViewOffset: 0,
  scrollWithAnimation: false,
  enableBackToTop: false,
  enableFlex: false,
  enhanced: false,
  bounces: true,
  showScrollbar: true,
  scrollAnchoring: false,
  pagingEnabled: false,
  fastDeceleration: false,
  usingSticky: false,
  type: 'list',
  refresherEnabled: false,
  refresherThreshold: 45,
  refresherDefaultStyle: 'black',
  refresherBackground: '',
  refresherTriggered: false,
};

export type ScrollViewHost = TagHost<typeof properties>;

export function defineScrollView(): void {
  defineTag('scroll-view', { properties, connect });
}

function connect(tag: ScrollViewHost) {
  const scroller = tag.part('scroller');
  const refresher = createRefresher(tag, scroller);
  let shown: { top: unknown; left: unknown; into: string } = { top: null, left: null, into: '' };
  watchScroll(tag, scroller);
  return {
    node: () => scrollContext(tag, scroller),
    update: () => {
      const { scrollX, scrollY, enableFlex, showScrollbar, pagingEnabled } = tag.properties;
      scroller.style.overflowX = scrollX ? 'auto' : 'hidden';
      scroller.style.overflowY = scrollY ? 'auto' : 'hidden';
      tag.reflect('flex', enableFlex);
      tag.reflect('bare', !showScrollbar);
      tag.reflect('paging', pagingEnabled);
      shown = applyPosition(tag, scroller, shown);
      refresher.update();
    },
  };
}

/** A position set by the page moves the view only when it changes. */
function applyPosition(
  tag: ScrollViewHost,
  scroller: HTMLElement,
  shown: { readonly top: unknown; readonly left: unknown; readonly into: string },
) {
  const { scrollTop: top, scrollLeft: left, scrollIntoView: into } = tag.properties;
  const behavior = tag.properties.scrollWithAnimation ? 'smooth' : 'auto';
  const move = (options: ScrollToOptions) =>
    // The content it scrolls to may be part of the same update.
    requestAnimationFrame(() => scroller.scrollTo({ ...options, behavior }));
  if (top !== shown.top && isPosition(top)) move({ top: Number.parseFloat(String(top)) });
  if (left !== shown.left && isPosition(left)) move({ left: Number.parseFloat(String(left)) });
  if (into !== shown.into && into !== '') {
    requestAnimationFrame(() => scrollInto(tag, scroller, into, behavior));
  }
  return { top, left, into };
}

function isPosition(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && value !== '';
}

function scrollInto(
  tag: ScrollViewHost,
  scroller: HTMLElement,
  id: string,
  behavior: ScrollBehavior,
): void {
  const node = tag.node.ownerShadowRoot?.getElementById(id);
  const target = node ? elementOf(node) : null;
  if (!target) return;
  const { scrollX, scrollY, scrollIntoViewOffset: offset } = tag.properties;
  const from = scroller.getBoundingClientRect();
  const to = target.getBoundingClientRect();
  scroller.scrollTo({
    ...(scrollY && { top: scroller.scrollTop + to.top - from.top + offset }),
    ...(scrollX && { left: scroller.scrollLeft + to.left - from.left + offset }),
    behavior,
  });
}

function watchScroll(tag: ScrollViewHost, scroller: HTMLElement): void {
  let last = { top: 0, left: 0 };
  let atStart = true;
  let atEnd = false;
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } =
      scroller;
    const deltaX = last.left - scrollLeft;
    const deltaY = last.top - scrollTop;
    last = { top: scrollTop, left: scrollLeft };
    tag.trigger('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY });
    const { scrollY, upperThreshold, lowerThreshold } = tag.properties;
    const before = scrollY ? scrollTop : scrollLeft;
    const after = scrollY
      ? scrollHeight - scrollTop - clientHeight
      : scrollWidth - scrollLeft - clientWidth;
    const nearStart = before <= upperThreshold;
    const nearEnd = after <= lowerThreshold;
    if (nearStart && !atStart)
      tag.trigger('scrolltoupper', { direction: scrollY ? 'top' : 'left' });
    if (nearEnd && !atEnd)
      tag.trigger('scrolltolower', { direction: scrollY ? 'bottom' : 'right' });
    atStart = nearStart;
    atEnd = nearEnd;
  });
}

/** What `node()` of an enhanced scroll-view gives (ScrollViewContext). */
function scrollContext(tag: ScrollViewHost, scroller: HTMLElement) {
  return {
    scrollTo: ({
      top,
      left,
      animated = true,
    }: {
      top?: number;
      left?: number;
      animated?: boolean;
    }) =>
      scroller.scrollTo({
        ...(top !== undefined && { top }),
        ...(left !== undefined && { left }),
        behavior: animated ? 'smooth' : 'auto',
      }),
    scrollIntoView: (selector: string) => {
      const node = tag.node.ownerShadowRoot?.querySelector(selector);
      const target = node ? elementOf(node) : null;
      target?.scrollIntoView({ block: 'start', inline: 'start' });
    },
  };
}
