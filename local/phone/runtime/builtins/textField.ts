import { browserLengths } from '../../compiler/lengths';
import { tagServices } from './services';
import { defineTag, type TagHost } from './tag';

const properties = {
  name: '',
  value: '',
  placeholder: '',
  placeholderStyle: '',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  cursor: -1,
  selectionStart: -1,
  selectionEnd: -1,
  confirmType: 'done',
  confirmHold: false,
  cursorSpacing: 0,
  adjustPosition: true,
  holdKeyboard: false,
  alwaysEmbed: false,
  type: 'text',
  password: false,
};
const areaProperties = {
  ...properties,
  confirmType: 'return',
  autoHeight: false,
  fixed: false,
  showConfirmBar: true,
  disableDefaultPadding: false,
};

type TextHost = TagHost<typeof properties>;
type Field = HTMLInputElement | HTMLTextAreaElement;

/** The phone's keyboards, by `type`. */
const INPUT_MODES: Readonly<Record<string, string>> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  tel: 'tel',
  nickname: 'text',
  text: 'text',
};

const externalClasses = ['placeholder-class'];

export function defineTextFields(): void {
  defineTag('input', { properties, externalClasses, connect: connectInput });
  defineTag('textarea', { properties: areaProperties, externalClasses, connect: connectArea });
}

function connectInput(tag: TextHost) {
  const field = tag.part('field') as HTMLInputElement;
  const control = connectField(tag, field);
  return {
    ...control,
    update: () => {
      const { type, password } = tag.properties;
      const mode = INPUT_MODES[type];
      if (mode === undefined) throw new Error(`<input type="${type}"> is not supported`);
      field.type = password ? 'password' : 'text';
      field.inputMode = mode;
      if (type === 'nickname') offerNickname(field);
      control.update();
    },
  };
}

function connectArea(tag: TagHost<typeof areaProperties>) {
  const field = tag.part('field') as HTMLTextAreaElement;
  const control = connectField(tag, field);
  let lines = 0;
  const grow = () => {
    if (!tag.properties.autoHeight) return;
    field.style.height = 'auto';
    const height = field.scrollHeight;
    field.style.height = `${height}px`;
    tag.element.style.height = `${height}px`;
    const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight) || 1;
    const lineCount = Math.round(height / lineHeight);
    if (lineCount !== lines)
      tag.trigger('linechange', { height, heightRpx: height * 2, lineCount });
    lines = lineCount;
  };
  field.addEventListener('input', grow);
  return {
    ...control,
    update: () => {
      control.update();
      grow();
    },
  };
}

/** WeChat offers the person's nickname above the keyboard; here the browser's list does. */
function offerNickname(field: HTMLInputElement): void {
  if (field.hasAttribute('list')) return;
  const list = document.createElement('datalist');
  list.id = `nickname-${Math.random().toString(36).slice(2)}`;
  const option = document.createElement('option');
  option.value = tagServices().nickname();
  list.append(option);
  field.after(list);
  field.setAttribute('list', list.id);
}

/** What is typed reaches the page. */
function listenToField(tag: TextHost, field: Field): void {
  const cursor = () => field.selectionStart ?? field.value.length;
  field.addEventListener('input', () => {
    tag.set({ value: field.value });
    tag.trigger('input', { value: field.value, cursor: cursor(), keyCode: 0 });
  });
  field.addEventListener('focus', () => tag.trigger('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => {
    tag.trigger('blur', { value: field.value, cursor: cursor() });
    if (tag.properties.focus) tag.set({ focus: false });
  });
  field.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Enter' || event.isComposing) return;
    if (field instanceof HTMLTextAreaElement && tag.properties.confirmType === 'return') return;
    tag.trigger('confirm', { value: field.value });
    if (!tag.properties.confirmHold) field.blur();
  });
}

function connectField(tag: TextHost, field: Field) {
  listenToField(tag, field);
  let wasFocused = false;
  const update = () => {
    const { value, placeholder, disabled, maxlength, confirmType, focus } = tag.properties;
    if (field.value !== String(value ?? '')) field.value = value ?? '';
    field.placeholder = placeholder;
    field.disabled = disabled;
    if (maxlength >= 0) field.maxLength = maxlength;
    else field.removeAttribute('maxlength');
    field.setAttribute('enterkeyhint', confirmType === 'return' ? 'enter' : confirmType);
    field.setAttribute('aria-label', tag.element.getAttribute('aria-label') ?? placeholder);
    showPlaceholder(tag);
    if (focus !== wasFocused) setFocus(tag, field, focus);
    wasFocused = focus;
  };
  if (tag.properties.autoFocus) setFocus(tag, field, true);
  return {
    update,
    activate: () => field.focus(),
    formValue: () => tag.properties.value,
    formReset: () => tag.set({ value: '' }),
  };
}

function setFocus(tag: TextHost, field: Field, focus: boolean): void {
  if (!focus) {
    field.blur();
    return;
  }
  // After the page that sets it is on screen.
  requestAnimationFrame(() => {
    field.focus();
    const { cursor, selectionStart, selectionEnd } = tag.properties;
    if (selectionStart >= 0 && selectionEnd >= 0)
      field.setSelectionRange(selectionStart, selectionEnd);
    else if (cursor >= 0) field.setSelectionRange(cursor, cursor);
  });
}

/** `placeholder-style` and `placeholder-class` reach the browser's placeholder. */
function showPlaceholder(tag: TextHost): void {
  const probe = tag.part('placeholder');
  probe.setAttribute('style', browserLengths(tag.properties.placeholderStyle));
  const { color, fontSize, fontWeight } = getComputedStyle(probe);
  const { style } = tag.element;
  style.setProperty('--placeholder', color);
  style.setProperty('--placeholder-size', fontSize);
  style.setProperty('--placeholder-weight', fontWeight);
}
