import type { glassEasel } from 'glass-easel-miniprogram-adapter';
import { browserLengths } from '../../compiler/lengths';

/** glass-easel leaves its own node on each element it makes. */
export interface PhoneElement extends HTMLElement {
  __wxElement?: glassEasel.Element;
}

const setAttribute = Element.prototype.setAttribute;

/**
 * What elements of the mini-program have in place of HTMLElement's own members: ids are unique in
 * a component only, so they go to `wx-id`; inline styles may be in rpx.
 */
const phoneMembers = Object.create(HTMLElement.prototype, {
  id: {
    get: () => '',
    set(this: HTMLElement, id: string) {
      // glass-easel prefixes ids with the component's own number.
      setAttribute.call(this, 'wx-id', id.replace(/^.*?--/, ''));
    },
  },
  setAttribute: {
    value(this: HTMLElement, name: string, value: string) {
      setAttribute.call(this, name, name === 'style' ? browserLengths(value) : value);
    },
  },
});

/** `h5-input` (in templates of built-in tags) is the browser's own element, `view` is `wx-view`. */
export function createElement(tag: string): HTMLElement {
  if (tag.startsWith('h5-')) return document.createElement(tag.slice(3));
  const element = document.createElement(`wx-${tag}`);
  Object.setPrototypeOf(element, phoneMembers);
  return element;
}

/** The nearest element, from `start` upwards, that belongs to the mini-program. */
export function phoneElement(start: EventTarget | null): PhoneElement | null {
  let node = start instanceof Node ? start : null;
  while (node) {
    if ('__wxElement' in node && node.__wxElement) return node as PhoneElement;
    node = node.parentNode;
  }
  return null;
}

export function elementOf(node: glassEasel.Element): HTMLElement | null {
  const element: unknown = node.getBackendElement();
  return element instanceof HTMLElement ? element : null;
}

export function requireChild(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return found;
}
