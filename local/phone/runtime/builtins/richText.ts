import { defineTag } from './tag';

interface RichNode {
  readonly type?: string;
  readonly name?: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly children?: readonly RichNode[];
}

/** What WeChat lets through; everything else is dropped with its content's markup. */
const TAGS = new Set(
  (
    'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del ' +
    'div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre ' +
    'q rt ruby s section small span strong sub sup table tbody td tfoot th thead tr tt u ul'
  ).split(' '),
);
const ATTRIBUTES = new Set([
  'class',
  'style',
  'alt',
  'src',
  'width',
  'height',
  'colspan',
  'rowspan',
  'span',
  'align',
  'start',
  'type',
]);

/** `<rich-text nodes>` from HTML text or from nodes; scripts and handlers never get through. */
export function defineRichText(): void {
  defineTag('rich-text', {
    properties: { nodes: '' as unknown, space: '', userSelect: false },
    connect: (tag) => {
      let shown: unknown;
      return {
        update: () => {
          const { nodes } = tag.properties;
          if (nodes === shown) return;
          shown = nodes;
          const content = typeof nodes === 'string' ? fromHtml(nodes) : fromNodes(nodes);
          tag.part('content').replaceChildren(...content);
        },
      };
    },
  });
}

function fromHtml(html: string): readonly Node[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  return [...parsed.body.childNodes].flatMap(clean);
}

function clean(node: Node): readonly Node[] {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')];
  if (!(node instanceof Element) || !TAGS.has(node.tagName.toLowerCase())) return [];
  const element = document.createElement(node.tagName);
  for (const { name, value } of node.attributes) {
    if (ATTRIBUTES.has(name)) element.setAttribute(name, value);
  }
  element.append(...[...node.childNodes].flatMap(clean));
  return [element];
}

function fromNodes(nodes: unknown): readonly Node[] {
  return Array.isArray(nodes) ? nodes.flatMap((node: RichNode) => build(node)) : [];
}

function build({
  type,
  name = '',
  text = '',
  attrs = {},
  children = [],
}: RichNode): readonly Node[] {
  if (type === 'text') return [document.createTextNode(text)];
  if (!TAGS.has(name.toLowerCase())) return [];
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attrs)) {
    if (ATTRIBUTES.has(attribute)) element.setAttribute(attribute, value);
  }
  element.append(...children.flatMap(build));
  return [element];
}
