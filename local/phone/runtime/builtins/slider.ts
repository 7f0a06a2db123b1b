import { defineTag } from './tag';

const properties = {
  name: '',
  min: 0,
  max: 100,
  step: 1,
  value: 0,
  disabled: false,
  color: '',
  selectedColor: '',
  activeColor: '#07c160',
  backgroundColor: '#e9e9e9',
  blockSize: 28,
  blockColor: '#ffffff',
  showValue: false,
};

export function defineSlider(): void {
  defineTag('slider', {
    properties,
    connect: (tag) => {
      const range = tag.part('range') as HTMLInputElement;
      const read = () => Number(range.value);
      range.addEventListener('input', () => {
        tag.set({ value: read() });
        tag.trigger('changing', { value: read() });
      });
      range.addEventListener('change', () => tag.trigger('change', { value: read() }));
      return {
        activate: () => range.focus(),
        formValue: () => tag.properties.value,
        formReset: () => tag.set({ value: tag.properties.min }),
        update: () => {
          const { min, max, step, value, disabled, showValue, blockSize, blockColor } =
            tag.properties;
          const { activeColor, selectedColor, backgroundColor, color } = tag.properties;
          Object.assign(range, { min, max, step, disabled });
          range.value = String(value);
          range.setAttribute('aria-label', tag.element.getAttribute('aria-label') ?? '');
          const done = max > min ? ((value - min) / (max - min)) * 100 : 0;
          const style = tag.element.style;
          style.setProperty('--done', `${done}%`);
          style.setProperty('--active', selectedColor || activeColor);
          style.setProperty('--track', color || backgroundColor);
          style.setProperty('--block', `${blockSize}px`);
          style.setProperty('--block-color', blockColor);
          tag.part('value').textContent = showValue ? String(value) : '';
        },
      };
    },
  });
}
