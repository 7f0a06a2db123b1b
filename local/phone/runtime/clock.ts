const RealDate = Date;
let offset = 0;

/** ms by which `Date` is ahead of real time. */
export function clockOffset(): number {
  return offset;
}

export function setClockOffset(ms: number): void {
  offset = ms;
}

/** Makes `new Date()` and `Date.now()` tell the club's time. Timers and durations stay real. */
export function shiftDate(): void {
  const now = () => RealDate.now() + offset;
  const shifted = new Proxy(RealDate, {
    construct: (target, args: readonly unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : [...args], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, member) => (member === 'now' ? now : Reflect.get(target, member)),
  });
  RealDate.prototype.constructor = shifted;
  globalThis.Date = shifted;
}
