import { elementOf } from './dom/elements';
import type { ScrollTarget } from './host';
import type { Phone } from './phone';

/** wx.pageScrollTo on the page on top; throws when the selector finds nothing. */
export async function scrollPage(
  phone: Phone,
  { scrollTop = 0, selector, offsetTop = 0, duration = 300 }: ScrollTarget,
): Promise<void> {
  const page = phone.stack.top();
  if (!page) return;
  const { scroller } = page;
  const behavior = duration > 0 ? 'smooth' : 'auto';
  if (selector === undefined) {
    scroller.scrollTo({ top: scrollTop, behavior });
    return;
  }
  const node = page.component.getShadowRoot()?.querySelector(selector);
  const element = node ? elementOf(node) : null;
  if (!element) throw new Error(`invalid selector ${selector}`);
  const distance = element.getBoundingClientRect().top - phone.pageRect().top;
  scroller.scrollTo({ top: scroller.scrollTop + distance + offsetTop, behavior });
}
