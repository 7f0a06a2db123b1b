import { toast } from './feedback';

let opening = false;

/**
 * Opens a page on top of this one, which can tell of `events`. A second tap while it is opening does
 * nothing.
 */
export function openPage(url: string, events: Readonly<Record<string, () => void>> = {}): void {
  if (opening) return;
  opening = true;
  wx.navigateTo({
    url,
    events,
    fail: () => toast('页面没有打开，请再试一次'),
    complete: () => {
      opening = false;
    },
  });
}

const TABS = ['pages/venues/venues', 'pages/booking/booking', 'pages/me/me'];

/** Opens a page by its path without a leading slash, as a message names it; a tab is switched to. */
export function openPath(path: string): void {
  const [page = ''] = path.split('?');
  if (TABS.includes(page)) wx.switchTab({ url: `/${page}` });
  else openPage(`/${path}`);
}

/** Leaves this page; where there is none below it (opened by itself), for the one it belongs to. */
export function backOr(url: string): void {
  if (getCurrentPages().length > 1) wx.navigateBack();
  else wx.redirectTo({ url });
}
