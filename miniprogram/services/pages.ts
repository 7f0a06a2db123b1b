import { toast } from './feedback';

let opening = false;

/** Opens a page on top of this one. A second tap while it is opening does nothing. */
export function openPage(url: string): void {
  if (opening) return;
  opening = true;
  wx.navigateTo({
    url,
    fail: () => toast('页面没有打开，请再试一次'),
    complete: () => {
      opening = false;
    },
  });
}

/** Leaves this page; where there is none below it (opened by itself), for the one it belongs to. */
export function backOr(url: string): void {
  if (getCurrentPages().length > 1) wx.navigateBack();
  else wx.redirectTo({ url });
}
