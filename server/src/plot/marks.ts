import * as l10n from '@vscode/l10n';
import { formatStep } from '../format';
import { isDrawable } from './extent';
import { type Box, placeLabel, pointsAlong } from './place';
import type { Line } from './reduce';
import { failureStep } from './series';
import { escapeXml, fitText, px } from './text';
import type { Palette } from './theme';
import type { Axis, Curve, Mark, Series } from './types';

export interface MarkOptions {
  readonly x: Axis;
  readonly y: Axis;
  readonly area: Box;
  /** How far right a label may reach. */
  readonly right: number;
  readonly total: number;
  readonly fontSize: number;
  readonly palette: Palette;
  /** The lines of the curve, which labels shall not hide. */
  readonly lines: readonly Line[];
}

export interface DrawnMarks {
  /** To be drawn under the curve, and over it. */
  readonly under: string;
  readonly over: string;
}

/** Draws the marks in sight with their labels, and the labels of failures, wherever there is room for them. */
export function drawMarks(curve: Curve, options: MarkOptions): DrawnMarks {
  const { x, y, area, total, fontSize, palette } = options;
  const [from, to] = x.domain;
  // What is pointed at gets its room first, but is drawn last.
  const marks = (curve.marks ?? [])
    .filter(({ step }) => step >= 0 && step <= total && step >= from && step <= to)
    .filter(({ value }) => !isDrawable(value) || isWithin(y.toPixel(value), area))
    .sort((a, b) => rank(a) - rank(b));
  const failure = failedFirst(curve);
  if (marks.length === 0 && failure === undefined) return { under: '', over: '' };

  const within: Box = { left: area.left + 2, top: area.top + 1, right: options.right, bottom: area.bottom - 2 };
  let along: readonly Line[] | undefined;
  const grounds: string[] = [];
  const labels: string[] = [];
  const taken: Box[] = [];
  const label = (content: string, anchor: Anchor, fill: string, avoid: readonly Line[] = []) => {
    const shown = fitText(content, fontSize, Math.max(60, (area.right - area.left) * 0.75));
    if (shown === '') return;
    along ??= options.lines.map((line) => pointsAlong(line));
    const place = placeLabel(shown, anchor, fontSize, within, taken, [...along, ...avoid]);
    if (place === undefined) return;
    taken.push(place.box);
    const { box } = place;
    // Without a ground of its own, a label is not read where the grid runs through it. The ground lies under the curve.
    grounds.push(
      `<rect x="${px(box.left)}" y="${px(box.top)}" width="${px(box.right - box.left)}"` +
        ` height="${px(box.bottom - box.top)}" rx="2" fill="${palette.ground}" fill-opacity="0.7"/>`,
    );
    labels.push(`<text x="${px(place.x)}" y="${px(place.y)}" fill="${fill}">${escapeXml(shown)}</text>`);
  };
  const upright = (at: number) => [pointsAlong({ xs: [at, at], ys: [area.top, area.bottom] })];

  for (const { step, value, role } of marks) {
    if (!isDrawable(value)) continue;
    const r = radiusOf(role);
    const at = { x: x.toPixel(step), y: y.toPixel(value) };
    taken.push({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });
  }
  if (failure !== undefined) {
    const step = failureStep(failure, total);
    if (step >= from && step <= to) {
      const at = x.toPixel(step);
      const words = l10n.t`step ${formatStep(step)}: ${failure.failure?.message ?? ''}`;
      label(words, { x: at, y: (area.top + area.bottom) / 2, radius: 3 }, palette.error, upright(at));
    }
  }
  for (const mark of marks) {
    const color = mark.role === 'cursor' ? palette.cursor : palette.text;
    const at = x.toPixel(mark.step);
    if (isDrawable(mark.value)) {
      label(mark.label, { x: at, y: y.toPixel(mark.value), radius: radiusOf(mark.role) }, color);
    } else {
      label(mark.label, { x: at, y: area.top + fontSize * 0.7, radius: 1 }, color, upright(at));
    }
  }
  const drawn = marks.reverse().map((mark) => drawMark(mark, x, y, area, palette));
  return { under: grounds.join(''), over: drawn.join('') + labels.join('') };
}

interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function rank(mark: Mark): number {
  return mark.role === 'cursor' ? 0 : 1;
}

function radiusOf(role: Mark['role']): number {
  return role === 'cursor' ? 5 : 3.5;
}

function isWithin(pixel: number, area: Box): boolean {
  return pixel >= area.top - 1 && pixel <= area.bottom + 1;
}

function drawMark(mark: Mark, x: Axis, y: Axis, area: Box, palette: Palette): string {
  const at = px(x.toPixel(mark.step));
  const cursor = mark.role === 'cursor';
  const color = cursor ? palette.cursor : palette.text;
  if (!isDrawable(mark.value)) {
    return `<path d="M${at},${px(area.top)}V${px(area.bottom)}" stroke="${color}" stroke-dasharray="3 3" fill="none"/>`;
  }
  const cy = px(y.toPixel(mark.value));
  const drop = cursor
    ? `<path d="M${at},${cy}V${px(area.bottom)}" stroke="${color}" stroke-dasharray="2 3" fill="none"/>`
    : '';
  return (
    `${drop}<circle cx="${at}" cy="${cy}" r="${cursor ? 4 : 3}" fill="${cursor ? palette.ground : color}"` +
    ` stroke="${color}" stroke-width="2"/>`
  );
}

/** The series whose failure is shown over the whole height: the one that the picture is about, if that one fails. */
export function failedFirst({ series: [first] }: Curve): Series | undefined {
  return first?.failure === undefined ? undefined : first;
}

/** Shades what the first series has no values for; of others, a cross stands at the end of their line. */
export function drawFailures(
  curve: Curve,
  colors: readonly string[],
  lines: readonly (readonly Line[])[],
  { x, area, total, palette }: Pick<MarkOptions, 'x' | 'area' | 'total' | 'palette'>,
): string {
  const [from, to] = x.domain;
  const cross = (at: number, y: number) => `<path d="M${px(at - 4)},${px(y - 4)}l8,8m0,-8l-8,8" stroke-width="2"`;
  const parts = curve.series.map((series, place) => {
    if (series.failure === undefined) return '';
    const step = failureStep(series, total);
    if (place > 0) {
      if (step < from || step > to) return '';
      const last = lines[place]?.at(-1);
      const y = last?.ys.at(-1) ?? area.bottom;
      return `${cross(last?.xs.at(-1) ?? x.toPixel(step), y)} stroke="${colors[place] ?? palette.error}" fill="none"/>`;
    }
    if (step > to) return '';
    const at = x.toPixel(Math.max(from, step));
    const size = `width="${px(area.right - at)}" height="${px(area.bottom - area.top)}"`;
    const shade =
      at < area.right
        ? `<rect x="${px(at)}" y="${px(area.top)}" ${size} fill="${palette.error}" fill-opacity="0.12"/>`
        : '';
    if (step < from) return shade;
    const stroke = ` stroke="${palette.error}" fill="none"/>`;
    const line = `<path d="M${px(at)},${px(area.top)}V${px(area.bottom)}" stroke-dasharray="4 3"`;
    return shade + line + stroke + cross(at, (area.top + area.bottom) / 2) + stroke;
  });
  return parts.join('');
}
