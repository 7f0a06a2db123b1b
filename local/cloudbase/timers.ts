import { type Cron, parseCron } from './cron';
import type { FunctionSpec } from './manifestTypes';
import type { Clock, FunctionHost } from './types';

export interface TimerOptions {
  readonly host: FunctionHost;
  readonly clock: Clock;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
  /** Runs the timers as time passes; otherwise only when the clock is moved. */
  readonly automatic: boolean;
  /** Told of a timer's function that failed; on the platform nobody hears of it either. */
  readonly onFailure: (functionName: string, timer: string, error: unknown) => void;
}

interface Job {
  readonly functionName: string;
  readonly timer: string;
  readonly cron: Cron;
  /** Epoch ms on the clock; null when never again. */
  due: number | null;
}

/** Node clamps longer waits to 1 ms; and a shorter one notices when the machine has slept. */
const LONGEST_WAIT_MS = 60_000;

/** Runs the manifest's timers on the club's clock, and moves that clock through what falls due. */
export class Timers {
  readonly #options: TimerOptions;
  readonly #jobs: Job[] = [];
  readonly #unlisten: () => void;
  #alarm: NodeJS.Timeout | undefined;
  /** Clock movements wait for one another. */
  #moving: Promise<unknown> = Promise.resolve();
  #steps = 0;
  #stopped = false;

  constructor(options: TimerOptions) {
    this.#options = options;
    for (const [functionName, spec] of Object.entries(options.functions)) {
      for (const { name, cron } of spec.timers) {
        this.#jobs.push({ functionName, timer: name, cron: parseCron(cron), due: null });
      }
    }
    this.#unlisten = options.clock.onChange(() => this.#reschedule());
    this.#reschedule();
  }

  /**
   * Sets the clock. Forward, whatever falls due up to and including `now` runs first, in order,
   * each to its end at its own instant; backward nothing runs.
   */
  set(now: number): Promise<void> {
    return this.#move(async () => this.#stepTo(now));
  }

  /** `ms` from what the clock shows when its turn comes. */
  advance(ms: number): Promise<void> {
    return this.#move(async () => this.#stepTo(this.#options.clock.now() + ms));
  }

  /** Sets the clock without running anything on the way. */
  jump(now: number): Promise<void> {
    return this.hold(async () => this.#options.clock.jump(now));
  }

  /**
   * Runs a timer's function at once, whatever its cron says, and to its end; no movement of the clock
   * waits for it.
   */
  async trigger(functionName: string, timer: string): Promise<void> {
    const job = this.#jobs.find((one) => one.functionName === functionName && one.timer === timer);
    if (!job) throw new Error(`${functionName} has no timer ${timer}`);
    await this.#run(job, this.#options.clock.now());
  }

  /** No timer starts while `work` runs, and no call is in flight when it begins. */
  hold(work: () => Promise<void>): Promise<void> {
    return this.#move(async () => {
      await this.#options.host.idle();
      await work();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#alarm);
    this.#unlisten();
  }

  #move(movement: () => Promise<void>): Promise<void> {
    const turn = this.#moving.then(async () => {
      this.#steps += 1;
      clearTimeout(this.#alarm);
      try {
        await movement();
      } finally {
        this.#steps -= 1;
        this.#reschedule();
      }
    });
    this.#moving = turn.catch(() => undefined);
    return turn;
  }

  async #stepTo(target: number): Promise<void> {
    const { clock, host } = this.#options;
    this.#aim(clock.now());
    for (;;) {
      const job = this.#first();
      if (this.#stopped || !job || job.due === null || job.due > target) break;
      await host.idle();
      // A function that ran longer than its interval has carried the clock past the next one.
      if (clock.now() < job.due) clock.jump(job.due);
      const due = job.due;
      job.due = job.cron.next(due);
      await this.#run(job, due);
    }
    await host.idle();
    clock.jump(target);
  }

  /** The earliest job; at one instant the manifest's order decides. */
  #first(): Job | undefined {
    let first: Job | undefined;
    for (const job of this.#jobs) {
      if (job.due !== null && (first?.due == null || job.due < first.due)) first = job;
    }
    return first;
  }

  #aim(after: number): void {
    for (const job of this.#jobs) job.due = job.cron.next(after);
  }

  /** Also after each change of the clock: what was due at the old time may not be at the new. */
  #reschedule(): void {
    if (this.#steps > 0 || this.#stopped || !this.#options.automatic) return;
    clearTimeout(this.#alarm);
    this.#aim(this.#options.clock.now());
    this.#wait();
  }

  #wait(): void {
    const due = this.#first()?.due;
    if (due == null) return;
    const wait = Math.min(Math.max(due - this.#options.clock.now(), 0), LONGEST_WAIT_MS);
    this.#alarm = setTimeout(() => this.#ring(), wait);
    this.#alarm.unref();
  }

  /** Starts what is due and does not wait for it: overlapping runs happen on the platform too. */
  #ring(): void {
    const now = this.#options.clock.now();
    for (const job of this.#jobs) {
      if (job.due === null || job.due > now) continue;
      void this.#run(job, job.due);
      job.due = job.cron.next(now);
    }
    this.#wait();
  }

  async #run({ functionName, timer }: Job, due: number): Promise<void> {
    const event = {
      Type: 'Timer',
      TriggerName: timer,
      Time: `${new Date(due).toISOString().slice(0, 19)}Z`,
      Message: '',
    };
    try {
      await this.#options.host.invoke({
        name: functionName,
        event,
        openid: null,
        source: 'wx_trigger',
        ip: null,
        timer: { name: timer },
      });
    } catch (error) {
      this.#options.onFailure(functionName, timer, error);
    }
  }
}
