import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { createElement, elementOf, type PhoneElement, phoneElement } from './elements';
import { type TouchDispatch, TouchTranslator } from './touch';

type EventListener = Parameters<glassEasel.CurrentWindowBackendContext['onEvent']>[0];

/** Where the page on screen is. */
export interface Viewport {
  readonly root: HTMLElement;
  /** The visible page's area, in px of the browser's window. */
  pageRect(): DOMRect;
  screenWidth(): number;
}

const OF_HOSTS = /^(transition|animation)(start|end|run|cancel|iteration)$/;
const FROM_TOUCHES = /^(tap|longpress|longtap|touch\w+)$/;
const NO_DEFAULT = 1;

/** glass-easel's window onto the browser: WeChat's elements and WeChat's events. */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  #listener: EventListener | null = null;
  readonly #heard = new WeakMap<HTMLElement, Set<string>>();

  constructor(private readonly viewport: Viewport) {
    super();
    const own = {
      createElement,
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    };
    this.document = own as unknown as typeof this.document;
  }

  override getWindowWidth(): number {
    return this.viewport.screenWidth();
  }

  override getWindowHeight(): number {
    return this.viewport.pageRect().height;
  }

  override onEvent(listener: EventListener): void {
    this.#listener = listener;
    const origin = () => this.viewport.pageRect();
    new TouchTranslator((event) => this.#touch(event), origin).listen(this.viewport.root);
  }

  override setModelBindingStat(): void {
    // Two-way binding to the browser's own elements: built-in tags do that themselves.
  }

  /** Called for each listener in a template; only events of the browser itself need one. */
  override setListenerStats(target: unknown, type: string): void {
    if (!(target instanceof HTMLElement) || FROM_TOUCHES.test(type)) return;
    const isOwn = !target.tagName.startsWith('WX-');
    if (!isOwn && !OF_HOSTS.test(type)) return;
    const heard = this.#heard.get(target) ?? new Set();
    this.#heard.set(target, heard);
    if (heard.has(type)) return;
    heard.add(type);
    target.addEventListener(type, (event) => this.#forward(target, event, isOwn));
  }

  #forward(target: HTMLElement, event: Event, isOwn: boolean): void {
    if (isOwn) {
      this.#fire(target, event.type, event, { bubbles: false, composed: false });
      return;
    }
    if (event.target !== target) return;
    const detail =
      event instanceof TransitionEvent
        ? { propertyName: event.propertyName, elapsedTime: event.elapsedTime * 1000 }
        : event instanceof AnimationEvent
          ? { animationName: event.animationName, elapsedTime: event.elapsedTime * 1000 }
          : {};
    this.#fire(target, event.type, detail, { bubbles: true, composed: true });
  }

  #touch({ target, type, detail, touches, changedTouches, source }: TouchDispatch): boolean {
    const extraFields = { touches, changedTouches };
    return this.#fire(target, type, detail, { bubbles: true, composed: true, extraFields }, source);
  }

  #fire(
    target: EventTarget | null,
    type: string,
    detail: unknown,
    options: glassEasel.EventOptions,
    source: Event | null = null,
  ): boolean {
    const node = phoneElement(target)?.__wxElement;
    if (!node || !this.#listener) return false;
    const status = this.#listener(node, type, detail, { ...options, capturePhase: true });
    if (status === NO_DEFAULT && source?.cancelable) source.preventDefault();
    return type === 'longpress' && hasListener(node, type);
  }
}

/** Whether the event would be heard at the node or above it. */
function hasListener(node: glassEasel.Element, type: string): boolean {
  let element: PhoneElement | null = phoneElement(elementOf(node));
  for (; element; element = phoneElement(element.parentNode)) {
    const target = element.__wxElement as { _$eventTarget?: { listeners: object } } | undefined;
    if (target?._$eventTarget && type in target._$eventTarget.listeners) return true;
  }
  return false;
}
