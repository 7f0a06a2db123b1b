import type { Host } from '../host';
import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import { sheetWith } from './sheets';

/** A subscribe message as the local cloud tells of it. */
interface Notice {
  readonly id: string;
  readonly openid: string;
  /** On the club's clock, ms. */
  readonly at: number;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly value: string }[];
  readonly page: string | null;
}

/** WeChat's scene for an opened subscribe message. */
const SCENE_NOTICE = 1107;
const SHOWN_MS = 6000;

/**
 * WeChat's 服务通知: what arrives slides in at the top, and a phone that was away finds the newest
 * of what it missed. All of them stand in the list that `showNotices` opens.
 */
export function receiveNotices(host: Host, layer: Layer, screen: boolean) {
  const key = `${host.storageNamespace}notice`;
  const { openid } = host.identity;
  const open = (notice: Notice): void => {
    if (notice.page === null) return;
    host.enter(notice.page, SCENE_NOTICE).catch((error: unknown) => {
      host.report(error, 'opening a service notice');
    });
  };
  const show = (notice: Notice): void => {
    localStorage.setItem(key, notice.id);
    slideIn(layer, notice, () => open(notice));
  };

  // A fixed screen is nobody's phone.
  if (openid !== '' && !screen) {
    host.on('cloudEvent', (event) => {
      const notice = event as unknown as Notice & { readonly type: string };
      if (notice.type === 'notice' && notice.openid === openid) show(notice);
    });
    void noticesOf(openid).then(([newest]) => {
      if (newest && localStorage.getItem(key) !== newest.id) show(newest);
    });
  }
  return {
    async showNotices(): Promise<void> {
      showList(layer, await noticesOf(openid), open);
    },
  };
}

/** Newest first; none where there is no local cloud behind this phone. */
async function noticesOf(openid: string): Promise<readonly Notice[]> {
  const response = await fetch(`/__wechat/notices?openid=${encodeURIComponent(openid)}`);
  return response.ok ? ((await response.json()) as readonly Notice[]) : [];
}

function slideIn(layer: Layer, notice: Notice, open: () => void): void {
  const banner = element('button', {
    class: 'wxui-notice',
    attributes: { 'aria-label': `服务通知：${notice.title}` },
    onTap: () => {
      take();
      open();
    },
  });
  const [first] = notice.lines;
  banner.append(
    icon(ICONS.bell, 'wxui-glyph'),
    element('span', { class: 'wxui-notice-text' }, [
      element('small', { text: '服务通知' }),
      element('b', { text: notice.title }),
      element('span', { text: first ? `${first.label}：${first.value}` : '' }),
    ]),
  );
  const remove = layer.put(banner);
  const timer = setTimeout(remove, SHOWN_MS);
  const take = (): void => {
    clearTimeout(timer);
    remove();
  };
}

function showList(layer: Layer, notices: readonly Notice[], open: (notice: Notice) => void): void {
  const cards = notices.map((notice) =>
    element(
      'div',
      {
        class: 'wxui-notice-card',
        attributes: { role: 'button', tabindex: '0' },
        onTap: () => {
          close();
          open(notice);
        },
      },
      [
        element('small', { text: timeOf(notice.at) }),
        element('b', { text: notice.title }),
        ...notice.lines.map(({ label, value }) =>
          element('p', {}, [element('span', { text: label }), element('span', { text: value })]),
        ),
      ],
    ),
  );
  const nothing = element('p', { class: 'wxui-hint', text: '还没有服务通知' });
  const sheet = sheetWith('服务通知', () => close(), [
    element('div', { class: 'wxui-notices' }, cards.length > 0 ? cards : [nothing]),
  ]);
  const close = layer.open(sheet, 'bottom', () => undefined);
}

const timeOf = (at: number) =>
  new Date(at).toLocaleString('zh-CN', { dateStyle: 'short', timeStyle: 'short' });
