import type { FormControl } from './form';
import { tagServices } from './services';
import { controlOf, defineTag, type TagHost } from './tag';

const properties = {
  size: 'default',
  type: 'default',
  plain: false,
  disabled: false,
  loading: false,
  formType: '',
  openType: '',
  hoverClass: 'button-hover',
  hoverStopPropagation: false,
  hoverStartTime: 20,
  hoverStayTime: 70,
  lang: 'en',
  sessionFrom: '',
  sendMessageTitle: '',
  sendMessagePath: '',
  sendMessageImg: '',
  appParameter: '',
  showMessageCard: false,
  phoneNumberNoQuotaToast: true,
};

export function defineButton(): void {
  defineTag('button', { properties, connect });
}

function connect(tag: TagHost<typeof properties>) {
  tag.element.setAttribute('role', 'button');
  const tap = () => {
    const { disabled, loading, formType, openType } = tag.properties;
    if (disabled || loading) return;
    if (formType) {
      const form = controlOf(tag.element.closest('wx-form')) as FormControl | undefined;
      if (formType === 'submit') form?.submit();
      else form?.reset();
    }
    if (openType) askFor(tag, openType);
  };
  tag.on('tap', tap);
  return {
    activate: () => tag.node.triggerEvent('tap', {}, { bubbles: true, composed: true }),
    update: () => {
      const { size, type, plain, disabled, loading } = tag.properties;
      tag.reflect('size', size);
      tag.reflect('type', type === 'default' ? null : type);
      tag.reflect('plain', plain);
      tag.reflect('disabled', disabled);
      tag.reflect('loading', loading);
    },
  };
}

function askFor(tag: TagHost<typeof properties>, openType: string): void {
  const { id, dataset } = tag.node;
  tagServices().openType({
    openType,
    target: { id, dataset: dataset ?? {} },
    properties: tag.properties,
    trigger: (event, detail) => tag.trigger(event, detail),
  });
}
