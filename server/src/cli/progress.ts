import stringWidth from 'string-width';
import type { Io } from './io';

/** Milliseconds between two looks of the line. */
const PERIOD = 100;

export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away, so that other text may follow. */
  clear(): void;
  /** Writes what stays, in the place of the line. */
  say(text: string): void;
}

/** One line on a terminal that says how far a long run is; nothing elsewhere, and nothing in a short run. */
export function progressLine({ stderr }: Io): ProgressLine {
  let last = Date.now();
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    clear,
    say(text) {
      clear();
      stderr.write(text);
    },
    show(text) {
      const now = Date.now();
      if (stderr.isTTY !== true || now - last < PERIOD) return;
      last = now;
      shown = true;
      stderr.write(`\r\u001b[K${cut(text, Math.max(10, (stderr.columns ?? 80) - 1))}`);
    },
  };
}

/** The start of a text that is no wider than so many columns: a line that wraps cannot be taken away. */
function cut(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const { segment, index } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment);
    if (width > columns) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
