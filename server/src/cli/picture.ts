import { LARGEST_VALUE, xAxis, yAxis } from '../plot/axis';
import { emptyExtent, extend } from '../plot/extent';
import type { Curve, Series, XUnit, YScale } from '../plot/types';

/** In characters. */
export interface PictureSize {
  readonly columns: number;
  readonly rows: number;
}

export interface PictureOptions {
  readonly size: PictureSize;
  readonly x: XUnit;
  readonly y: YScale;
}

/** A character holds two dots beside and four above each other. */
const DOTS_X = 2;
const DOTS_Y = 4;

/** The bit of each dot of a braille character, by column and row from the top. */
const BITS: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/** Font size at which a character of the axes' labels is as wide as one of the terminal: see `textWidth`. */
const FONT_SIZE = 1.5;

const NARROWEST = 24;
const LOWEST = 6;

/**
 * Curves as lines of braille characters between axes: a tick stands on the row and under the column of its value, and
 * the last one of the x axis at the end of training. Only the first series is drawn where there are several.
 */
export function picture(curve: Curve, { size, x: unit, y: scale }: PictureOptions): string[] {
  const [series] = curve.series;
  const points = series === undefined ? [] : pointsOf(series, scale);
  const extent = emptyExtent();
  for (const point of points) extend(extent, point?.[1]);
  if (series === undefined || extent.min > extent.max) return ['(no value that can be drawn)'];
  const rows = Math.max(LOWEST, size.rows) - 2;
  // Rows of dots, the lowest one first, as the axis counts pixels.
  const height = rows * DOTS_Y;
  const y = yAxis(extent, { scale, range: [height - 1, 0], fontSize: DOTS_Y });
  const labels = new Map<number, string>();
  for (const { at, label } of y.ticks) labels.set(Math.floor(Math.round(at) / DOTS_Y), label);
  const gutter = Math.max(0, ...[...labels.values()].map((label) => label.length));
  const columns = Math.max(NARROWEST, size.columns) - gutter - 2;
  const width = columns * DOTS_X;
  const total = Math.max(1, curve.totalSteps);
  const x = xAxis(curve, total, {
    unit,
    window: { from: 0, to: total },
    range: [0, width - 1],
    right: width,
    fontSize: FONT_SIZE * DOTS_X,
    inlineUnit: true,
  });
  const cells = new Uint8Array(columns * rows);
  const dot = (dx: number, dy: number) => {
    const column = Math.floor(dx / DOTS_X);
    const row = Math.floor(dy / DOTS_Y);
    if (column < 0 || column >= columns || row < 0 || row >= rows) return;
    const bit = BITS[dx % DOTS_X]?.[dy % DOTS_Y] ?? 0;
    cells[row * columns + column] = (cells[row * columns + column] ?? 0) | bit;
  };
  const place = ([step, value]: Point): Point => [Math.round(x.axis.toPixel(step)), Math.round(y.axis.toPixel(value))];
  trace(points, series, total, place, dot);

  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const label = labels.get(row);
    const text = String.fromCodePoint(
      ...Array.from(cells.subarray(row * columns, (row + 1) * columns), (bits) => 0x2800 + bits),
    );
    lines.push(
      `${(label ?? '').padStart(gutter)} ${label === undefined ? '│' : '┤'}${text.replaceAll('\u2800', ' ').trimEnd()}`,
    );
  }
  return [...lines, ...xLines(x, gutter, columns)];
}

type Point = readonly [x: number, y: number];

/** The points of a series; undefined where its value cannot be drawn, which leaves a gap. */
function pointsOf({ steps, values }: Series, scale: YScale): (Point | undefined)[] {
  return Array.from(steps, (step, index): Point | undefined => {
    const value = values[index] ?? Number.NaN;
    return Math.abs(value) <= LARGEST_VALUE && (scale === 'linear' || value > 0) ? [step, value] : undefined;
  });
}

/** Draws the line through the points, with steps as steps. */
function trace(
  points: readonly (Point | undefined)[],
  { shape, failure }: Series,
  total: number,
  place: (point: Point) => Point,
  dot: (x: number, y: number) => void,
): void {
  let before: Point | undefined;
  const to = (at: Point) => {
    line(before ?? at, at, dot);
    before = at;
  };
  for (const point of points) {
    if (point === undefined) {
      before = undefined;
      continue;
    }
    const at = place(point);
    if (shape === 'step' && before !== undefined) to([at[0], before[1]]);
    to(at);
  }
  // A held value lasts to the end of training, or to where the schedule fails.
  const last = points.at(-1);
  if (shape === 'step' && last !== undefined) to(place([failure?.step ?? total, last[1]]));
}

/** The dots between two, both included. */
function line([x0, y0]: Point, [x1, y1]: Point, dot: (x: number, y: number) => void): void {
  const count = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
  for (let index = 0; index <= count; index += 1) {
    dot(Math.round(x0 + ((x1 - x0) * index) / count), Math.round(y0 + ((y1 - y0) * index) / count));
  }
}

/** The x axis with its ticks, and their labels below: each one's middle under its tick as far as there is room. */
function xLines({ ticks }: ReturnType<typeof xAxis>, gutter: number, columns: number): string[] {
  const axis = Array.from({ length: columns }, () => '─');
  const labels = Array.from({ length: columns + gutter + 2 }, () => ' ');
  let taken = labels.length + 1;
  // From the right: the end of training is told in any case.
  for (const { at, label } of [...ticks].reverse()) {
    const column = Math.min(columns - 1, Math.floor(at / DOTS_X));
    const start = Math.min(gutter + 2 + column - Math.floor(label.length / 2), labels.length - label.length);
    if (start < 0 || start + label.length >= taken) continue;
    axis[column] = '┬';
    labels.splice(start, label.length, ...label);
    taken = start;
  }
  return [`${' '.repeat(gutter)} └${axis.join('')}`, labels.join('').trimEnd()];
}
