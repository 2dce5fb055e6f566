import type { Io } from './io';

/** Milliseconds between two looks of the line. */
const PERIOD = 100;

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away, so that other text may follow. */
  clear(): void;
}

/** One line on a terminal that says how far a long run is; nothing elsewhere, and nothing in a short run. */
export function progressLine({ stderr }: Io): ProgressLine {
  let last = Date.now();
  let shown = false;
  return {
    show(text) {
      const now = Date.now();
      if (stderr.isTTY !== true || now - last < PERIOD) return;
      last = now;
      shown = true;
      stderr.write(`\r\u001b[K${text.slice(0, Math.max(10, (stderr.columns ?? 80) - 1))}`);
    },
    clear() {
      if (shown) stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}
