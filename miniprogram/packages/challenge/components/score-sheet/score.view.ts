const POINTS = /^\d{1,3}$/;

/** What was typed for the two as whole points, 0 to 999; null when it is none. */
export function scoreOf(mine: string, theirs: string): { mine: number; theirs: number } | null {
  const typed = [mine.trim(), theirs.trim()];
  if (!typed.every((points) => POINTS.test(points))) return null;
  return { mine: Number(typed[0]), theirs: Number(typed[1]) };
}
