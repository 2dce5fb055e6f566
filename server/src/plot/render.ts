import { line as linePath } from 'd3-shape';
import { formatNumber, formatStep } from '../format';
import { LARGEST_VALUE, MOST_STEPS, xAxis, xEnd, xTitle, yAxis } from './axis';
import { describeCurve } from './describe';
import { type Box, placeLabel, pointsAlong } from './place';
import { type Point, reduceLine } from './reduce';
import { escapeXml, fitText, textWidth } from './text';
import { DASHES, PALETTES, type Palette } from './theme';
import type { Axis, Curve, Mark, Phase, Plot, PlotOptions, Series } from './types';

/** From this height on there is room for a title under the x axis, larger text and rows of notes. */
const TALL = 200;
/** Below this, phases are shaded but not named. */
const NAMED_PHASES = 120;
/** Fewer points than this, far enough apart, are drawn as dots on the line: they are all there is. */
const MOST_DOTS = 40;
const DOT_SPACING = 7;
/** A phase narrower than this many pixels is not drawn. */
const NARROWEST_PHASE = 6;
/** A name that tells phases of one sort apart: `drop 2`. */
const NUMBERED = /\s(\d+)$/;

const draw = linePath<Point>().digits(1);

/**
 * Draws a curve as a complete SVG document: hover picture, panel and export are all made here. Nothing in it refers to
 * anything outside (no style sheet, no font, no script), and with a theme other than `css` it stands alone. The text is
 * escaped. Whatever cannot be drawn (inf, nan, values ≤ 0 on a log axis, no values at all) leaves a gap or lies on the
 * edge, and `notes` says so; no input throws.
 */
