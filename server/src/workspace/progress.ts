import type { Progress } from './types';

/** Milliseconds between two reports. */
const INTERVAL = 200;

/** Work that takes long in one piece is shown again after this time, so that nobody thinks it has stopped. */
const TICK = 500;

const START: Progress = { stage: 'search', done: 0, total: undefined };

/** Tells of work that takes longer than a moment, and when all of it has ended. */
export class ProgressReport {
  private latest = START;
  private lastTime = 0;
  private running = 0;
  private shown = false;
  private ticker: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly tell: ((progress: Progress | undefined) => void) | undefined) {}

  report(progress: Progress): void {
    this.latest = progress;
    const now = Date.now();
    if (!this.tell || now - this.lastTime < INTERVAL) return;
    this.lastTime = now;
    this.shown = true;
    this.tell(progress);
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.running === 0) {
      this.lastTime = Date.now();
      if (this.tell) this.ticker = setInterval(() => this.report(this.latest), TICK);
    }
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
      if (this.running === 0) this.end();
    }
  }

  private end(): void {
    clearInterval(this.ticker);
    this.latest = START;
    if (!this.shown) return;
    this.shown = false;
    this.tell?.(undefined);
  }
}
