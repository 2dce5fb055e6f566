import type { Box } from './place';
import { emptyLine, type Line } from './reduce';

/**
 * The parts of a line inside a box. A segment that crosses an edge is drawn up to it, so that what is seen of a line is
 * the same however far one has zoomed in, and no coordinate is beyond what a browser draws exactly.
 */
export function cutLine(line: Line, box: Box): readonly Line[] {
  const { xs, ys } = line;
  const count = xs.length;
  if (isInside(line, box)) return count === 0 ? [] : [line];
  const parts: Line[] = [];
  let part = emptyLine();
  const finish = () => {
    if (part.xs.length > 0) parts.push(part);
    part = emptyLine();
  };
  if (count === 1) return [];
  for (let index = 1; index < count; index++) {
    const x = xs[index - 1] ?? 0;
    const y = ys[index - 1] ?? 0;
    const dx = (xs[index] ?? 0) - x;
    const dy = (ys[index] ?? 0) - y;
    // Liang and Barsky: the stretch of the segment, from 0 to 1, that lies within all four edges.
    let enter = 0;
    let leave = 1;
    for (let edge = 0; edge < 4 && enter <= leave; edge++) {
      const run = edge === 0 ? -dx : edge === 1 ? dx : edge === 2 ? -dy : dy;
      const room = edge === 0 ? x - box.left : edge === 1 ? box.right - x : edge === 2 ? y - box.top : box.bottom - y;
      if (run === 0) {
        if (room < 0) leave = -1;
      } else if (run < 0) enter = Math.max(enter, room / run);
      else leave = Math.min(leave, room / run);
    }
    if (enter > leave) {
      finish();
      continue;
    }
    if (enter > 0) finish();
    if (part.xs.length === 0) {
      part.xs.push(x + enter * dx);
      part.ys.push(y + enter * dy);
    }
    part.xs.push(leave === 1 ? (xs[index] ?? 0) : x + leave * dx);
    part.ys.push(leave === 1 ? (ys[index] ?? 0) : y + leave * dy);
    if (leave < 1) finish();
  }
  finish();
  return parts;
}

function isInside({ xs, ys }: Line, box: Box): boolean {
  for (let index = 0; index < xs.length; index++) {
    const x = xs[index] ?? 0;
    const y = ys[index] ?? 0;
    if (!(x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)) return false;
  }
  return true;
}
