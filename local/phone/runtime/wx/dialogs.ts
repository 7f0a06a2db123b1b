import type { Host } from '../host';
import { element, ICONS, icon } from './dom';
import type { Layer } from './layer';
import { type Callbacks, Refusal, settle } from './settle';

type ToastIcon = 'success' | 'error' | 'loading' | 'none';

interface ToastOptions extends Callbacks {
  readonly title?: string;
  readonly icon?: ToastIcon;
  readonly image?: string;
  /** ms; 1500 when absent. */
  readonly duration?: number;
  readonly mask?: boolean;
}

export type ToastMembers = ReturnType<typeof toastMembers>;

/** WeChat shows one toast or loading at a time; the later replaces the earlier. */
export function toastMembers(host: Host, layer: Layer) {
  let shown: { readonly kind: 'toast' | 'loading'; readonly remove: () => void } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (kind?: 'toast' | 'loading'): void => {
    if (shown === null || (kind !== undefined && shown.kind !== kind)) return;
    clearTimeout(timer);
    shown.remove();
    shown = null;
  };
  const show = (kind: 'toast' | 'loading', options: ToastOptions): void => {
    hide();
    const name = kind === 'loading' ? 'loading' : (options.icon ?? 'success');
    const toast = element(
      'div',
      { class: 'wxui-toast', attributes: { role: 'status', 'data-icon': name } },
      [...glyphOf(host, name, options.image), element('span', { text: options.title ?? '' })],
    );
    const removals = [layer.put(toast)];
    if (options.mask) removals.push(layer.put(element('div', { class: 'wxui-shield' })));
    shown = { kind, remove: () => removals.forEach((remove) => void remove()) };
    if (kind === 'toast') timer = setTimeout(() => hide(), options.duration ?? 1500);
  };

  return {
    showToast: (options: ToastOptions = {}) =>
      settle('showToast', options, () => show('toast', options)),
    hideToast: (options?: Callbacks) => settle('hideToast', options, () => hide()),
    showLoading: (options: ToastOptions = {}) =>
      settle('showLoading', options, () => show('loading', options)),
    hideLoading: (options?: Callbacks) => settle('hideLoading', options, () => hide('loading')),
  };
}

function glyphOf(host: Host, name: ToastIcon, image: string | undefined): Node[] {
  if (image) return [element('img', { attributes: { src: host.assetUrl(image), alt: '' } })];
  if (name === 'none') return [];
  if (name === 'loading') return [element('div', { class: 'wxui-spin' })];
  return [icon(ICONS[name === 'error' ? 'error' : 'success'], 'wxui-glyph')];
}

interface ModalOptions extends Callbacks {
  readonly title?: string;
  readonly content?: string;
  readonly showCancel?: boolean;
  readonly cancelText?: string;
  readonly cancelColor?: string;
  readonly confirmText?: string;
  readonly confirmColor?: string;
  readonly editable?: boolean;
  readonly placeholderText?: string;
}

interface ActionSheetOptions extends Callbacks {
  readonly itemList?: readonly string[];
  readonly itemColor?: string;
  readonly alertText?: string;
}

/** Four characters a button, six rows a sheet: WeChat's limits, which a browser would not have. */
function checkButton(name: string, text: string | undefined): void {
  if (text !== undefined && [...text].length > 4) {
    throw new Refusal(`${name} length should not larger than 4 Chinese characters`);
  }
}

export function dialogMembers(layer: Layer) {
  return {
    showModal: (options: ModalOptions = {}) =>
      settle('showModal', options, () => {
        checkButton('confirmText', options.confirmText);
        checkButton('cancelText', options.cancelText);
        return askModal(layer, options);
      }),

    showActionSheet: (options: ActionSheetOptions = {}) =>
      settle('showActionSheet', options, () => {
        const { itemList = [] } = options;
        if (itemList.length === 0) {
          throw new Refusal('parameter error: itemList should not be empty array');
        }
        if (itemList.length > 6) {
          throw new Refusal('parameter error: itemList should not be large than 6');
        }
        return chooseRow(layer, options);
      }),
  };
}

interface ModalAnswer {
  readonly confirm: boolean;
  readonly cancel: boolean;
  readonly content: string | null;
}

/** The question of a page with unsaved work; true when the person leaves all the same. */
export async function askLeaving(layer: Layer, content: string): Promise<boolean> {
  return (await askModal(layer, { title: '提示', content })).confirm;
}

function askModal(layer: Layer, options: ModalOptions): Promise<ModalAnswer> {
  return new Promise((resolve) => {
    const field = element('textarea', {
      attributes: { placeholder: options.placeholderText ?? '' },
    });
    field.value = options.content ?? '';
    const done = (confirm: boolean): void => {
      close();
      const content = options.editable && confirm ? field.value : null;
      resolve({ confirm, cancel: !confirm, content });
    };
    const button = (text: string, kind: string, color: string | undefined, confirm: boolean) =>
      element('button', {
        class: kind,
        text,
        onTap: () => done(confirm),
        ...(color === undefined ? {} : { style: { color } }),
      });
    const dialog = element(
      'div',
      {
        class: 'wxui-dialog',
        attributes: {
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-label': options.title ?? '',
        },
      },
      [
        ...(options.title ? [element('h2', { text: options.title })] : []),
        options.editable
          ? field
          : element('div', { class: 'wxui-text', text: options.content ?? '' }),
        element('div', { class: 'wxui-buttons' }, [
          ...(options.showCancel === false
            ? []
            : [button(options.cancelText ?? '取消', 'wxui-no', options.cancelColor, false)]),
          button(options.confirmText ?? '确定', 'wxui-yes', options.confirmColor, true),
        ]),
      ],
    );
    const close = layer.open(dialog, 'center');
    if (options.editable) field.focus();
  });
}

/** @throws Refusal `cancel`, as WeChat does when the sheet is left without a choice. */
export function chooseRow(layer: Layer, options: ActionSheetOptions): Promise<object> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Refusal('cancel'));
    const row = (text: string, onTap: () => void, last = false): HTMLElement =>
      element('button', {
        class: last ? 'wxui-row wxui-last' : 'wxui-row',
        text,
        onTap: () => {
          close();
          onTap();
        },
        ...(options.itemColor && !last ? { style: { color: options.itemColor } } : {}),
      });
    const sheet = element('div', { class: 'wxui-sheet', attributes: { role: 'menu' } }, [
      ...(options.alertText
        ? [element('div', { class: 'wxui-hint', text: options.alertText })]
        : []),
      ...(options.itemList ?? []).map((text, tapIndex) => row(text, () => resolve({ tapIndex }))),
      row('取消', cancel, true),
    ]);
    const close = layer.open(sheet, 'bottom', cancel);
  });
}
