import type { Host } from '../host';
import { element } from './dom';

/** Where the phone's own windows stand: above the pages, one element a window. */
export interface Layer {
  /**
   * Shows a window over a mask.
   * @param onDismiss called when the mask is tapped, Escape is pressed or every sheet is closed;
   *   without it only the window's own buttons close it.
   * @returns the way to take the window away.
   */
  open(window: HTMLElement, kind: 'center' | 'bottom' | 'full', onDismiss?: () => void): () => void;
  /** Shows something that is no window: a toast, a banner. */
  put(node: HTMLElement): () => void;
  /** Dismisses every window: the page under them goes away. */
  closeAll(): void;
}

export function createLayer(host: Host): Layer {
  const root = element('div', { class: 'wxui', attributes: { 'data-theme': host.theme } });
  host.uiRoot.append(root);
  const leaveSafe = (): void => {
    const { screenHeight, safeArea, statusBarHeight } = host.windowInfo();
    root.style.setProperty('--safe-top', `${statusBarHeight}px`);
    root.style.setProperty('--safe-bottom', `${Math.max(0, screenHeight - safeArea.bottom)}px`);
  };
  leaveSafe();
  host.on('windowResize', leaveSafe);
  host.on('themeChange', ({ theme }) => {
    root.dataset.theme = theme;
  });
  const dismissals = new Set<() => void>();

  const put = (node: HTMLElement): (() => void) => {
    root.append(node);
    return () => node.remove();
  };

  return {
    put,
    open(window, kind, onDismiss) {
      const mask = element('div', { class: `wxui-mask wxui-${kind}` }, [window]);
      const dismiss = (): void => {
        remove();
        onDismiss?.();
      };
      const onKey = (event: KeyboardEvent): void => {
        if (event.key === 'Escape' && onDismiss !== undefined) dismiss();
      };
      mask.addEventListener('click', (event) => {
        if (event.target === mask && onDismiss !== undefined) dismiss();
      });
      document.addEventListener('keydown', onKey);
      const take = put(mask);
      const remove = (): void => {
        dismissals.delete(dismiss);
        document.removeEventListener('keydown', onKey);
        take();
      };
      dismissals.add(dismiss);
      return remove;
    },
    closeAll() {
      for (const dismiss of [...dismissals]) dismiss();
    },
  };
}
