import { emptyLine, type Line } from './reduce';
import { textWidth } from './text';

/** In pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlacedLabel {
  readonly x: number;
  /** The text's baseline. */
  readonly y: number;
  readonly box: Box;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Finds room for a label beside `anchor`, inside `area` and off everything in `taken`; among the free places the one
 * that hides least of the curve (given as points along it). Undefined where there is no room.
 */
export function placeLabel(
  text: string,
  anchor: { readonly x: number; readonly y: number; readonly radius: number },
  fontSize: number,
  area: Box,
  taken: readonly Box[],
  curve: readonly Line[],
): PlacedLabel | undefined {
  const width = textWidth(text, fontSize);
  const { x, y, radius } = anchor;
  const ascent = fontSize * 0.8;
  const descent = fontSize * 0.25;
  const off = radius + 5;
  const lefts = [x + off, x - off - width, x - width / 2];
  const lines = [0, -1, 1, -2, 2, -3, 3, -4, 4];
  let best: PlacedLabel | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [side, wanted] of lefts.entries()) {
    const left = Math.min(Math.max(wanted, area.left), area.right - width);
    if (left < area.left) continue;
    for (const line of lines) {
      // Above or below its point, a label needs no distance to the side, but one upwards.
      if (side === 2 && line === 0) continue;
      const baseline = y + fontSize * 0.35 + line * (fontSize * 0.7) + Math.sign(line) * (side === 2 ? off * 0.6 : 0);
      const box = {
        left: left - 2,
        top: baseline - ascent - 1,
        right: left + width + 2,
        bottom: baseline + descent + 1,
      };
      if (box.top < area.top || box.bottom > area.bottom) continue;
      const ownPoint = { left: x - radius - 1, top: y - radius - 1, right: x + radius + 1, bottom: y + radius + 1 };
      if (overlap(box, ownPoint) || taken.some((other) => overlap(other, box))) continue;
      let hidden = 0;
      for (const { xs, ys } of curve) {
        for (let index = 0; index < xs.length; index++) {
          const px = xs[index] ?? 0;
          const py = ys[index] ?? 0;
          if (px > box.left && px < box.right && py > box.top - 1 && py < box.bottom + 1.5) hidden++;
        }
      }
      const shifted = Math.abs(left - wanted) > 1 ? 4 : 0;
      const cost = hidden * 4 + Math.abs(line) + shifted + side * 0.5;
      if (cost < bestCost) {
        bestCost = cost;
        best = { x: left, y: baseline, box };
      }
    }
  }
  return best;
}

/** Points along a line at most `distance` pixels apart, for asking what a label would hide. */
export function pointsAlong({ xs, ys }: Line, distance = 3): Line {
  const points = emptyLine();
  for (let index = 0; index < xs.length; index++) {
    const x = xs[index] ?? 0;
    const y = ys[index] ?? 0;
    if (index > 0) {
      const fromX = xs[index - 1] ?? 0;
      const fromY = ys[index - 1] ?? 0;
      const count = Math.floor(Math.hypot(x - fromX, y - fromY) / distance);
      for (let place = 1; place < count; place++) {
        points.xs.push(fromX + ((x - fromX) * place) / count);
        points.ys.push(fromY + ((y - fromY) * place) / count);
      }
    }
    points.xs.push(x);
    points.ys.push(y);
  }
  return points;
}
