import { cutLine } from './cut';
import { isDrawable } from './extent';
import { markerPath } from './marker';
import type { Box } from './place';
import { emptyLine, type Line, reduceLine } from './reduce';
import { px } from './text';
import type { Axis, Series } from './types';

/** Fewer points than this, far enough apart, are drawn as dots on the line: they are all there is. */
const MOST_DOTS = 40;
const DOT_SPACING = 7;
/** A line may leave the plot by this many pixels up and down before it is cut; the clip path hides the rest. */
const OVERSHOOT = 40;
/** Nothing is farther from the plot: zoomed in enough, the pixels of a value are more than a number can hold. */
const FARTHEST = 1e9;
/** Pixels from one marker of a series to its next one. */
const MARKER_SPACING = 88;

export interface DrawnSeries {
  /** What is seen of it, in pixels. */
  readonly lines: readonly Line[];
  readonly path: string;
  /** Every single point of it, where they stand far enough apart to be seen. */
  readonly dots: Line;
}

/** The step from which on there is nothing to draw: the end of training where the schedule does not fail. */
export function failureStep(series: Series, total: number): number {
  const step = series.failure?.step ?? total;
  return Number.isNaN(step) ? total : Math.max(0, Math.min(step, total));
}

export function drawSeries(series: Series, total: number, x: Axis, y: Axis, area: Box): DrawnSeries {
  const box = { ...area, top: area.top - OVERSHOOT, bottom: area.bottom + OVERSHOOT };
  const dots = emptyLine();
  const lines: Line[] = [];
  const held = series.shape === 'step';
  const spacious = x.toPixel(1) - x.toPixel(0) >= DOT_SPACING;
  for (const run of runsOf(series, total, x, y)) {
    for (const part of cutLine(run, box)) {
      if (part.xs.length > 1) lines.push(reduceLine(part));
    }
    if (held || (run.xs.length > 1 && !spacious)) continue;
    const seen = pointsInside(run, area);
    if (run.xs.length > 1 && seen.xs.length > MOST_DOTS) continue;
    dots.xs.push(...seen.xs);
    dots.ys.push(...seen.ys);
  }
  return { lines, path: lines.map(pathOf).join(''), dots };
}

/** The pieces of a series without a gap, in pixels; of those out of sight only what leads to an edge. */
function runsOf(series: Series, total: number, x: Axis, y: Axis): readonly Line[] {
  const { steps, values, shape } = series;
  const held = shape === 'step';
  const [first, last] = x.domain;
  const length = Math.min(steps.length, values.length);
  const runs: Line[] = [];
  let run = emptyLine();
  /** Where the last value is held to, if nothing follows it. */
  const finish = (heldTo: number) => {
    const { xs, ys } = run;
    if (xs.length > 0) {
      if (held) {
        const end = xs[xs.length - 1] ?? 0;
        xs.push(Math.max(end, x.toPixel(heldTo)));
        ys.push(ys[ys.length - 1] ?? 0);
      }
      runs.push(run);
    }
    run = emptyLine();
  };
  for (let index = 0; index < length; index++) {
    const step = steps[index] ?? Number.NaN;
    if (!(step >= 0 && step <= total)) continue;
    const next = steps[index + 1];
    if (next !== undefined && next < first) continue;
    const value = values[index];
    if (!isDrawable(value)) {
      finish(Math.min(step, total));
      continue;
    }
    const atX = within(x.toPixel(step));
    const atY = within(y.toPixel(value));
    const before = run.ys[run.ys.length - 1];
    if (held && before !== undefined && before !== atY) {
      run.xs.push(atX);
      run.ys.push(before);
    }
    run.xs.push(atX);
    run.ys.push(atY);
    if (step > last) break;
  }
  // A held value lasts to the end of training, or to where evaluating fails.
  finish(failureStep(series, total));
  return runs;
}

function within(pixel: number): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, pixel));
}

function pointsInside({ xs, ys }: Line, area: Box): Line {
  const inside = emptyLine();
  for (let index = 0; index < xs.length; index++) {
    const x = xs[index] ?? 0;
    const y = ys[index] ?? 0;
    if (x < area.left || x > area.right || y < area.top || y > area.bottom) continue;
    inside.xs.push(x);
    inside.ys.push(y);
  }
  return inside;
}

function pathOf({ xs, ys }: Line): string {
  let path = `M${px(xs[0] ?? 0)},${px(ys[0] ?? 0)}`;
  for (let index = 1; index < xs.length; index++) path += `L${px(xs[index] ?? 0)},${px(ys[index] ?? 0)}`;
  return path;
}

/**
 * Markers strewn along the lines, as one path. Each place of the curve begins elsewhere, so that lines which lie on each
 * other show all of their markers.
 */
export function strewMarkers(lines: readonly Line[], marker: number, place: number, area: Box): string {
  let path = '';
  // An irrational part of the distance: no two of any number of series begin at the same pixel.
  let next = area.left + MARKER_SPACING * ((0.25 + place * 0.618) % 1);
  for (const { xs, ys } of lines) {
    for (let index = 1; index < xs.length; index++) {
      const from = xs[index - 1] ?? 0;
      const to = xs[index] ?? 0;
      for (; next <= to; next += MARKER_SPACING) {
        if (next < from) continue;
        const share = to === from ? 0 : (next - from) / (to - from);
        const y = (ys[index - 1] ?? 0) * (1 - share) + (ys[index] ?? 0) * share;
        if (y >= area.top && y <= area.bottom) path += markerPath(marker, px(next), px(y));
      }
    }
  }
  return path;
}
