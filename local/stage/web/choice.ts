import { element } from '../../phone/runtime/wx/dom';

export interface Choice {
  readonly label: string;
  /** What stands in the circle for a chosen text. */
  readonly face: (text: string) => string;
  readonly options: readonly {
    readonly value: string;
    readonly text: string;
    readonly note: string;
  }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Who or what a device shows: a face made of the first character, the name, the role. */
export function choice({ label, face: faceOf, options, value, onChange }: Choice): HTMLElement {
  const face = element('span', { class: 'face', attributes: { 'aria-hidden': 'true' } });
  const name = element('b');
  const note = element('small');
  const select = element(
    'select',
    { attributes: { 'aria-label': label } },
    options.map((one) => {
      const text = one.note === '' ? one.text : `${one.text} · ${one.note}`;
      return element('option', { text, attributes: { value: one.value } });
    }),
  );
  const show = (): void => {
    const chosen = options.find((one) => one.value === select.value);
    face.textContent = faceOf(chosen?.text ?? '');
    name.textContent = chosen?.text ?? select.value;
    note.textContent = chosen?.note ?? '';
  };
  select.value = value;
  select.addEventListener('change', () => {
    show();
    onChange(select.value);
  });
  show();
  return element('label', { class: 'choice' }, [face, name, note, select]);
}
