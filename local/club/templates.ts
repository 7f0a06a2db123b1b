import { TEMPLATE_NAMES, TEMPLATES, type Template } from '@shared/domain/message';

/** The ids of the subscribe messages in the local club's console. */
const idOf = (template: Template) => `TPL-local-${template.toLowerCase()}`;

/** `startCloud({ templates: MESSAGE_TEMPLATES })`: what WeChat knows of them. */
export const MESSAGE_TEMPLATES = Object.fromEntries(
  TEMPLATE_NAMES.map((template) => {
    const { word, fields } = TEMPLATES[template];
    return [idOf(template), { title: `场边 · ${word}`, fields }];
  }),
);

/** What the function `message` must know to ask for them. */
export const messageVariables = {
  SUBSCRIBE_TEMPLATES: JSON.stringify(
    Object.fromEntries(TEMPLATE_NAMES.map((template) => [template, idOf(template)])),
  ),
};
