/**
 * Lengths that mean something else on a phone: `rpx` is a 750th of the screen's width, `vh` a
 * hundredth of the page (not the window), and the safe area is the phone frame's, not the
 * browser's.
 */
export function browserLengths(value: string): string {
  return value
    .replace(
      /(^|[^\w.#-])(-?\d*\.?\d+)(rpx|vh)\b/g,
      (_, before: string, count: string, unit: string) =>
        `${before}calc(var(--${unit === 'rpx' ? 'rpx' : 'page-vh'}) * ${count})`,
    )
    .replace(/\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)/g, 'var(--safe-$1');
}

export function hasPhoneLength(value: string): boolean {
  return /rpx|vh|safe-area/.test(value);
}
