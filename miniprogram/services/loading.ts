import { explain, showFailure } from './feedback';

/** A page that asks for what it shows. */
interface Loading {
  load(): unknown;
  setData(data: { readonly state: { readonly kind: 'loading' } }): void;
}

/** What a page does that was pulled down: it asks anew, below what is shown. */
export const pulledDown = {
  async onPullDownRefresh(this: Pick<Loading, 'load'>): Promise<void> {
    await this.load();
    await wx.stopPullDownRefresh();
  },
};

/** What a page does where 再试一次 was tapped. */
export const retried = {
  onRetry(this: Loading): unknown {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },
};

/** A page that may show something already. */
interface Shown {
  readonly data: { readonly state: { readonly kind: string } };
  setData(data: { readonly state: { readonly kind: 'failed'; readonly message: string } }): void;
}

/** Asking failed: what is shown stays, and a line says so; where nothing is, the failure is shown. */
export function showLost(page: Shown, error: unknown): void {
  if (page.data.state.kind === 'ready') showFailure(error);
  else page.setData({ state: { kind: 'failed', message: explain(error) } });
}
