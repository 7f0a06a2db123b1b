import parser from 'postcss-selector-parser';

/**
 * Placeholders for what is known only when a component registers: the prefix of its classes and
 * its host (style isolation may be set in JavaScript).
 */
export const CLASS_PREFIX = '\u0001';
export const HOST_SELECTOR = '\u0002';

const translate = parser((root) => {
  root.walk((node) => {
    if (node.type === 'class') node.setPropertyWithoutEscape('value', CLASS_PREFIX + node.value);
    else if (node.type === 'tag') node.value = `wx-${node.value}`;
    else if (node.type === 'pseudo' && node.value === ':host') {
      node.replaceWith(parser.tag({ value: HOST_SELECTOR }));
    } else if (node.type === 'id') {
      node.replaceWith(
        parser.attribute({
          attribute: 'wx-id',
          operator: '=',
          value: node.value,
          quoteMark: '"',
          raws: {},
        }),
      );
    }
  });
});

/** A WXSS selector as one for the browser's elements: `view#a.b` → `wx-view[wx-id="a"].␁b`. */
export function browserSelector(selector: string): string {
  return translate.processSync(selector);
}
