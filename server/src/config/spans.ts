import type { Origin } from './types';

/** Things that reach from one number to another, both ends included: of lines, or of offsets. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Spans that are found by what they reach over without looking at each, since a file may hold a hundred thousand. */
export class Spans<T extends Span> {
  private readonly ordered: readonly T[];
  /** How far the spans up to each reach. */
  private readonly reach: readonly number[];

  constructor(spans: readonly T[]) {
    this.ordered = [...spans].sort((a, b) => a.first - b.first);
    let furthest = Number.NEGATIVE_INFINITY;
    this.reach = this.ordered.map(({ last }) => {
      furthest = Math.max(furthest, last);
      return furthest;
    });
  }

  /** Those that have something in common with a span, the last to begin first. */
  *over({ first, last }: Span): Generator<T> {
    for (let at = this.upTo(last) - 1; at >= 0 && (this.reach[at] ?? first) >= first; at--) {
      const span = this.ordered[at];
      if (span !== undefined && span.last >= first) yield span;
    }
  }

  /** Those that hold all of a span, the last to begin first. */
  around({ first, last }: Span): Generator<T> {
    return this.over({ first: last, last: first });
  }

  /** Whether any has something in common with a span. */
  touch(span: Span): boolean {
    return this.over(span).next().done !== true;
  }

  /** How many begin at a number or before it. */
  private upTo(most: number): number {
    let low = 0;
    let high = this.ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ordered[middle]?.first ?? most) <= most) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A place by its offsets. */
export function spanOf({ start, end }: Origin): Span {
  return { first: start, last: end };
}
