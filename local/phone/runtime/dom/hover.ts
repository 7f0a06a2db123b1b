import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { type PhoneElement, phoneElement } from './elements';

/** Classes of a node come from several sources; this is the one for pressed looks. */
const HOVER_SEGMENT = 3;

interface HoverProperties {
  readonly hoverClass?: unknown;
  readonly disabled?: unknown;
}

/** The pressed look: `hover-class` of the nearest pressable element around the finger. */
export class Hover {
  #pressed: glassEasel.Element | null = null;

  start(target: EventTarget | null): void {
    this.end();
    let element: PhoneElement | null = phoneElement(target);
    for (; element; element = phoneElement(element.parentNode)) {
      const node = element.__wxElement;
      const hoverClass = node && classOf(node);
      if (!hoverClass) continue;
      node.setNodeClass(hoverClass, HOVER_SEGMENT);
      this.#pressed = node;
      return;
    }
  }

  end(): void {
    this.#pressed?.setNodeClass('', HOVER_SEGMENT);
    this.#pressed = null;
  }
}

function classOf(node: glassEasel.Element): string | null {
  if (!glassEasel.Component.isComponent(node)) return null;
  const { hoverClass, disabled } = node.data as HoverProperties;
  if (typeof hoverClass !== 'string' || hoverClass === '' || hoverClass === 'none') return null;
  return disabled === true ? null : hoverClass;
}
