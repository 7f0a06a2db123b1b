import { Refusal } from '@shared/refusals';
import { ScanFailure } from './scan';

/** What to tell a person about a failure: our own words, or that the network failed. */
export function explain(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof ScanFailure) return '没有打开相机，请在设置里允许使用相机后再试';
  return '网络不太顺畅，请稍后再试';
}

/**
 * Whether a call was refused and changed nothing. After a fault, too many calls at once or a failed
 * network nobody knows: what is shown stays, and the same is asked again.
 */
export const isRefused = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code !== 'INTERNAL' && error.code !== 'BUSY';

/** One line that goes away by itself. Long sentences get more time to be read. */
export function toast(title: string): void {
  wx.showToast({ title, icon: 'none', duration: title.length > 16 ? 3500 : 2000 });
}

export function showFailure(error: unknown): void {
  toast(explain(error));
}

export interface Question {
  readonly title: string;
  readonly content: string;
  /** At most four characters: WeChat cuts longer ones. */
  readonly confirmText: string;
  readonly cancelText?: string;
}

/** Asks before something that is hard to undo. True when the person agreed. */
export async function confirm(question: Question): Promise<boolean> {
  const { confirm: agreed } = await wx.showModal({ cancelText: '取消', ...question });
  return agreed;
}
