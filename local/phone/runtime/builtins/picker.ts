import { columnsFor, type PickerColumns } from './pickerColumns';
import { openPickerSheet } from './pickerSheet';
import { tagServices } from './services';
import { defineTag, type TagHost } from './tag';

const properties = {
  name: '',
  mode: 'selector',
  range: [] as readonly unknown[],
  rangeKey: '',
  value: null as unknown,
  start: '',
  end: '',
  fields: 'day',
  headerText: '',
  disabled: false,
};

export type PickerProperties = typeof properties;

/** `<picker>`: modes selector, multiSelector, time and date. */
export function definePicker(): void {
  defineTag('picker', {
    properties,
    connect: (tag) => {
      const open = () => void choose(tag);
      tag.on('tap', open);
      return {
        activate: open,
        formValue: () => tag.properties.value,
        formReset: () => tag.set({ value: null }),
      };
    },
  });
}

async function choose(tag: TagHost<PickerProperties>): Promise<void> {
  if (tag.properties.disabled) return;
  const columns: PickerColumns = columnsFor(tag.properties);
  const chosen = await openPickerSheet(tagServices().host.uiRoot, {
    title: tag.properties.headerText,
    columns,
    // The page may answer with other rows for the columns to the right.
    onColumn: (column, value) => {
      if (tag.properties.mode !== 'multiSelector') return columns;
      tag.trigger('columnchange', { column, value });
      return columnsFor(tag.properties);
    },
  });
  if (!chosen) return tag.trigger('cancel');
  const value = columns.valueOf(chosen);
  tag.set({ value });
  tag.trigger('change', { value });
}
