/** Typing into the field of field.wxml that `data-field` names. */
export type Typed<Field extends string> = WechatMiniprogram.CustomEvent<
  { value: string },
  object,
  { field: Field }
>;

/** A picker or switch whose element says in `data-*` what it belongs to. */
export type Picked<Value, Dataset extends object = object> = WechatMiniprogram.CustomEvent<
  { value: Value },
  object,
  Dataset
>;

export type Tapped<Dataset extends object> = WechatMiniprogram.TouchEvent<object, object, Dataset>;
