/** Builds the elements of sheets and dialogs. */

export interface Attributes {
  readonly class?: string;
  readonly text?: string;
  readonly onTap?: () => void;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly style?: Readonly<Record<string, string>>;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { class: className, text, onTap, attributes = {}, style = {} }: Attributes = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className !== undefined) node.className = className;
  if (text !== undefined) node.textContent = text;
  if (onTap !== undefined) node.addEventListener('click', onTap);
  if (node instanceof HTMLButtonElement) node.type = 'button';
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
  node.append(...children);
  return node;
}

/** A drawing from path data on a 24 × 24 grid, in the colour of the text around it. */
export function icon(paths: string, className: string): Node {
  const holder = element('span', { class: className, attributes: { 'aria-hidden': 'true' } });
  holder.innerHTML = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`;
  return holder;
}

/** Strokes of the icons that the phone itself draws. */
export const ICONS = {
  success: '<path d="M4.5 12.5l5 5 10-11"/>',
  error: '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.2v.1"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  album:
    '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M4 16l4.5-4 3.5 3 3-2.5 5 4"/>',
  phone:
    '<path d="M7 3.8l2.6 4.4-1.7 2.1a12 12 0 0 0 5.8 5.8l2.1-1.7 4.4 2.6-.6 3c-.1.5-.6.9-1.1.8C10.4 20 4 13.6 3.2 5.5c0-.5.3-1 .8-1.1z"/>',
  place:
    '<path d="M12 21s7-6.2 7-11.5a7 7 0 1 0-14 0C5 14.8 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
  share: '<path d="M13.5 5.5l6 5.5-6 5.5v-3.3c-4.5 0-7 1.3-9 4.3.4-4.5 3-8.3 9-8.7z"/>',
  chat: '<path d="M4 12c0-4 3.6-7 8-7s8 3 8 7-3.6 7-8 7c-.9 0-1.8-.1-2.6-.4L5.5 20l.6-3C4.8 15.7 4 14 4 12z"/>',
  bell: '<path d="M6 10a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7z"/><path d="M10 20.5h4"/>',
  restart: '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4"/><path d="M19.5 3.5v4h-4"/>',
  theme: '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
} as const;
