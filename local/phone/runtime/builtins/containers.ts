import { tagServices } from './services';
import { defineTag } from './tag';

const hover = {
  hoverClass: 'none',
  hoverStopPropagation: false,
  hoverStartTime: 50,
  hoverStayTime: 400,
};

/** Tags that hold others: view, text, navigator, page-meta, root-portal and cover-view. */
export function defineContainers(): void {
  for (const tag of ['view', 'cover-view', 'span']) defineTag(tag, { properties: hover });
  defineTag('swiper-item', { properties: { itemId: '', skipHiddenItemLayout: false } });
  defineText();
  defineNavigator();
  defineRootPortal();
  definePageMeta();
}

function defineText(): void {
  defineTag('text', {
    properties: {
      selectable: false,
      userSelect: false,
      space: '',
      overflow: 'visible',
      maxLines: 0,
    },
    connect: (tag) => ({
      update: () => {
        const { selectable, userSelect, space } = tag.properties;
        tag.reflect('selectable', selectable || userSelect);
        tag.reflect('space', space || null);
      },
    }),
  });
}

function defineNavigator(): void {
  defineTag('navigator', {
    properties: {
      url: '',
      openType: 'navigate',
      delta: 1,
      target: 'self',
      ...hover,
      hoverClass: 'navigator-hover',
    },
    connect: (tag) => {
      tag.on('tap', () => {
        const { url, openType, delta, target } = tag.properties;
        if (target !== 'self') throw new Error(`<navigator target="${target}"> is not supported`);
        const { navigation } = tagServices().host;
        const moves: Readonly<Record<string, () => Promise<unknown>>> = {
          navigate: () => navigation.navigateTo(url),
          redirect: () => navigation.redirectTo(url),
          switchTab: () => navigation.switchTab(url),
          reLaunch: () => navigation.reLaunch(url),
          navigateBack: () => navigation.navigateBack(delta),
        };
        const move = moves[openType];
        if (!move) throw new Error(`<navigator open-type="${openType}"> is not supported`);
        move().then(
          () => tag.trigger('success', { errMsg: 'navigator:ok' }),
          (error: unknown) => {
            const errMsg = `navigator:fail ${error instanceof Error ? error.message : ''}`;
            tag.trigger('fail', { errMsg });
            console.warn(`[phone] ${errMsg}`);
          },
        );
      });
      return {};
    },
  });
}

/** What a root-portal holds is drawn above the whole page, wherever the tag stands. */
function defineRootPortal(): void {
  defineTag('root-portal', {
    properties: { enable: true },
    connect: (tag) => {
      const portal = tag.part('portal');
      const home = portal.parentElement;
      return {
        update: () => {
          const layer = tag.properties.enable ? layerOf(tag.element) : home;
          if (portal.parentElement !== layer) layer?.append(portal);
        },
        detach: () => portal.remove(),
      };
    },
  });
}

function layerOf(element: HTMLElement): Element | null {
  return element.closest('.wxphone-page')?.querySelector('.wxphone-portals > wx-page') ?? null;
}

/** Sets up the page it stands in. */
function definePageMeta(): void {
  defineTag('page-meta', {
    properties: {
      pageStyle: '',
      rootFontSize: '',
      backgroundColor: '',
      backgroundTextStyle: '',
      scrollTop: '',
      scrollDuration: 300,
    },
    connect: (tag) => {
      let scrolledTo = '';
      return {
        update: () => {
          const { pageStyle, backgroundColor, scrollTop, scrollDuration } = tag.properties;
          const content = tag.element.closest('wx-page');
          if (pageStyle) content?.setAttribute('style', pageStyle);
          const page = tag.element.closest<HTMLElement>('.wxphone-page');
          if (backgroundColor && page) page.style.backgroundColor = backgroundColor;
          if (scrollTop === '' || scrollTop === scrolledTo) return;
          scrolledTo = scrollTop;
          const target = { scrollTop: Number.parseFloat(scrollTop), duration: scrollDuration };
          void tagServices().host.scrollTo(target);
        },
      };
    },
  });
}
