import type { Host, ShareSource } from '../host';
import type { ToastMembers } from './dialogs';
import { chooseRow } from './dialogs';
import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import type { Link } from './link';
import { type Callbacks, Refusal, settle } from './settle';
import { sheetWith } from './sheets';

/** How long other phones have to say that they are there. */
const PEERS_WITHIN = 250;
/** WeChat's scene for a card in a chat with one person. */
const SCENE_CARD = 1007;

interface Peer {
  readonly frame: string;
  readonly label: string;
}

function peersOf(link: Link): Promise<readonly Peer[]> {
  return new Promise((resolve) => {
    const peers = new Map<string, Peer>();
    const unlisten = link.on((message) => {
      if (message.type === 'peer') {
        peers.set(message.from, { frame: message.from, label: message.label });
      }
    });
    link.post({ type: 'peers?', from: link.place.frame });
    setTimeout(() => {
      unlisten();
      resolve([...peers.values()]);
    }, PEERS_WITHIN);
  });
}

/** Says that this phone is there, and opens the cards that are tapped in its chat drawer. */
export function receiveCards(host: Host, link: Link): void {
  const { frame, label, screen } = link.place;
  link.on((message) => {
    if (message.type === 'peers?' && !screen) {
      link.post({ type: 'peer', from: frame, to: message.from, label });
    } else if (message.type === 'open') {
      host.enter(message.path.replace(/^\//, ''), SCENE_CARD).catch((error: unknown) => {
        host.report(error, 'opening a card');
      });
    }
  });
}

const absolute = (address: string): string =>
  address === '' ? '' : new URL(address, location.href).href;

/** Sending a page on: the card lies in the other phone's chat drawer. */
export async function sendCard(
  host: Host,
  layer: Layer,
  link: Link,
  toasts: ToastMembers,
  source: ShareSource,
): Promise<void> {
  const [card, peers] = await Promise.all([host.shareCard(source), peersOf(link)]);
  if (peers.length === 0) {
    await toasts.showToast({ title: '身边没有别的手机，在舞台上才能发给朋友', icon: 'none' });
    return;
  }
  const itemList = peers.map(({ label }) => label);
  const chosen = (await chooseRow(layer, { itemList, alertText: `发送「${card.title}」给` })) as {
    readonly tapIndex: number;
  };
  const peer = peers[chosen.tapIndex];
  if (peer === undefined) return;
  const { frame, label } = link.place;
  const sent = { ...card, imageUrl: absolute(card.imageUrl) };
  link.post({ type: 'card', from: frame, to: peer.frame, label, card: sent });
  await toasts.showToast({ title: '已发送', icon: 'success' });
}

/** The `···` of the capsule and what it offers. */
export function createMenu(
  host: Host,
  layer: Layer,
  ways: { readonly share: () => void; readonly notices: () => void },
) {
  let shareHidden = false;
  const openMenu = (): void => {
    const tile = (paths: string, text: string, run: () => void): HTMLElement => {
      const onTap = (): void => {
        close();
        run();
      };
      const glyph = icon(paths, 'wxui-glyph');
      return element('button', { class: 'wxui-tile', onTap }, [glyph, element('span', { text })]);
    };
    const page = host.navigation.pages().at(-1);
    const shareable = typeof page?.onShareAppMessage === 'function' && !shareHidden;
    const dark = host.theme === 'dark';
    const sheet = sheetWith('更多', () => close(), [
      element('div', { class: 'wxui-grid' }, [
        ...(shareable ? [tile(ICONS.share, '发送给朋友', ways.share)] : []),
        tile(ICONS.bell, '服务通知', ways.notices),
        tile(ICONS.theme, dark ? '浅色模式' : '深色模式', () =>
          host.setTheme(dark ? 'light' : 'dark'),
        ),
        tile(ICONS.restart, '重新进入', () => location.reload()),
      ]),
    ]);
    const close = layer.open(sheet, 'bottom', () => undefined);
  };

  /** The ring of the capsule: the mini-program goes to the background until it is tapped again. */
  const closeApp = (): void => {
    host.setForeground(false);
    const back = element('button', {
      class: 'wxui-main wxui-back',
      text: '回到小程序',
      onTap: () => {
        close();
        host.setForeground(true);
      },
    });
    const cover = element('div', { class: 'wxui-cover' }, [
      element('p', { text: '小程序已在后台' }),
      back,
    ]);
    const close = layer.open(cover, 'full');
  };

  return {
    openMenu,
    closeApp,
    members: {
      showShareMenu: (options?: Callbacks) =>
        settle('showShareMenu', options, () => {
          shareHidden = false;
        }),
      hideShareMenu: (options?: Callbacks) =>
        settle('hideShareMenu', options, () => {
          shareHidden = true;
        }),
      updateShareMenu: (options: Callbacks & { readonly isUpdatableMessage?: boolean } = {}) =>
        settle('updateShareMenu', options, () => {
          if (options.isUpdatableMessage) {
            throw new Refusal('updatable messages are not available on this phone');
          }
        }),
    },
  };
}
