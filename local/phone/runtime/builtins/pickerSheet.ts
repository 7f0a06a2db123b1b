import type { PickerColumns } from './pickerColumns';

interface PickerSheet {
  readonly title: string;
  readonly columns: PickerColumns;
  /** A column was moved to a row; answers with the columns as they are now. */
  readonly onColumn: (column: number, row: number) => PickerColumns;
}

/** Height of a row in px, as in builtins.css. */
const ROW = 44;
const REST = 80;

/** Slides a picker up from the bottom. Resolves to the selected rows, or null when cancelled. */
export function openPickerSheet(
  uiRoot: HTMLElement,
  { title, columns, onColumn }: PickerSheet,
): Promise<readonly number[] | null> {
  return new Promise((resolve) => {
    const mask = element('div', 'wxphone-picker-mask');
    const sheet = element('div', 'wxphone-picker-sheet');
    const selected = [...columns.selected];
    let present = columns;
    const close = (result: readonly number[] | null) => {
      mask.remove();
      resolve(result);
    };
    const body = element('div', 'wxphone-picker-columns');
    const draw = () => {
      const rows = present.rows(selected);
      rows.forEach((labels, column) => {
        const existing = body.children[column];
        const wheel = existing instanceof HTMLElement ? existing : newWheel(column);
        if (!existing) body.append(wheel);
        selected[column] = Math.min(selected[column] ?? 0, Math.max(0, labels.length - 1));
        fill(wheel, labels, selected[column] ?? 0);
      });
    };
    const newWheel = (column: number) =>
      createWheel((row) => {
        if (selected[column] === row) return;
        selected[column] = row;
        present = onColumn(column, row);
        draw();
      });
    const head = element('div', 'wxphone-picker-head');
    head.append(
      button('取消', 'wxphone-picker-cancel', () => close(null)),
      element('span', 'wxphone-picker-title', title),
      button('确定', 'wxphone-picker-confirm', () => close(selected)),
    );
    sheet.append(head, body);
    sheet.setAttribute('role', 'dialog');
    mask.append(sheet);
    mask.addEventListener('click', (event) => {
      if (event.target === mask) close(null);
    });
    uiRoot.append(mask);
    draw();
  });
}

function createWheel(onRow: (row: number) => void): HTMLElement {
  const wheel = element('div', 'wxphone-picker-column');
  let rest: ReturnType<typeof setTimeout> | undefined;
  wheel.addEventListener('scroll', () => {
    clearTimeout(rest);
    rest = setTimeout(() => onRow(Math.round(wheel.scrollTop / ROW)), REST);
  });
  wheel.addEventListener('click', (event) => {
    const row = [...wheel.children].indexOf(event.target as Element);
    if (row < 0) return;
    wheel.scrollTop = row * ROW;
    onRow(row);
  });
  return wheel;
}

function fill(wheel: HTMLElement, labels: readonly string[], selected: number): void {
  const shown = [...wheel.children].map((row) => row.textContent);
  const isSame = shown.length === labels.length && shown.every((text, i) => text === labels[i]);
  if (!isSame)
    wheel.replaceChildren(...labels.map((text) => element('div', 'wxphone-picker-row', text)));
  [...wheel.children].forEach((row, index) => {
    row.setAttribute('aria-selected', String(index === selected));
  });
  if (Math.abs(wheel.scrollTop - selected * ROW) > 1) wheel.scrollTop = selected * ROW;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text: string, className: string, onClick: () => void): HTMLElement {
  const made = element('button', className, text);
  made.addEventListener('click', onClick);
  return made;
}
