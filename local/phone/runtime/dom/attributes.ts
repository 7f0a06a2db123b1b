import { glassEasel } from 'glass-easel-miniprogram-adapter';
import { playAnimation } from '../instance/animation';
import { elementOf } from './elements';

type SetAttribute = (
  node: glassEasel.Element,
  name: string,
  value: unknown,
  ...rest: readonly unknown[]
) => void;

/** What a compiled template is given to build its nodes with; `r` sets a property. */
interface NodeBuilder {
  r: SetAttribute;
  phoneAttributes?: boolean;
}

type Render = (builder: NodeBuilder, ...rest: readonly unknown[]) => unknown;
type RenderByName = (name: string) => Render | undefined;

/**
 * Lets every element take `hidden`, `animation`, `role` and `aria-*`, as on a phone, without each component
 * declaring them: wraps a compiled template so that these attributes reach the browser's element.
 */
export function withPhoneAttributes(content: object): (name: string) => Render | undefined {
  const byName = content as RenderByName;
  const wrapped = new Map<string, Render>();
  return (name) => {
    const render = byName(name);
    if (!render) return undefined;
    const known = wrapped.get(name);
    if (known) return known;
    const outer: Render = (builder, ...rest) => {
      addPhoneAttributes(builder);
      return render(builder, ...rest);
    };
    wrapped.set(name, outer);
    return outer;
  };
}

function addPhoneAttributes(builder: NodeBuilder): void {
  if (builder.phoneAttributes) return;
  builder.phoneAttributes = true;
  const setProperty = builder.r;
  builder.r = (node, name, value, ...rest) => {
    if (!isPhoneAttribute(name)) return setProperty(node, name, value, ...rest);
    const element = elementOf(node);
    if (element) reflect(element, name, value);
    const property = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (hasProperty(node, property)) setProperty(node, name, value, ...rest);
  };
}

function isPhoneAttribute(name: string): boolean {
  return name === 'hidden' || name === 'animation' || name === 'role' || name.startsWith('aria-');
}

function hasProperty(node: glassEasel.Element, property: string): boolean {
  const { Component } = glassEasel;
  return Component.isComponent(node) && Component.hasProperty(node, property);
}

function reflect(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') element.hidden = Boolean(value);
  else if (name === 'animation') playAnimation(element, value);
  else if (value === undefined || value === null) element.removeAttribute(name);
  else element.setAttribute(name === 'aria-role' ? 'role' : name, String(value));
}
