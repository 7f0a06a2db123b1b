import { showFailure } from './feedback';

interface Turn {
  /** Known before anything is drawn: a second tap finds it even when the button still looks awake. */
  readonly working: boolean;
  /** Begins (true) and ends the turn: what the page remembers and what it shows. */
  readonly take: (on: boolean) => void;
  readonly load: () => Promise<void>;
}

/**
 * Does a task unless another one of the page is under way. What was refused changed meanwhile: it is
 * said, and the page is asked for again.
 */
export async function oneAtATime(task: () => Promise<void>, { working, take, load }: Turn) {
  if (working) return;
  take(true);
  try {
    await task();
  } catch (error) {
    showFailure(error);
    await load();
  } finally {
    take(false);
  }
}

/** A page that shows in `busy` what it is doing; empty: nothing. */
interface BusyPage<Busy extends string> {
  readonly data: { readonly busy: Busy | '' };
  setData(part: { busy: Busy | '' }): void;
}

/** The turn of such a page. */
export const turnOf = <Busy extends string>(
  page: BusyPage<Busy>,
  busy: Busy,
  load: () => Promise<void>,
): Turn => ({
  working: page.data.busy !== '',
  take: (on) => page.setData({ busy: on ? busy : '' }),
  load,
});
