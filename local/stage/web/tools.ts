import { element, ICONS, icon } from '../../phone/runtime/wx/dom';
import type { Link } from '../../phone/runtime/wx/link';
import { applyTheme, turnTheme } from './theme';

const RELOAD =
  '<path d="M4.5 12a7.5 7.5 0 0 1 13-5.1L19.5 9M19.5 4v5h-5M19.5 12a7.5 7.5 0 0 1-13 5.1L4.5 15M4.5 20v-5h5"/>';
const RESET = '<path d="M5 5v5h5M5.5 10A7.5 7.5 0 1 1 4.5 14"/><path d="M12 8.5V13l3 1.8"/>';

function round(label: string, paths: string, onTap: () => void): HTMLElement {
  const attributes = { 'aria-label': label, title: label };
  return element('button', { class: 'round', attributes, onTap }, [icon(paths, 'glyph')]);
}

/** Light and dark, reload, and back to the beginning. */
export function createTools(
  link: Link,
  actions: { readonly reload: () => void; readonly forget: () => void },
): readonly HTMLElement[] {
  applyTheme();
  const dialog = resetDialog(actions.forget);
  return [
    round('浅色或深色', ICONS.theme, () => void turnTheme(link)),
    round('重新加载所有屏幕', RELOAD, actions.reload),
    round('回到最初', RESET, () => dialog.showModal()),
    dialog,
  ];
}

function resetDialog(forget: () => void): HTMLDialogElement {
  const reset = async (): Promise<void> => {
    yes.disabled = true;
    try {
      const response = await fetch('/__dev/reset', { method: 'POST' });
      if (!response.ok) throw new Error(`the reset failed: ${await response.text()}`);
      forget();
      dialog.close();
    } finally {
      yes.disabled = false;
    }
  };
  const yes = element('button', { class: 'primary', text: '回到最初', onTap: () => void reset() });
  const no = element('button', { text: '取消', onTap: () => dialog.close() });
  const dialog = element('dialog', { class: 'ask' }, [
    element('h2', { text: '回到最初的样子？' }),
    element('p', { text: '这里发生过的一切都会清除，时钟也拨回开始的时刻。' }),
    element('div', {}, [no, yes]),
  ]);
  return dialog;
}