export function renderPlot(curve: Curve, options: PlotOptions): Plot {
  const { theme, x: unit = 'steps', y: wanted = 'linear', id = 'plot' } = options;
  const width = Math.max(80, Math.round(options.size.width));
  const height = Math.max(60, Math.round(options.size.height));
  const palette = PALETTES[theme];
  const tall = height >= TALL;
  const fontSize = tall ? 12 : 11;
  const notes: string[] = [];

  const total = totalOf(curve);
  const drawable = curve.series.map((series) => finitePart(series, total));
  noteGaps(curve, drawable, notes);
  const finite: number[] = drawable.flatMap((part) => part.values);
  for (const mark of curve.marks ?? []) if (isDrawable(mark.value)) finite.push(mark.value);
  const log = wanted === 'log' && finite.some((value) => value > 0);
  if (wanted === 'log' && finite.length > 0) {
    if (!log) notes.push('no value above 0: linear scale');
    else if (finite.some((value) => value <= 0)) notes.push('values ≤ 0 lie on the lower edge');
  }

  // Rows above the plot: title and legend (or notes), then the names of the phases.
  const edge = 6;
  const rowHeight = fontSize + 6;
  const title = titleOf(curve, log);
  const phases = visiblePhases(curve.phases ?? [], total);
  const named = phases.length > 0 && height >= NAMED_PHASES;
  const legend = curve.series.length > 1 ? curve.series.map((series) => series.label) : [];
  const legendRows = rowsOf(legend, fontSize, width - 2 * edge, width - 2 * edge - textWidth(title, fontSize) - 16);
  const noteText = notes.join('; ');
  const noteBeside = legend.length === 0;
  const noteRow = !noteBeside && tall && noteText !== '';
  const rows = Math.max(1, legendRows.rows) + (noteRow ? 1 : 0);
  const top = 2 + rows * rowHeight + (named ? rowHeight + 1 : 4);
  const bottom = height - (tall ? 2 * fontSize + 14 : fontSize + 9);

  const y = yAxis(finite, { scale: log ? 'log' : 'linear', range: [bottom, top + 5], fontSize });
  const labelWidth = Math.max(0, ...y.ticks.map((tick) => textWidth(tick.label, fontSize)));
  const left = Math.min(edge + labelWidth + 6, width / 2);
  const right = width - Math.max(14, tall ? Math.min(60, textWidth(xEnd(unit, curve, total), fontSize) / 2 + 3) : 0);
  const x = xAxis(curve, total, { unit, range: [left, right], right: width - 2, fontSize, inlineUnit: !tall });
  const area: Box = { left, top, right, bottom };

  const parts: string[] = [];
  parts.push(drawPhases(phases, x.axis, area, named ? rowHeight : 0, fontSize, palette));
  parts.push(drawGrid(x, y.ticks, area, fontSize, palette, width));

  const text = (content: string, at: number, baseline: number, attributes = '') =>
    content === '' ? '' : `<text x="${px(at)}" y="${px(baseline)}"${attributes}>${escapeXml(content)}</text>`;
  const firstBaseline = 2 + fontSize;
  const noteRoom = width - 3 * edge - 16 - textWidth(title, fontSize);
  const note = fitText(noteText, fontSize, noteRow ? width - 2 * edge : noteRoom);
  const titleRoom = width - 2 * edge;
  parts.push(text(fitText(title, fontSize, titleRoom), edge, firstBaseline, ` fill="${palette.text}"`));
  if (noteBeside || noteRow) {
    const noteStyle = ` fill="${palette.muted}" text-anchor="end" font-style="italic"`;
    parts.push(text(note, width - edge, firstBaseline + (noteRow ? legendRows.rows * rowHeight : 0), noteStyle));
  }
  parts.push(drawLegend(curve.series, legendRows, firstBaseline, rowHeight, fontSize, palette));
  if (tall) {
    const name = xTitle(unit, curve, total);
    parts.push(text(name, (left + right) / 2, height - 5, ` fill="${palette.muted}" text-anchor="middle"`));
  }

  // Failures lie under the curves, so that the last value before one stays in sight.
  const failed = curve.series.filter((series) => series.failure !== undefined);
  for (const series of failed) parts.push(shadeFailure(series, total, x.axis, area, palette));

  const curves: string[] = [];
  const onCurve: Point[] = [];
  curve.series.forEach((series, place) => {
    const color = colorOf(series, place, palette);
    const dash = DASHES[(series.style?.dash ?? place) % DASHES.length] ?? '';
    const drawn = drawSeries(series, drawable[place] ?? NOTHING, total, x.axis, y.axis);
    onCurve.push(...drawn.along);
    if (drawn.path !== '') {
      const dashed = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      const style = `stroke="${color}" stroke-width="${palette.strokeWidth}" stroke-linejoin="round"${dashed}`;
      curves.push(`<path d="${drawn.path}" fill="none" ${style}/>`);
    }
    if (drawn.dots.length > 0) {
      const dots = drawn.dots.map(([cx, cy]) => `<circle cx="${px(cx)}" cy="${px(cy)}" r="2.5"/>`);
      curves.push(`<g fill="${color}">${dots.join('')}</g>`);
    }
  });

  if (finite.length === 0 && failed.length === 0) {
    const message = curve.series.length === 0 ? 'no curve' : 'no value that can be drawn';
    const style = ` fill="${palette.muted}" text-anchor="middle"`;
    parts.push(text(fitText(message, fontSize, right - left), (left + right) / 2, (top + bottom) / 2, style));
  }

  const grounds: string[] = [];
  const labels: string[] = [];
  const taken: Box[] = [];
  const within: Box = { left: left + 2, top: top + 1, right: width - 3, bottom: bottom - 2 };
  const upright = (at: number) =>
    pointsAlong([
      [at, top],
      [at, bottom],
    ]);
  const label = (
    content: string,
    anchor: { x: number; y: number; radius: number },
    fill: string,
    avoid: readonly Point[] = [],
  ) => {
    const shown = fitText(content, fontSize, Math.max(60, (right - left) * 0.75));
    const place = placeLabel(shown, anchor, fontSize, within, taken, [...onCurve, ...avoid]);
    if (place === undefined || shown === '') return;
    taken.push(place.box);
    const { box } = place;
    // Without a ground of its own, a label is not read where the grid runs through it. The ground lies under the curve.
    grounds.push(
      `<rect x="${px(box.left)}" y="${px(box.top)}" width="${px(box.right - box.left)}"` +
        ` height="${px(box.bottom - box.top)}" rx="2" fill="${palette.ground}" fill-opacity="0.7"/>`,
    );
    labels.push(text(shown, place.x, place.y, ` fill="${fill}"`));
  };
  const marks = (curve.marks ?? []).filter((mark) => mark.step >= 0 && mark.step <= total);
  // What is pointed at gets its room first, but is drawn last.
  const ordered = [...marks].sort((a, b) => rank(a) - rank(b));
  for (const mark of ordered) {
    if (!isDrawable(mark.value)) continue;
    const r = mark.role === 'cursor' ? 5 : 3.5;
    const at = { x: x.axis.toPixel(mark.step), y: y.axis.toPixel(mark.value) };
    taken.push({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r });
  }
  for (const series of failed) {
    const step = failureStep(series, total);
    const message = series.failure?.message ?? '';
    const at = x.axis.toPixel(step);
    label(
      `step ${formatStep(step)}: ${message}`,
      { x: at, y: (top + bottom) / 2, radius: 3 },
      palette.error,
      upright(at),
    );
  }
  for (const mark of ordered) {
    const color = mark.role === 'cursor' ? palette.cursor : palette.text;
    const at = x.axis.toPixel(mark.step);
    if (isDrawable(mark.value)) {
      const cy = y.axis.toPixel(mark.value);
      const radius = mark.role === 'cursor' ? 5 : 3.5;
      label(mark.label, { x: at, y: cy, radius }, color);
    } else {
      label(mark.label, { x: at, y: top + fontSize * 0.7, radius: 1 }, color, upright(at));
    }
  }
  parts.push(...grounds, ...curves);
  for (const mark of ordered.reverse()) parts.push(drawMark(mark, x.axis, y.axis, area, palette));
  parts.push(...labels);

  const name = options.title ?? `${curve.quantity} over ${xTitle(unit, curve, total)}`;
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` role="img" aria-labelledby="${escapeXml(id)}-title ${escapeXml(id)}-desc"` +
    ` font-family="${palette.font}" font-size="${fontSize}">` +
    `<title id="${escapeXml(id)}-title">${escapeXml(name)}</title>` +
    `<desc id="${escapeXml(id)}-desc">${escapeXml(describeCurve(curve))}</desc>`;
  return { svg: `${head}${parts.join('')}</svg>`, width, height, x: x.axis, y: y.axis, notes };
}

