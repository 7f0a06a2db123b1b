interface Conditions {
  readonly minWidth?: number;
  readonly maxWidth?: number;
  readonly width?: number;
  readonly minHeight?: number;
  readonly maxHeight?: number;
  readonly height?: number;
  readonly orientation?: string;
}

const FEATURES: readonly (readonly [keyof Conditions, string])[] = [
  ['minWidth', 'min-width'],
  ['maxWidth', 'max-width'],
  ['width', 'width'],
  ['minHeight', 'min-height'],
  ['maxHeight', 'max-height'],
  ['height', 'height'],
  ['orientation', 'orientation'],
];

/** createMediaQueryObserver of pages and components. */
export class MediaQueryObserver {
  #stop: (() => void) | null = null;

  observe(conditions: Conditions, listener: (answer: { readonly matches: boolean }) => void): void {
    const parts = FEATURES.flatMap(([name, feature]) => {
      const value = conditions[name];
      if (value === undefined) return [];
      return [`(${feature}: ${typeof value === 'number' ? `${value}px` : value})`];
    });
    const query = matchMedia(parts.join(' and '));
    const answer = () => listener({ matches: query.matches });
    query.addEventListener('change', answer);
    this.#stop = () => query.removeEventListener('change', answer);
    answer();
  }

  disconnect(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
