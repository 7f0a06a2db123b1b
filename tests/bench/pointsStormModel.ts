import type { ClubDate } from '@shared/base/time';

/** The last day on which a point of a day can be used, by the calendar alone. */
function lastDay(earned: ClubDate): string {
  const [year = 0, month = 0, day = 0] = earned.split('-').map(Number);
  const later = new Date(Date.UTC(year + 1, month - 1, day));
  // The 29th of a year that has none: the month's own last day.
  if (later.getUTCMonth() !== month - 1) later.setUTCDate(0);
  return later.toISOString().slice(0, 10);
}

interface Held {
  status: 'PLACED' | 'CONSUMED' | 'RELEASED';
  readonly points: readonly ClubDate[];
  /** Of consumed ones, how many came back: the youngest first. */
  back: number;
}

/** A purse of single points, each with the day on which it was earned: as plain as it can be said. */
export class Purse {
  points: ClubDate[] = [];
  owed = 0;
  earned = 0;
  expired = 0;
  readonly holds = new Map<string, Held>();

  private add(more: readonly ClubDate[]): void {
    this.points = [...this.points, ...more].sort();
  }

  earn(amount: number, today: ClubDate, counts: boolean): void {
    const repaid = Math.min(this.owed, amount);
    this.owed -= repaid;
    if (counts) this.earned += amount;
    this.add(new Array<ClubDate>(amount - repaid).fill(today));
  }

  reverse(amount: number, day: ClubDate): void {
    for (let n = 0; n < amount; n += 1) {
      const own = this.points.indexOf(day);
      if (this.points.length === 0) this.owed += 1;
      else this.points.splice(Math.max(own, 0), 1);
    }
    this.earned = Math.max(0, this.earned - amount);
  }

  usable(today: ClubDate): number {
    return this.points.filter((day) => lastDay(day) >= today).length;
  }

  /** Answers how many were over. */
  expire(today: ClubDate): number {
    const left = this.points.filter((day) => lastDay(day) >= today);
    const over = this.points.length - left.length;
    this.expired += over;
    this.points = left;
    return over;
  }

  take(amount: number, today: ClubDate): boolean {
    if (this.usable(today) < amount) return false;
    this.expire(today);
    this.points.splice(0, amount);
    this.earned = Math.max(0, this.earned - amount);
    return true;
  }

  freeze(id: string, amount: number, today: ClubDate): boolean {
    if (this.usable(today) < amount) return false;
    this.expire(today);
    this.holds.set(id, { status: 'PLACED', points: this.points.splice(0, amount), back: 0 });
    return true;
  }

  settle(id: string, status: 'CONSUMED' | 'RELEASED'): void {
    const hold = this.holds.get(id);
    if (hold?.status !== 'PLACED') return;
    hold.status = status;
    if (status === 'RELEASED') this.add(hold.points);
  }

  giveBack(id: string, amount: number): void {
    const hold = this.holds.get(id);
    if (hold?.status !== 'CONSUMED') return;
    const youngest = [...hold.points].reverse().slice(hold.back, hold.back + amount);
    hold.back += youngest.length;
    this.add(youngest);
  }

  frozen(): number {
    const placed = [...this.holds.values()].filter(({ status }) => status === 'PLACED');
    return placed.reduce((sum, { points }) => sum + points.length, 0);
  }

  lots(): { readonly day: string; readonly left: number }[] {
    const days = [...new Set(this.points)];
    return days.map((day) => ({ day, left: this.points.filter((one) => one === day).length }));
  }
}
