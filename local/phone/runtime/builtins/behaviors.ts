import { builtinSpace } from '../engine';

const properties = { name: { type: String, value: '' }, value: { type: null, value: '' } };

/** Of fields in a form: `name` and `value`. */
const formField = builtinSpace.behavior().definition({ properties }).register();
const empty = builtinSpace.behavior().definition({}).register();

const BEHAVIORS: Readonly<Record<string, unknown>> = {
  'wx://form-field': formField,
  'wx://form-field-group': empty,
  'wx://form-field-button': empty,
  'wx://component-export': empty,
};

/** The behavior a component names by a string; throws for one the phone does not have. */
export function wechatBehavior(name: string): unknown {
  const behavior = BEHAVIORS[name];
  if (!behavior) throw new Error(`behavior "${name}" is not supported`);
  return behavior;
}

/** Whether an instance declared `wx://form-field`. */
export function isFormField(component: { hasBehavior(behavior: never): boolean }): boolean {
  return component.hasBehavior(formField as never);
}