function rank(mark: Mark): number {
  return mark.role === 'cursor' ? 0 : 1;
}

/** One digit after the point is a tenth of a pixel; more only makes the picture longer. */
function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function isDrawable(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= LARGEST_VALUE;
}

function totalOf(curve: Curve): number {
  const last = Math.max(0, ...curve.series.map((series) => series.steps[series.steps.length - 1] ?? 0));
  const total = curve.totalSteps > 0 ? curve.totalSteps : last + 1;
  return Number.isNaN(total) ? 1 : Math.min(Math.max(1, total), MOST_STEPS);
}

function titleOf(curve: Curve, log: boolean): string {
  const scale = log ? ' (log scale)' : '';
  return curve.unit === undefined ? `${curve.quantity}${scale}` : `${curve.quantity} (1 = ${curve.unit})${scale}`;
}

interface FinitePart {
  /** Index of each value in its series. */
  readonly indices: readonly number[];
  readonly values: readonly number[];
  /** The first point that cannot be drawn. */
  readonly gap?: { readonly step: number; readonly value: number };
}

const NOTHING: FinitePart = { indices: [], values: [] };

function finitePart(series: Series, total: number): FinitePart {
  const indices: number[] = [];
  const values: number[] = [];
  let gap: FinitePart['gap'];
  const length = Math.min(series.steps.length, series.values.length);
  for (let index = 0; index < length; index++) {
    const step = series.steps[index] ?? Number.NaN;
    const value = series.values[index];
    if (!(step >= 0 && step <= total)) continue;
    if (isDrawable(value)) {
      indices.push(index);
      values.push(value);
    } else {
      gap ??= { step, value: value ?? Number.NaN };
    }
  }
  return gap === undefined ? { indices, values } : { indices, values, gap };
}

function noteGaps(curve: Curve, parts: readonly FinitePart[], notes: string[]): void {
  parts.forEach(({ gap }, place) => {
    if (gap === undefined) return;
    const whose = parts.length > 1 ? `${curve.series[place]?.label ?? ''}: ` : '';
    notes.push(`${whose}${formatNumber(gap.value)} from step ${formatStep(gap.step)} is not drawn`);
  });
}

/** The step from which on there is nothing to draw: the end of training where the schedule does not fail. */
function failureStep(series: Series, total: number): number {
  const step = series.failure?.step ?? total;
  return Number.isNaN(step) ? total : Math.max(0, Math.min(step, total));
}

function colorOf(series: Series, place: number, palette: Palette): string {
  return palette.series[(series.style?.color ?? place) % palette.series.length] ?? palette.text;
}

interface DrawnSeries {
  readonly path: string;
  readonly dots: readonly Point[];
  readonly along: readonly Point[];
}

