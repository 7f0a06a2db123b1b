/** Faults that a test has ordered; each is used up `times` times (1), the oldest first. */
export class FaultQueue<T extends { readonly times?: number }> {
  #faults: T[] = [];

  order(fault: T): void {
    this.#faults.push(...Array.from({ length: fault.times ?? 1 }, () => fault));
  }

  /** The oldest that fits, which is then used up; null when none does. */
  take(fits: (fault: T) => boolean): T | null {
    const index = this.#faults.findIndex(fits);
    return index < 0 ? null : (this.#faults.splice(index, 1)[0] ?? null);
  }

  clear(): void {
    this.#faults = [];
  }
}
