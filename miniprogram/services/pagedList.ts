import { explain, showFailure } from './feedback';

/** What a page with a list shows; `Shown` is what it makes of the pages it has got. */
export type PagedState<Shown> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | (Shown & {
      readonly kind: 'ready';
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      /** Why what is shown may be old; empty when it is not. */
      readonly hint: string;
    });

interface Paged<Page extends { readonly next: unknown }, Shown> {
  /** The page from where the one before ended; null: the first. No answer: a guest stays one. */
  readonly ask: (next: Page['next'] | null) => Promise<Page | null>;
  /** What is known, with the next page below it. */
  readonly joined: (known: Page, more: Page) => Page;
  readonly view: (known: Page) => Shown;
  readonly show: (state: PagedState<Shown>) => void;
  /** Takes over what else the newest first page says, before it is shown. */
  readonly learn?: (first: Page) => void;
  /** Says that the list could not be asked for anew. By itself that is the hint above the list. */
  readonly lost?: (message: string) => void;
}

/**
 * A list that comes page by page. Only the newest question's answer is shown; a reload that fails
 * leaves the list standing. A page makes its own in onLoad: WeChat copies what stands in the options.
 */
export class PagedList<Page extends { readonly next: unknown }, Shown> {
  private page: Page | null = null;
  private question = 0;
  private asking: 'first' | 'more' | null = null;
  private hint = '';

  constructor(private readonly list: Paged<Page, Shown>) {}

  /** All that is known; null before the first answer, for a guest and after `forget`. */
  get known(): Page | null {
    return this.page;
  }

  /** Asks from the beginning. What is shown stays until the answer is there. */
  async load(): Promise<void> {
    const question = this.begin('first');
    try {
      const page = await this.list.ask(null);
      if (question !== this.question) return;
      this.asking = null;
      this.page = page;
      this.hint = '';
      if (page) this.list.learn?.(page);
      if (page) this.reprint();
      else this.list.show({ kind: 'guest' });
    } catch (error) {
      if (question === this.question) this.fail(explain(error));
    }
  }

  /** Asks from the beginning with nothing shown: after a failure, or for other things. */
  again(): Promise<void> {
    this.forget();
    this.list.show({ kind: 'loading' });
    return this.load();
  }

  /** Fetches the next page, unless all is shown or the list is being asked for already. */
  async more(): Promise<void> {
    const { page, asking } = this;
    if (!page || page.next === null || asking) return;
    const question = this.begin('more');
    this.reprint();
    try {
      const more = await this.list.ask(page.next);
      if (question !== this.question) return;
      // What is known may have been changed meanwhile.
      this.page = more && this.page && this.list.joined(this.page, more);
    } catch (error) {
      if (question === this.question) showFailure(error);
    }
    if (question !== this.question) return;
    this.asking = null;
    if (this.page) this.reprint();
    else this.list.show({ kind: 'guest' });
  }

  /** Nothing is known any more, and no answer that is under way is heard. */
  forget(): void {
    this.question += 1;
    this.asking = null;
    this.page = null;
    this.hint = '';
  }

  /** Shows what is known once more: time has passed, or another part of it is wanted. */
  reprint(): void {
    const { page, hint } = this;
    if (!page) return;
    const below = page.next === null ? 'end' : 'more';
    const tail = this.asking === 'more' ? 'busy' : below;
    this.list.show({ ...this.list.view(page), kind: 'ready', tail, hint });
  }

  /** Changes what is known and shows it. */
  change(to: (known: Page) => Page): void {
    if (!this.page) return;
    this.page = to(this.page);
    this.reprint();
  }

  private begin(what: 'first' | 'more'): number {
    this.asking = what;
    this.question += 1;
    return this.question;
  }

  private fail(message: string): void {
    this.asking = null;
    if (!this.page) {
      this.list.show({ kind: 'failed', message });
      return;
    }
    if (this.list.lost) this.list.lost(message);
    else this.hint = message;
    this.reprint();
  }
}
