import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import { Refusal } from './settle';

export interface SheetButton {
  readonly text: string;
  /** What the sheet's promise resolves to. */
  readonly value: string;
}

/**
 * A sheet with a headline, lines of text and buttons.
 * @returns the value of the button that was tapped.
 * @throws Refusal `cancel` when the sheet is left otherwise.
 */
export function askSheet(
  layer: Layer,
  content: {
    readonly title: string;
    readonly headline: string;
    readonly lines?: readonly string[];
    readonly buttons: readonly SheetButton[];
  },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Refusal('cancel'));
    const leave = (): void => {
      close();
      cancel();
    };
    const buttons = content.buttons.map(({ text, value }, index) =>
      element('button', {
        class: index === 0 ? 'wxui-main' : 'wxui-plain',
        text,
        onTap: () => {
          close();
          resolve(value);
        },
      }),
    );
    const sheet = sheetWith(content.title, () => leave(), [
      element('div', { class: 'wxui-body' }, [
        element('strong', { text: content.headline }),
        ...(content.lines ?? []).map((text) => element('p', { text })),
        ...buttons,
      ]),
    ]);
    const close = layer.open(sheet, 'bottom', cancel);
  });
}

/** A sheet with its title and a cross; the caller puts it on the layer. */
export function sheetWith(
  title: string,
  onShut: () => void,
  children: readonly Node[],
): HTMLElement {
  const shut = element('button', {
    class: 'wxui-shut',
    attributes: { 'aria-label': '关闭' },
    onTap: onShut,
  });
  shut.append(icon(ICONS.close, 'wxui-glyph'));
  return element(
    'div',
    { class: 'wxui-sheet', attributes: { role: 'dialog', 'aria-label': title } },
    [element('header', {}, [shut, element('span', { text: title })]), ...children],
  );
}

/** Hands a file to the computer this phone runs on. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  element('a', { attributes: { href: address, download: name } }).click();
  // The browser has the address as soon as the click is over, the bytes a little later.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
