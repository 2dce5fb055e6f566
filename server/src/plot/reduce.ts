/** A line in pixels, from left to right: as many `ys` as `xs`. Two plain lists, since every frame of a drag makes them. */
export interface Line {
  readonly xs: number[];
  readonly ys: number[];
}

export function emptyLine(): Line {
  return { xs: [], ys: [] };
}

/**
 * Reduces a line to what can be seen of it: the points that lie within `tolerance` of the line that is left go, so that a
 * straight line of a million points ends as two and a corner stays where it is. Where more is left than pixels can show,
 * every pixel column keeps its first, lowest, highest and last point.
 */
export function reduceLine(line: Line, tolerance = 0.12): Line {
  const straight = dropStraight(line, tolerance);
  const columns = (straight.xs.at(-1) ?? 0) - (straight.xs[0] ?? 0);
  if (straight.xs.length <= 2 * columns + 2) return straight;
  return dropStraight(extremesPerColumn(straight), tolerance);
}

function extremesPerColumn({ xs, ys }: Line): Line {
  const kept = emptyLine();
  const keep = (index: number) => {
    kept.xs.push(xs[index] ?? 0);
    kept.ys.push(ys[index] ?? 0);
  };
  let start = 0;
  while (start < xs.length) {
    const column = Math.floor(xs[start] ?? 0);
    let low = start;
    let high = start;
    let end = start;
    for (; end < xs.length && Math.floor(xs[end] ?? 0) === column; end++) {
      if ((ys[end] ?? 0) < (ys[low] ?? 0)) low = end;
      if ((ys[end] ?? 0) > (ys[high] ?? 0)) high = end;
    }
    const first = Math.min(low, high);
    const second = Math.max(low, high);
    keep(start);
    if (first > start) keep(first);
    if (second > first) keep(second);
    if (end - 1 > second) keep(end - 1);
    start = end;
  }
  return kept;
}

/** Ramer, Douglas and Peucker's method over pieces of bounded length, so that noise cannot make it quadratic. */
const PIECE = 256;

function dropStraight(line: Line, tolerance: number): Line {
  const { xs, ys } = line;
  const count = xs.length;
  if (count <= 2) return line;
  const keep = new Uint8Array(count);
  keep[0] = 1;
  keep[count - 1] = 1;
  const stack: number[] = [];
  for (let from = 0; from < count - 1; from += PIECE) {
    const to = Math.min(from + PIECE, count - 1);
    keep[to] = 1;
    stack.push(from, to);
  }
  for (let to = stack.pop(), from = stack.pop(); to !== undefined && from !== undefined; ) {
    const farthest = farthestFrom(line, from, to, tolerance);
    if (farthest > 0) {
      keep[farthest] = 1;
      stack.push(from, farthest, farthest, to);
    }
    to = stack.pop();
    from = stack.pop();
  }
  const kept = emptyLine();
  for (let index = 0; index < count; index++) {
    if (keep[index] !== 1) continue;
    kept.xs.push(xs[index] ?? 0);
    kept.ys.push(ys[index] ?? 0);
  }
  // Pieces keep their ends whether they are needed or not; one more pass over the little that is left drops those.
  return count > PIECE && kept.xs.length * 2 < count ? dropStraight(kept, tolerance) : kept;
}

/** The point between two others that is farthest from the segment that joins them; −1 where none is off by more. */
function farthestFrom({ xs, ys }: Line, from: number, to: number, tolerance: number): number {
  const ax = xs[from] ?? 0;
  const ay = ys[from] ?? 0;
  const dx = (xs[to] ?? 0) - ax;
  const dy = (ys[to] ?? 0) - ay;
  const length = dx * dx + dy * dy;
  let farthest = -1;
  let distance = tolerance * tolerance;
  for (let index = from + 1; index < to; index++) {
    const x = (xs[index] ?? 0) - ax;
    const y = (ys[index] ?? 0) - ay;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
    const offX = x - along * dx;
    const offY = y - along * dy;
    const off = offX * offX + offY * offY;
    if (off > distance) {
      farthest = index;
      distance = off;
    }
  }
  return farthest;
}
