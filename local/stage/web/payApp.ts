import { element, ICONS, icon } from '../../phone/runtime/wx/dom';
import type { Link, VisibleCode } from '../../phone/runtime/wx/link';
import type { PayApp } from '../options';

const SCAN =
  '<path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M4 12h16"/>';
/** Codes turn over and screens change while somebody looks. */
const LOOK_AGAIN_EVERY = 500;

/**
 * A person's second phone: another app than the one on stage, which looks at the codes that can be
 * seen right now and opens its own page for one of them.
 */
export function createPayApp(link: Link, app: PayApp): readonly HTMLElement[] {
  const note = element('p', { class: 'note', attributes: { 'aria-live': 'polite' } });
  const codes = element('div', { class: 'codes' });
  const iframe = element('iframe', { attributes: { title: app.label, hidden: '' } });
  let looking: ReturnType<typeof setInterval> | undefined;

  const stopLooking = (): void => {
    clearInterval(looking);
    looking = undefined;
  };
  const take = (code: VisibleCode): void => {
    stopLooking();
    codes.hidden = true;
    note.hidden = true;
    iframe.hidden = false;
    iframe.src = app.open + encodeURIComponent(code.text);
  };
  const tiles = new Map<string, HTMLElement>();
  link.on((message) => {
    if (message.type !== 'codes' || looking === undefined) return;
    for (const code of message.codes) {
      if (!code.text.startsWith(app.prefix) || tiles.has(code.text)) continue;
      const tile = codeTile(message.label, code, () => take(code));
      tiles.set(code.text, tile);
      codes.append(tile);
    }
    if (tiles.size > 0) note.textContent = '点一下，就像把镜头对准它';
  });

  const look = (): void => {
    if (tiles.size === 0) note.textContent = '正在寻找亮着的付款码，请先在一台手机上打开它';
    link.post({ type: 'codes?', from: link.place.frame });
  };
  const dialog = element('dialog', { class: 'payapp', attributes: { 'aria-label': app.label } }, [
    element('header', {}, [element('b', { text: app.label }), closing(() => dialog.close())]),
    note,
    codes,
    iframe,
  ]);
  dialog.addEventListener('close', () => {
    stopLooking();
    iframe.src = 'about:blank';
  });
  const open = (): void => {
    tiles.clear();
    codes.replaceChildren();
    codes.hidden = false;
    note.hidden = false;
    iframe.hidden = true;
    dialog.showModal();
    looking = setInterval(look, LOOK_AGAIN_EVERY);
    look();
  };
  const attributes = { 'aria-label': app.label, title: app.label };
  const button = element('button', { class: 'round', attributes, onTap: open }, [
    icon(SCAN, 'glyph'),
  ]);
  return [button, dialog];
}

function closing(onTap: () => void): HTMLElement {
  const attributes = { 'aria-label': '关闭' };
  return element('button', { class: 'round', attributes, onTap }, [icon(ICONS.close, 'glyph')]);
}

function codeTile(label: string, { picture }: VisibleCode, onTap: () => void): HTMLElement {
  return element('button', { class: 'code', onTap }, [
    element('img', { attributes: { src: picture, alt: '' } }),
    element('span', { text: label }),
  ]);
}
