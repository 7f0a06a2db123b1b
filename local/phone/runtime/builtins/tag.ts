import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf, type PhoneElement } from '../dom/elements';
import { builtinSpace } from '../engine';
import { builtinTemplates } from './templates';

/** Default values by property name; the kind of each default is the property's type. */
export type TagProperties = Readonly<Record<string, unknown>>;

/** What a built-in tag does while it is on a page. */
export interface TagControl {
  /** Some property changed. */
  update?(): void;
  detach?(): void;
  /** What a selector query's `node()` gives. */
  node?(): unknown;
  /** The value in a form's submit event. */
  formValue?(): unknown;
  formReset?(): void;
  /** A label that belongs to this tag was tapped. */
  activate?(): void;
}

/** A tag on a page, seen from its own code. */
export interface TagHost<P extends TagProperties> {
  readonly element: HTMLElement;
  readonly node: glassEasel.GeneralComponent;
  /** The properties' present values. */
  readonly properties: Readonly<P>;
  /** An element of the tag's own template, by its `part`. */
  part(name: string): HTMLElement;
  /** Changes own properties; two-way bindings of the page follow. */
  set(change: Partial<P>): void;
  trigger(event: string, detail?: Readonly<Record<string, unknown>>): void;
  on(event: string, listener: (event: TagEvent) => void): void;
  /** Shows a property as an attribute, for the style sheet. */
  reflect(attribute: string, value: string | boolean | null): void;
}

/** A touch or tap as it reaches a tag. */
export interface TagEvent {
  readonly detail: Readonly<Record<string, unknown>>;
  readonly changedTouches?: readonly { readonly clientX: number; readonly clientY: number }[];
  readonly target: object;
}

export interface TagSpec<P extends TagProperties> {
  readonly properties: P;
  /** Properties that name classes of the page, used in the tag's template. */
  readonly externalClasses?: readonly string[];
  /** Called when the tag comes onto a page; absent for tags that only hold others. */
  readonly connect?: (tag: TagHost<P>) => TagControl;
}

const controls = new WeakMap<glassEasel.Element, TagControl>();

export function tagControl(node: glassEasel.Element): TagControl | undefined {
  return controls.get(node);
}

/** The control of the tag that an element belongs to. */
export function controlOf(element: Element | null | undefined): TagControl | undefined {
  const node = (element as PhoneElement | null | undefined)?.__wxElement;
  return node && controls.get(node);
}

/** Properties of a tag's element, for tags that look at those around them. */
export function propertiesOf(element: Element): TagProperties {
  const node = (element as PhoneElement).__wxElement;
  return node && glassEasel.Component.isComponent(node) ? (node.data as TagProperties) : {};
}

/** Makes a built-in tag known to every template. */
export function defineTag<P extends TagProperties>(name: string, spec: TagSpec<P>): void {
  const { connect } = spec;
  type Self = { readonly _$: glassEasel.GeneralComponent };
  const update = function (this: Self) {
    controls.get(this._$)?.update?.();
  };
  const lifetimes = {
    attached(this: Self) {
      if (!connect) return;
      const control = connect(hostOf<P>(this._$));
      controls.set(this._$, control);
      control.update?.();
    },
    detached(this: Self) {
      controls.get(this._$)?.detach?.();
      controls.delete(this._$);
    },
  };
  const definition = {
    options: { multipleSlots: false },
    properties: Object.fromEntries(Object.entries(spec.properties).map(declare)),
    externalClasses: [...(spec.externalClasses ?? [])],
    ...(connect ? { observers: { '**': update }, lifetimes } : {}),
  };
  builtinSpace
    .component(`__builtin/${name}`)
    .definition(definition as never)
    .register();
}

/** Every tag of the phone; its template says which tags there are. */
export function builtinTags(): readonly string[] {
  return Object.keys(builtinTemplates);
}

function hostOf<P extends TagProperties>(node: glassEasel.GeneralComponent): TagHost<P> {
  const element = elementOf(node);
  if (!element) throw new Error(`${node.is} has no element`);
  return {
    element,
    node,
    get properties() {
      return node.data as P;
    },
    part: (name) => {
      const part = element.querySelector(`[part="${name}"]`);
      if (!(part instanceof HTMLElement)) throw new Error(`${node.is} has no part ${name}`);
      return part;
    },
    set: (change) => node.setData(change),
    trigger: (event, detail = {}) => node.triggerEvent(event, detail),
    on: (event, listener) => void node.addListener(event, listener as never),
    reflect: (attribute, value) => {
      if (value === null || value === false) element.removeAttribute(attribute);
      else element.setAttribute(attribute, value === true ? '' : value);
    },
  };
}

function declare([name, value]: readonly [string, unknown]): [string, object] {
  return [name, { type: typeOf(value), value }];
}

function typeOf(value: unknown): unknown {
  if (typeof value === 'string') return String;
  if (typeof value === 'number') return Number;
  if (typeof value === 'boolean') return Boolean;
  if (Array.isArray(value)) return Array;
  return null;
}
