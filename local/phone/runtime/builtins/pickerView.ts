import { controlOf, defineTag, propertiesOf, type TagControl, type TagHost } from './tag';

const properties = {
  name: '',
  value: [] as readonly number[],
  indicatorStyle: '',
  indicatorClass: '',
  maskStyle: '',
  maskClass: '',
  immediateChange: false,
};

interface ColumnControl extends TagControl {
  index(): number;
  select(index: number): void;
}

interface ViewControl extends TagControl {
  changed(): void;
  moving(isMoving: boolean): void;
}

/** ms without scrolling after which a column has come to rest. */
const REST = 80;

export function definePickerView(): void {
  defineTag('picker-view', { properties, connect: connectView });
  defineTag('picker-view-column', { properties: {}, connect: connectColumn });
}

function connectView(tag: TagHost<typeof properties>): ViewControl {
  const columns = () =>
    [...tag.element.querySelectorAll('wx-picker-view-column')].flatMap((element) => {
      const control = controlOf(element) as ColumnControl | undefined;
      return control ? [control] : [];
    });
  const apply = () => {
    columns().forEach((column, index) => void column.select(tag.properties.value[index] ?? 0));
  };
  requestAnimationFrame(apply);
  return {
    update: apply,
    changed: () => {
      const value = columns().map((column) => column.index());
      tag.set({ value });
      tag.trigger('change', { value });
    },
    moving: (isMoving) => tag.trigger(isMoving ? 'pickstart' : 'pickend'),
    formValue: () => tag.properties.value,
  };
}

function connectColumn(tag: TagHost<Record<string, never>>): ColumnControl {
  const scroller = tag.part('scroller');
  const indicator = tag.part('indicator');
  const viewElement = tag.element.closest('wx-picker-view');
  const view = () => controlOf(viewElement) as ViewControl | undefined;
  let selected = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;
  const rowHeight = () => indicator.offsetHeight || 34;
  const measure = () => {
    const style = viewElement ? propertiesOf(viewElement).indicatorStyle : '';
    if (typeof style === 'string') indicator.style.cssText = style;
    tag.element.style.setProperty('--row', `${rowHeight()}px`);
  };
  scroller.addEventListener('scroll', () => {
    if (rest === undefined) view()?.moving(true);
    clearTimeout(rest);
    rest = setTimeout(() => {
      rest = undefined;
      const index = Math.round(scroller.scrollTop / rowHeight());
      view()?.moving(false);
      if (index === selected) return;
      selected = index;
      view()?.changed();
    }, REST);
  });
  requestAnimationFrame(measure);
  return {
    index: () => selected,
    select: (index) => {
      selected = index;
      measure();
      const top = index * rowHeight();
      if (Math.abs(scroller.scrollTop - top) > 1) scroller.scrollTop = top;
    },
  };
}
