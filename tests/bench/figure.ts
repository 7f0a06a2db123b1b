/** One line of README's table, measured. */
export interface Measurement {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it has to reach, as README says it. */
  readonly reach: string;
  readonly ok: boolean;
}

/** How much of the stated numbers is run: 1 is all of it. */
export type Share = number;

export const atMost = (limit: number, unit: string) => (figure: string, value: number) =>
  measurement({ figure, value, unit, reach: `≤ ${limit}`, ok: value <= limit });

export const atLeast = (limit: number, unit: string) => (figure: string, value: number) =>
  measurement({ figure, value, unit, reach: `≥ ${limit}`, ok: value >= limit });

export const exactly = (wanted: number, unit: string) => (figure: string, value: number) =>
  measurement({ figure, value, unit, reach: `${wanted}`, ok: value === wanted });

function measurement(measured: Measurement): Measurement {
  return { ...measured, value: Math.round(measured.value * 100) / 100 };
}

/** The value below which `share` of all lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Runs `work` over all items, `width` at a time; results in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
