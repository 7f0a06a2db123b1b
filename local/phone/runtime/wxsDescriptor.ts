import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf } from './dom/elements';

/** Styles and classes set from WXS lie beside those of the template. */
const WXS_SEGMENT = 2;
const descriptors = new WeakMap<glassEasel.Element, WxsDescriptor>();

/** The view of a node that WXS works with (ComponentDescriptor in WeChat's documents). */
export function wxsDescriptor(node: glassEasel.Element): WxsDescriptor {
  const known = descriptors.get(node);
  if (known) return known;
  const made = new WxsDescriptor(node);
  descriptors.set(node, made);
  return made;
}

class WxsDescriptor {
  readonly #state: Record<string, unknown> = {};
  readonly #classes = new Set<string>();

  constructor(private readonly node: glassEasel.Element) {}

  getState(): Record<string, unknown> {
    return this.#state;
  }

  getDataset(): Readonly<Record<string, unknown>> {
    return this.node.dataset ?? {};
  }

  setStyle(style: string | Readonly<Record<string, string>>): this {
    const text =
      typeof style === 'string'
        ? style
        : Object.entries(style)
            .map(
              ([name, value]) => `${name.replace(/[A-Z]/g, (l) => `-${l.toLowerCase()}`)}:${value}`,
            )
            .join(';');
    this.node.setNodeStyle(text, WXS_SEGMENT);
    return this;
  }

  addClass(name: string): this {
    this.#classes.add(name);
    return this.#applyClasses();
  }

  removeClass(name: string): this {
    this.#classes.delete(name);
    return this.#applyClasses();
  }

  hasClass(name: string): boolean {
    return this.#classes.has(name) || this.node.class.split(/\s+/).includes(name);
  }

  selectComponent(selector: string): WxsDescriptor | null {
    const found = this.#scope()?.querySelector(selector);
    return found ? wxsDescriptor(found) : null;
  }

  selectAllComponents(selector: string): readonly WxsDescriptor[] {
    return (this.#scope()?.querySelectorAll(selector) ?? []).map(wxsDescriptor);
  }

  callMethod(name: string, ...args: readonly unknown[]): unknown {
    if (!glassEasel.Component.isComponent(this.node)) return undefined;
    const caller = this.node.getMethodCaller() as unknown as Record<string, unknown>;
    const method = caller[name];
    return typeof method === 'function' ? method.apply(caller, args) : undefined;
  }

  triggerEvent(name: string, detail: unknown = {}, options: object = {}): void {
    this.node.triggerEvent(name, detail, options);
  }

  requestAnimationFrame(callback: () => void): number {
    return requestAnimationFrame(callback);
  }

  setTimeout(callback: () => void, ms: number): number {
    return window.setTimeout(callback, ms);
  }

  clearTimeout(timer: number): void {
    window.clearTimeout(timer);
  }

  getBoundingClientRect(): DOMRect | undefined {
    return elementOf(this.node)?.getBoundingClientRect();
  }

  getComputedStyle(names: readonly string[]): Readonly<Record<string, string>> {
    const element = elementOf(this.node);
    if (!element) return {};
    const style = getComputedStyle(element);
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
  }

  #scope(): glassEasel.ShadowRoot | null | undefined {
    const { node } = this;
    return glassEasel.Component.isComponent(node) ? node.getShadowRoot() : node.ownerShadowRoot;
  }

  #applyClasses(): this {
    this.node.setNodeClass([...this.#classes].join(' '), WXS_SEGMENT);
    return this;
  }
}
