import { element, ICONS, icon } from '../../phone/runtime/wx/dom';
import { type Card, createLink } from '../../phone/runtime/wx/link';

/** The drawer over a phone's screen in which the cards lie that others sent. */
export function createChat(stage: string, frame: string, appName: string) {
  // The drawer is no part of the phone itself: it hears what is addressed to the phone's frame.
  const link = createLink({ stage, frame, label: '', screen: true });
  const list = element('div', { class: 'messages' });
  const empty = element('p', {
    class: 'empty',
    text: '还没有消息。在另一台手机上把页面发送给朋友，卡片就会出现在这里。',
  });
  const open = (wanted: boolean): void => {
    node.hidden = !wanted;
  };
  const shut = element('button', {
    class: 'round',
    attributes: { 'aria-label': '收起聊天' },
    onTap: () => open(false),
  });
  shut.append(icon(ICONS.close, 'glyph'));
  const node = element(
    'aside',
    { class: 'chat', attributes: { 'aria-label': '聊天', hidden: '' } },
    [element('header', {}, [element('b', { text: '聊天' }), shut]), list],
  );
  list.append(empty);

  link.on((received) => {
    if (received.type !== 'card') return;
    const { label, card } = received;
    empty.remove();
    const onTap = (): void => {
      open(false);
      link.post({ type: 'open', to: frame, path: card.path });
    };
    list.append(message(label, card, appName, onTap));
    open(true);
    list.scrollTop = list.scrollHeight;
  });

  return {
    node,
    toggle: () => open(node.hidden === true),
    forget(): void {
      list.replaceChildren(empty);
      open(false);
    },
  };
}

function message(from: string, card: Card, appName: string, onTap: () => void): HTMLElement {
  const picture =
    card.imageUrl === ''
      ? element('span', { class: 'blank', text: [...appName].slice(0, 2).join('') })
      : element('img', { attributes: { src: card.imageUrl, alt: '' } });
  return element('div', { class: 'message' }, [
    element('span', { class: 'face', text: [...from].slice(-1).join('') }),
    element('button', { class: 'card', onTap, attributes: { 'data-path': card.path } }, [
      element('small', { text: appName }),
      element('b', { text: card.title }),
      picture,
      element('small', { class: 'foot', text: `${from} 发来的小程序` }),
    ]),
  ]);
}