function drawSeries(series: Series, part: FinitePart, total: number, x: Axis, y: Axis): DrawnSeries {
  const paths: string[] = [];
  const along: Point[] = [];
  const dots: Point[] = [];
  const held = series.shape === 'step';
  const spacing = x.toPixel(1) - x.toPixel(0);
  for (const [from, to] of runs(part.indices)) {
    const points: Point[] = [];
    for (let place = from; place < to; place++) {
      const step = series.steps[part.indices[place] ?? 0] ?? 0;
      const at: Point = [x.toPixel(step), y.toPixel(part.values[place] ?? 0)];
      const before = points.at(-1);
      if (held && before !== undefined && before[1] !== at[1]) points.push([at[0], before[1]]);
      points.push(at);
    }
    if (held) {
      // A held value lasts until the next point, the last one to the end of training.
      const index = part.indices[to - 1] ?? 0;
      const next = series.steps[index + 1] ?? failureStep(series, total);
      const end = points.at(-1);
      if (end !== undefined) points.push([Math.max(end[0], x.toPixel(Math.min(next, total))), end[1]]);
    }
    const shown = reduceLine(points);
    along.push(...pointsAlong(shown));
    if (shown.length > 1) paths.push(draw(shown) ?? '');
    const everyStep = points.length <= MOST_DOTS && spacing >= DOT_SPACING;
    if (!held && (points.length === 1 || everyStep)) dots.push(...points);
  }
  return { path: paths.join(''), dots, along };
}

/** Ranges (end exclusive) of places whose indices follow each other without a gap. */
function runs(indices: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  for (let place = 1; place <= indices.length; place++) {
    if (place < indices.length && indices[place] === (indices[place - 1] ?? 0) + 1) continue;
    found.push([start, place]);
    start = place;
  }
  return found;
}

function visiblePhases(phases: readonly Phase[], total: number): readonly Phase[] {
  return phases
    .map((phase) => ({ ...phase, from: Math.max(0, phase.from), to: Math.min(total, phase.to) }))
    .filter((phase) => phase.to > phase.from);
}

function drawPhases(
  phases: readonly Phase[],
  x: Axis,
  area: Box,
  strip: number,
  fontSize: number,
  palette: Palette,
): string {
  const parts: string[] = [];
  const top = area.top - strip;
  const shown = phases
    .map(({ label, from, to }) => ({ label, from: x.toPixel(from), to: x.toPixel(to) }))
    .filter(({ from, to }) => to - from >= NARROWEST_PHASE);
  const fits = ({ label, from, to }: { label: string; from: number; to: number }) =>
    textWidth(label, fontSize) <= to - from - 4;
  // Ten drops side by side: `drop 1`, then 2, 3, 4 …
  const counted = shown.some((phase) => NUMBERED.test(phase.label) && !fits(phase));
  const first = shown.findIndex((phase) => NUMBERED.test(phase.label));
  let free = area.left;
  shown.forEach((phase, place) => {
    const { from, to } = phase;
    const size = `width="${px(to - from)}" height="${px(area.bottom - top)}"`;
    const fill = `fill="${palette.text}" fill-opacity="${palette.shades[place % 2]}"`;
    parts.push(`<rect x="${px(from)}" y="${px(top)}" ${size} ${fill}/>`);
    if (strip === 0) return;
    let name = phase.label;
    if (counted && (place !== first || !fits(phase))) name = NUMBERED.exec(name)?.[1] ?? name;
    let left = (from + to - textWidth(name, fontSize)) / 2;
    if (!fits({ label: name, from, to })) {
      // A short warm-up is still worth its name: it may reach into the next phase as far as that one's name lets it.
      const next = shown[place + 1];
      const nextWidth = next === undefined ? 0 : Math.min(textWidth(next.label, fontSize), next.to - next.from);
      const limit = next === undefined ? area.right : (next.from + next.to - nextWidth) / 2 - 8;
      left = Math.max(from + 3, free);
      const kept = fitText(name, fontSize, Math.max(to - 3, limit) - left);
      // A name cut to a few letters says less than none.
      name = kept.length * 2 > name.length ? kept : '';
    }
    if (name === '' || left < free) return;
    free = left + textWidth(name, fontSize) + 3;
    parts.push(`<text x="${px(left)}" y="${px(top + fontSize + 1)}" fill="${palette.muted}">${escapeXml(name)}</text>`);
  });
  return parts.join('');
}

