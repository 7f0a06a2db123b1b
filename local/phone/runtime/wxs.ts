import type { glassEasel } from 'glass-easel-miniprogram-adapter';
import { nodeOfTarget } from './dom/events';
import { wxsDescriptor } from './wxsDescriptor';

type Caller = Record<string, unknown> & { readonly _$: glassEasel.GeneralComponent };
type Handler = (event: object, owner?: unknown) => unknown;

const CONSTRUCTORS = [String, Number, Boolean, Array, Object, Function, RegExp, Date];

/** Defines what compiled WXS expects around it; see compiler/wxs.ts. */
export function installWxs(): void {
  for (const kind of CONSTRUCTORS) {
    Object.defineProperty(kind.prototype, '__wxsConstructor', {
      get: () => kind.name,
      enumerable: false,
    });
  }
  Object.assign(globalThis, {
    getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
    getDate: (...parts: readonly []) => new Date(...parts),
    __phoneWxs: { changeProperty, handleEvent },
  });
}

type ChangeListener = (next: unknown, previous: unknown, owner: unknown, node: unknown) => unknown;

/** `change:x` listeners run after the change is drawn. */
function changeProperty(listener: ChangeListener) {
  return (next: unknown, previous: unknown, owner: glassEasel.Element, node: glassEasel.Element) =>
    queueMicrotask(() => listener(next, previous, wxsDescriptor(owner), wxsDescriptor(node)));
}

/** A handler is one of the component's methods, or a WXS function, which gets other arguments. */
function handleEvent(caller: Caller, event: { readonly currentTarget: object }, handler: Handler) {
  if (methodsOf(caller).has(handler)) return handler.call(caller, event);
  const shaped = Object.create(event) as Record<string, unknown>;
  Object.assign(shaped, event);
  const node = nodeOfTarget(event.currentTarget);
  shaped.instance = node ? wxsDescriptor(node) : null;
  return handler(shaped, wxsDescriptor(caller._$));
}

const methods = new WeakMap<object, ReadonlySet<unknown>>();

function methodsOf(caller: Caller): ReadonlySet<unknown> {
  const definition = caller._$.getComponentDefinition();
  const known = methods.get(definition);
  if (known) return known;
  const found = new Set<unknown>(Object.values(definition.behavior.getMethods()));
  methods.set(definition, found);
  return found;
}
