import { controlOf, defineTag, propertiesOf, type TagControl, type TagHost } from './tag';

interface GroupControl extends TagControl {
  changed(choice: HTMLElement): void;
}

const choice = { value: '', checked: false, disabled: false, color: '#07c160' };

/** checkbox, radio, their groups, and switch. */
export function defineChoices(): void {
  defineCheckbox();
  defineRadio();
  defineSwitch();
}

function show(
  tag: TagHost<Readonly<{ checked: boolean; disabled: boolean; color: string }>>,
): void {
  const { checked, disabled, color } = tag.properties;
  tag.reflect('checked', checked);
  tag.reflect('disabled', disabled);
  tag.element.setAttribute('aria-checked', String(checked));
  tag.element.style.setProperty('--choice', color);
}

function checkedIn(group: HTMLElement, selector: string): readonly Element[] {
  return [...group.querySelectorAll(selector)].filter(
    (element) => propertiesOf(element).checked === true,
  );
}

function defineCheckbox(): void {
  defineTag('checkbox', {
    properties: { ...choice, backgroundColor: '', borderColor: '', iconColor: '' },
    connect: (tag) => {
      tag.element.setAttribute('role', 'checkbox');
      const toggle = () => {
        if (tag.properties.disabled) return;
        tag.set({ checked: !tag.properties.checked });
        const group = controlOf(tag.element.closest('wx-checkbox-group'));
        (group as GroupControl | undefined)?.changed(tag.element);
      };
      tag.on('tap', toggle);
      return {
        activate: toggle,
        update: () => show(tag),
        formReset: () => tag.set({ checked: false }),
      };
    },
  });
  defineTag('checkbox-group', {
    properties: { name: '' },
    connect: (tag): GroupControl => {
      const values = () =>
        checkedIn(tag.element, 'wx-checkbox').map((box) => propertiesOf(box).value);
      return {
        changed: () => tag.trigger('change', { value: values() }),
        formValue: values,
        formReset: () => {
          for (const box of tag.element.querySelectorAll('wx-checkbox'))
            controlOf(box)?.formReset?.();
        },
      };
    },
  });
}

function defineRadio(): void {
  defineTag('radio', {
    properties: choice,
    connect: (tag) => {
      tag.element.setAttribute('role', 'radio');
      const choose = () => {
        if (tag.properties.disabled || tag.properties.checked) return;
        const group = controlOf(tag.element.closest('wx-radio-group')) as GroupControl | undefined;
        tag.set({ checked: true });
        group?.changed(tag.element);
      };
      tag.on('tap', choose);
      return {
        activate: choose,
        update: () => show(tag),
        formReset: () => tag.set({ checked: false }),
      };
    },
  });
  defineTag('radio-group', {
    properties: { name: '' },
    connect: (tag): GroupControl => ({
      changed: (chosen) => {
        for (const other of checkedIn(tag.element, 'wx-radio')) {
          if (other !== chosen) controlOf(other)?.formReset?.();
        }
        tag.trigger('change', { value: propertiesOf(chosen).value });
      },
      formValue: () => {
        const [chosen] = checkedIn(tag.element, 'wx-radio');
        return chosen ? propertiesOf(chosen).value : '';
      },
      formReset: () => {
        for (const radio of tag.element.querySelectorAll('wx-radio'))
          controlOf(radio)?.formReset?.();
      },
    }),
  });
}

function defineSwitch(): void {
  defineTag('switch', {
    properties: { ...choice, name: '', type: 'switch' },
    connect: (tag) => {
      tag.element.setAttribute('role', 'switch');
      const toggle = () => {
        if (tag.properties.disabled) return;
        tag.set({ checked: !tag.properties.checked });
        tag.trigger('change', { value: tag.properties.checked });
      };
      tag.on('tap', toggle);
      return {
        activate: toggle,
        update: () => {
          show(tag);
          tag.reflect('type', tag.properties.type);
        },
        formValue: () => tag.properties.checked,
        formReset: () => tag.set({ checked: false }),
      };
    },
  });
}
