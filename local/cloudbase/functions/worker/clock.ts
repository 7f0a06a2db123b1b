let offset = 0;

/** What is added to real time from now on, ms. */
export function shiftClock(ms: number): void {
  offset = ms;
}

/**
 * Replaces the thread's `Date` by one that shows the shifted time. The prototype stays the real
 * one, so `instanceof Date` and subclasses work; timers and `performance` stay real.
 */
export function installClock(): void {
  const Real = globalThis.Date;
  const now = () => Real.now() + offset;
  const Shifted = function (this: unknown, ...parts: unknown[]) {
    if (new.target === undefined) return new Real(now()).toString();
    return Reflect.construct(Real, parts.length === 0 ? [now()] : parts, new.target);
  };
  Object.defineProperties(Shifted, {
    ...Object.getOwnPropertyDescriptors(Real),
    now: { value: now, writable: true, configurable: true },
  });
  Object.defineProperty(Real.prototype, 'constructor', {
    value: Shifted,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, 'Date', {
    value: Shifted,
    writable: true,
    configurable: true,
  });
}
