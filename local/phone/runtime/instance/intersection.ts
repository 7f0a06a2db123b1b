import type { glassEasel } from 'glass-easel-miniprogram-adapter';
import { elementOf, type PhoneElement } from '../dom/elements';
import type { QueryScreen } from './selectorQuery';

interface Margins {
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
  readonly left?: number;
}

export interface IntersectionOptions {
  readonly thresholds?: readonly number[];
  readonly observeAll?: boolean;
}

/** createIntersectionObserver of pages and components. */
export class PhoneIntersectionObserver {
  #root: HTMLElement | null = null;
  #margin = '0px';
  #observers: IntersectionObserver[] = [];

  constructor(
    private readonly component: glassEasel.GeneralComponent | null,
    private readonly screen: QueryScreen,
    private readonly options: IntersectionOptions,
  ) {}

  relativeTo(selector: string, margins: Margins = {}): this {
    const node = this.component?.getShadowRoot()?.querySelector(selector);
    this.#root = node ? elementOf(node) : null;
    this.#margin = marginOf(margins);
    return this;
  }

  relativeToViewport(margins: Margins = {}): this {
    this.#root = null;
    this.#margin = marginOf(margins);
    return this;
  }

  observe(selector: string, listener: (answer: Record<string, unknown>) => void): void {
    const shadow = this.component?.getShadowRoot();
    const first = shadow?.querySelector(selector);
    const nodes = this.options.observeAll ? (shadow?.querySelectorAll(selector) ?? []) : [first];
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) listener(this.#describe(entry));
      },
      {
        root: this.#root ?? this.screen.scroller(),
        rootMargin: this.#margin,
        threshold: [...(this.options.thresholds ?? [0])],
      },
    );
    for (const node of nodes) {
      const element = node && elementOf(node);
      if (element) observer.observe(element);
    }
    this.#observers.push(observer);
  }

  disconnect(): void {
    for (const observer of this.#observers) observer.disconnect();
    this.#observers = [];
  }

  #describe(entry: IntersectionObserverEntry): Record<string, unknown> {
    const node = (entry.target as PhoneElement).__wxElement;
    const page = this.screen.pageRect();
    const shift = (rect: DOMRectReadOnly | null) =>
      rect && {
        left: rect.left - page.left,
        top: rect.top - page.top,
        right: rect.right - page.left,
        bottom: rect.bottom - page.top,
        width: rect.width,
        height: rect.height,
      };
    return {
      id: node?.id ?? '',
      dataset: node?.dataset ?? {},
      time: entry.time,
      intersectionRatio: entry.intersectionRatio,
      boundingClientRect: shift(entry.boundingClientRect),
      intersectionRect: shift(entry.intersectionRect),
      relativeRect: shift(entry.rootBounds),
    };
  }
}

function marginOf({ top = 0, right = 0, bottom = 0, left = 0 }: Margins): string {
  return `${top}px ${right}px ${bottom}px ${left}px`;
}