function drawGrid(
  x: ReturnType<typeof xAxis>,
  yTicks: ReturnType<typeof yAxis>['ticks'],
  area: Box,
  fontSize: number,
  palette: Palette,
  width: number,
): string {
  const lines = yTicks.map(({ at }) => `M${px(area.left)},${px(at)}H${px(area.right)}`);
  const small = x.ticks.map(({ at }) => `M${px(at)},${px(area.bottom)}v4`);
  const yLabels = yTicks.map(
    ({ at, label }) => `<text x="${px(area.left - 6)}" y="${px(at + fontSize * 0.35)}">${escapeXml(label)}</text>`,
  );
  const baseline = area.bottom + fontSize + 5;
  const xLabels = x.ticks.map(({ at, label }) => {
    return `<text x="${px(at)}" y="${px(baseline)}">${escapeXml(label)}</text>`;
  });
  const endWidth = textWidth(x.end.label, fontSize);
  const endAt = Math.min(x.end.at, width - 2 - endWidth / 2);
  xLabels.push(`<text x="${px(endAt)}" y="${px(baseline)}">${escapeXml(x.end.label)}</text>`);
  return (
    `<path d="${lines.join('')}" stroke="${palette.grid}" fill="none"/>` +
    `<path d="M${px(area.left)},${px(area.bottom)}H${px(area.right)}v4${small.join('')}" stroke="${palette.axis}" fill="none"/>` +
    `<g fill="${palette.muted}" text-anchor="end">${yLabels.join('')}</g>` +
    `<g fill="${palette.muted}" text-anchor="middle">${xLabels.join('')}</g>`
  );
}

interface LegendRows {
  readonly rows: number;
  readonly items: readonly { readonly label: string; readonly row: number; readonly left: number }[];
}

const SWATCH = 26;

/** Legend entries in rows from the right; the first row shares its width with the title. */
function rowsOf(labels: readonly string[], fontSize: number, width: number, firstWidth: number): LegendRows {
  const sized = labels.map((label) => {
    const shown = fitText(label, fontSize, Math.max(60, width / 2 - SWATCH));
    return { label: shown, width: SWATCH + textWidth(shown, fontSize) + 14 };
  });
  const all = sized.reduce((sum, item) => sum + item.width, 0);
  const items: { label: string; row: number; left: number }[] = [];
  if (sized.length === 0) return { rows: 0, items };
  let row = all <= firstWidth ? 0 : 1;
  let left = row === 0 ? 6 + width - all + 14 : 6;
  for (const item of sized) {
    if (left > 6 && left + item.width - 14 > 6 + width + 1) {
      row++;
      left = 6;
    }
    items.push({ label: item.label, row, left });
    left += item.width;
  }
  return { rows: row + 1, items };
}

function drawLegend(
  series: readonly Series[],
  legend: LegendRows,
  baseline: number,
  rowHeight: number,
  fontSize: number,
  palette: Palette,
): string {
  return legend.items
    .map(({ label, row, left }, place) => {
      const one = series[place];
      if (one === undefined) return '';
      const y = baseline + row * rowHeight;
      const dash = DASHES[(one.style?.dash ?? place) % DASHES.length] ?? '';
      const dashed = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      const stroke = `stroke="${colorOf(one, place, palette)}" stroke-width="${palette.strokeWidth}"${dashed}`;
      return (
        `<path d="M${px(left)},${px(y - fontSize * 0.35)}h${SWATCH - 6}" fill="none" ${stroke}/>` +
        `<text x="${px(left + SWATCH)}" y="${px(y)}" fill="${palette.text}">${escapeXml(label)}</text>`
      );
    })
    .join('');
}

function shadeFailure(series: Series, total: number, x: Axis, area: Box, palette: Palette): string {
  const at = x.toPixel(failureStep(series, total));
  const shade =
    at < area.right
      ? `<rect x="${px(at)}" y="${px(area.top)}" width="${px(area.right - at)}" height="${px(area.bottom - area.top)}"` +
        ` fill="${palette.error}" fill-opacity="0.12"/>`
      : '';
  const line = `<path d="M${px(at)},${px(area.top)}V${px(area.bottom)}" stroke-dasharray="4 3"`;
  const middle = (area.top + area.bottom) / 2;
  const cross = `<path d="M${px(at - 4)},${px(middle - 4)}l8,8m0,-8l-8,8" stroke-width="2"`;
  const stroke = ` stroke="${palette.error}" fill="none"/>`;
  return shade + line + stroke + cross + stroke;
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
