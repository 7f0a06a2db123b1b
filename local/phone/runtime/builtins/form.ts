import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf, type PhoneElement } from '../dom/elements';
import { nodeOfTarget } from '../dom/events';
import { isFormField } from './behaviors';
import { controlOf, defineTag, type TagControl, type TagHost, tagControl } from './tag';

export interface FormControl extends TagControl {
  submit(): void;
  reset(): void;
}

interface Field {
  readonly name: string;
  readonly value: unknown;
  readonly control: TagControl | undefined;
}

const ACTIVATED =
  'wx-input, wx-textarea, wx-checkbox, wx-radio, wx-switch, wx-button, wx-picker, wx-slider';

export function defineForm(): void {
  defineTag('form', {
    properties: { reportSubmit: false, reportSubmitTimeout: 0 },
    connect: (tag): FormControl => ({
      submit: () => {
        const value = Object.fromEntries(
          fieldsIn(tag.element).map(({ name, value }) => [name, value]),
        );
        tag.trigger('submit', { value });
      },
      reset: () => {
        for (const { control } of fieldsIn(tag.element)) control?.formReset?.();
        tag.trigger('reset');
      },
    }),
  });
  defineTag('label', {
    properties: { for: '' },
    connect: (tag) => {
      tag.on('tap', ({ target }) => activate(tag, nodeOfTarget(target)));
      return {};
    },
  });
}

/** Named fields in a form: built-in tags, and components with the behavior wx://form-field. */
function fieldsIn(form: HTMLElement): readonly Field[] {
  return [...form.querySelectorAll<PhoneElement>('*')].flatMap((element) => {
    const node = element.__wxElement;
    if (!node || !glassEasel.Component.isComponent(node)) return [];
    const { name, value } = node.data as { readonly name?: unknown; readonly value?: unknown };
    if (typeof name !== 'string' || name === '') return [];
    const control = tagControl(node);
    if (control?.formValue) return [{ name, value: control.formValue(), control }];
    return isFormField(node as never) ? [{ name, value, control }] : [];
  });
}

/** A tap on a label acts on its field, unless it was on a field already. */
function activate(
  tag: TagHost<{ readonly for: string }>,
  tapped: glassEasel.Element | undefined,
): void {
  const tappedElement = tapped ? elementOf(tapped) : null;
  const onField = tappedElement?.closest(ACTIVATED);
  if (onField && tag.element.contains(onField)) return;
  const byId = tag.properties.for
    ? tag.node.ownerShadowRoot?.getElementById(tag.properties.for)
    : undefined;
  const field = byId ? elementOf(byId) : tag.element.querySelector(ACTIVATED);
  controlOf(field)?.activate?.();
}
