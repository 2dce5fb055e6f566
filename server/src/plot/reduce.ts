/** In pixels. */
export type Point = readonly [x: number, y: number];

/**
 * Reduces a line to what can be seen of it: the points that lie within `tolerance` of the line that is left go, so that a
 * straight line of a million points ends as two and a corner stays where it is. Where more is left than pixels can show,
 * every pixel column keeps its first, lowest, highest and last point. Points come in ascending x.
 */
export function reduceLine(points: readonly Point[], tolerance = 0.12): readonly Point[] {
  const straight = dropStraight(points, tolerance);
  const columns = (straight.at(-1)?.[0] ?? 0) - (straight[0]?.[0] ?? 0);
  if (straight.length <= 2 * columns + 2) return straight;
  return dropStraight(extremesPerColumn(straight), tolerance);
}

function extremesPerColumn(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  let start = 0;
  while (start < points.length) {
    const column = Math.floor(points[start]?.[0] ?? 0);
    let low = start;
    let high = start;
    let end = start;
    for (; end < points.length; end++) {
      const point = points[end];
      if (point === undefined || Math.floor(point[0]) !== column) break;
      if (point[1] < (points[low]?.[1] ?? 0)) low = end;
      if (point[1] > (points[high]?.[1] ?? 0)) high = end;
    }
    const chosen = [...new Set([start, low, high, end - 1])].sort((a, b) => a - b);
    for (const index of chosen) {
      const point = points[index];
      if (point !== undefined) kept.push(point);
    }
    start = end;
  }
  return kept;
}

/** Ramer, Douglas and Peucker's method over pieces of bounded length, so that noise cannot make it quadratic. */
const PIECE = 256;

function dropStraight(points: readonly Point[], tolerance: number): readonly Point[] {
  if (points.length <= 2) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  const stack: [number, number][] = [];
  for (let from = 0; from < points.length - 1; from += PIECE) {
    const to = Math.min(from + PIECE, points.length - 1);
    keep[to] = 1;
    stack.push([from, to]);
  }
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const [from, to] = piece;
    const a = points[from];
    const b = points[to];
    if (a === undefined || b === undefined) continue;
    let farthest = -1;
    let distance = tolerance;
    for (let index = from + 1; index < to; index++) {
      const point = points[index];
      if (point === undefined) continue;
      const off = distanceToSegment(point, a, b);
      if (off > distance) {
        farthest = index;
        distance = off;
      }
    }
    if (farthest < 0) continue;
    keep[farthest] = 1;
    stack.push([from, farthest], [farthest, to]);
  }
  const kept = points.filter((_, index) => keep[index] === 1);
  // Pieces keep their ends whether they are needed or not; one more pass over the little that is left drops those.
  return points.length > PIECE && kept.length * 2 < points.length ? dropStraight(kept, tolerance) : kept;
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
