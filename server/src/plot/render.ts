import * as l10n from '@vscode/l10n';
import { xAxis, xEnd, xTitle, yAxis } from './axis';
import { describeCurve } from './describe';
import { emptyExtent, extend, extendBySeries, gapsOf } from './extent';
import { drawGrid, LABEL_GAP, widthOfLabels } from './grid';
import { drawLegend, legendLabel, legendRows } from './legend';
import { drawFailures, drawMarks } from './marks';
import { drawPhases, hasPhases } from './phases';
import type { Box } from './place';
import { drawSeries, strewMarkers } from './series';
import { lookOf, markerStyleOf, strokeOf } from './style';
import { escapeXml, fitText, px, textWidth, wrapText } from './text';
import { PALETTES } from './theme';
import type { Curve, Plot, PlotOptions, Span, YScale } from './types';
import { onRightAxis, totalOf, windowOf } from './window';

/** From this height on there is room for a title under the x axis, larger text and rows of notes. */
const TALL = 200;
/** Below this, phases are shaded but not named. */
const NAMED_PHASES = 120;
/** Pixels from the picture's edge to its texts. */
const EDGE = 6;

/**
 * Draws a curve as a complete SVG document: hover picture, panel and export are all made here. Nothing in it refers to
 * anything outside (no style sheet, no font, no script), and with a theme other than `css` it stands alone. The text is
 * escaped. Whatever cannot be drawn (inf, nan, values ≤ 0 on a log axis, no values at all) leaves a gap or lies on the
 * edge, and `notes` says so; no input throws.
 *
 * With the theme `css`, the shade of a phase has its index as `data-phase`, and each line the index of its series as
 * `data-series`.
 */
export function renderPlot(curve: Curve, options: PlotOptions): Plot {
  const { theme, x: unit = 'steps', y: wanted = 'linear', id = 'plot' } = options;
  const width = Math.max(80, Math.round(options.size.width));
  const plotHeight = Math.max(60, Math.round(options.size.height));
  const palette = PALETTES[theme];
  const live = theme === 'css';
  const tall = plotHeight >= TALL;
  const fontSize = tall ? 12 : 11;
  const rowHeight = fontSize + 6;
  const total = totalOf(curve);
  const window = windowOf(options.window, total);
  const notes = gapsOf(curve, window);

  // What the axes have to reach over.
  const isRight = curve.series.map((series) => onRightAxis(curve, series));
  const hasRight = isRight.includes(true);
  const extents = { left: emptyExtent(), right: emptyExtent() };
  curve.series.forEach((series, place) => {
    extendBySeries(isRight[place] ? extents.right : extents.left, series, window);
  });
  for (const { step, value } of curve.marks ?? []) {
    if (step >= window.from && step <= window.to) extend(extents.left, value);
  }
  const { yWindow, rightWindow } = options;
  const scales = {
    left: scaleFor(wanted, extents.left, yWindow),
    right: scaleFor(wanted, extents.right, rightWindow),
  };
  const isEmpty = extents.left.min > extents.left.max && extents.right.min > extents.right.max;
  if (wanted === 'log' && !isEmpty) {
    const used = hasRight ? [extents.left, extents.right] : [extents.left];
    if (used.some(({ min, max }) => min <= max && !(max > 0))) notes.push(l10n.t('no value above 0: linear scale'));
    if (used.some(({ min, max }) => max > 0 && min <= 0)) notes.push(l10n.t('values ≤ 0 lie on the lower edge'));
  }

  // Rows above the plot: title and legend (or notes), then the names of the phases.
  const lines = (texts: readonly string[] = []) =>
    texts.flatMap((one) => wrapText(one, fontSize, width - 2 * EDGE - 2));
  const heading = lines(options.heading);
  const footer = lines(options.footer);
  const isFile = heading.length > 0;
  const above = heading.length === 0 ? 0 : heading.length * rowHeight + 4;
  const below = footer.length === 0 ? 0 : footer.length * rowHeight + 4;
  const title = axisTitle(curve.quantity, curve.unit, scales.left);
  const rightTitle =
    hasRight && curve.right !== undefined ? axisTitle(curve.right.quantity, curve.right.unit, scales.right) : '';
  const named = plotHeight >= NAMED_PHASES && hasPhases(curve.phases ?? [], window.from, window.to);
  const labelled = curve.series.length > 1 && options.legend !== false;
  const bothAxes = hasRight && isRight.includes(false);
  const legend = legendRows(
    labelled ? curve.series.map((series, place) => legendLabel(series, bothAxes && isRight[place] === true)) : [],
    {
      fontSize,
      left: EDGE,
      right: width - EDGE,
      firstWidth: hasRight ? 0 : width - 2 * EDGE - textWidth(title, fontSize) - 16,
      mostRows: isFile ? curve.series.length + 1 : Math.max(2, Math.floor((plotHeight * 0.35) / rowHeight)),
      whole: isFile,
    },
  );
  // A picture that stands alone grows by its legend: nothing of it is cut, and the plot is as high as on the screen.
  const drawnHeight = plotHeight + (isFile ? Math.max(0, legend.rows - 1) * rowHeight : 0);
  const height = above + drawnHeight + below;
  const noteText = notes.join('; ');
  const noteBeside = !labelled && !hasRight;
  const noteRow = !noteBeside && tall && noteText !== '';
  const rows = Math.max(1, legend.rows) + (noteRow ? 1 : 0);
  const top = above + 2 + rows * rowHeight + (named ? rowHeight + 1 : 4);
  const bottom = above + drawnHeight - (tall ? 2 * fontSize + 14 : fontSize + 9);

  const range = [bottom, top + 5] as const;
  const y = yAxis(extents.left, { scale: scales.left, range, fontSize, ...(yWindow && { window: yWindow }) });
  const yRight = hasRight
    ? yAxis(extents.right, { scale: scales.right, range, fontSize, ...(rightWindow && { window: rightWindow }) })
    : undefined;
  const left = Math.min(EDGE + widthOfLabels(y, fontSize) + LABEL_GAP, width / 2);
  const lastLabel = tall ? Math.min(60, textWidth(xEnd(unit, curve, total), fontSize) / 2 + 3) : 0;
  const rightLabels =
    yRight === undefined ? 0 : Math.min(LABEL_GAP + widthOfLabels(yRight, fontSize) + EDGE, width / 4);
  const right = width - Math.max(14, lastLabel, rightLabels);
  const x = xAxis(curve, total, { unit, window, range: [left, right], right: width - 2, fontSize, inlineUnit: !tall });
  const area: Box = { left, top, right, bottom };

  const parts: string[] = [];
  if (options.ground) parts.push(`<rect width="${width}" height="${height}" fill="${palette.ground}"/>`);
  // Sideways, lines are cut where the axis ends. Only zoomed axes have something above or below them.
  const clip = yWindow === undefined && rightWindow === undefined ? undefined : `${escapeXml(id)}-area`;
  if (clip !== undefined) {
    const size = `width="${px(right - left)}" height="${px(bottom - top + 2)}"`;
    parts.push(`<clipPath id="${clip}"><rect x="${px(left)}" y="${px(top - 1)}" ${size}/></clipPath>`);
  }
  const strip = named ? rowHeight : 0;
  parts.push(drawPhases(curve.phases ?? [], { x: x.axis, area, strip, fontSize, palette, tall, live }));
  parts.push(drawGrid({ x: x.ticks, y, ...(yRight && { right: yRight }) }, area, fontSize, palette));

  const text = (content: string, at: number, baseline: number, attributes = '') =>
    content === '' ? '' : `<text x="${px(at)}" y="${px(baseline)}"${attributes}>${escapeXml(content)}</text>`;
  const firstBaseline = above + 2 + fontSize;
  const middle = (left + right) / 2;
  const titleRoom = hasRight ? (width - 2 * EDGE) / 2 - 8 : width - 2 * EDGE;
  heading.forEach((line, row) => {
    const weight = row === 0 ? ' font-weight="600"' : '';
    parts.push(text(line, EDGE, 2 + fontSize + row * rowHeight, ` fill="${palette.text}"${weight}`));
  });
  footer.forEach((line, row) => {
    parts.push(text(line, EDGE, height - below + fontSize + row * rowHeight, ` fill="${palette.muted}"`));
  });
  parts.push(text(fitText(title, fontSize, titleRoom), EDGE, firstBaseline, ` fill="${palette.text}"`));
  const rightStyle = ` fill="${palette.text}" text-anchor="end"`;
  parts.push(text(fitText(rightTitle, fontSize, titleRoom), width - EDGE, firstBaseline, rightStyle));
  if (noteBeside || noteRow) {
    const noteRoom = noteRow ? width - 2 * EDGE : width - 3 * EDGE - 16 - textWidth(title, fontSize);
    const noteStyle = ` fill="${palette.muted}" text-anchor="end" font-style="italic"`;
    const baseline = firstBaseline + (noteRow ? (rows - 1) * rowHeight : 0);
    parts.push(text(fitText(noteText, fontSize, noteRoom), width - EDGE, baseline, noteStyle));
  }
  parts.push(drawLegend(curve, legend, firstBaseline, rowHeight, fontSize, palette));
  if (tall) {
    const style = ` fill="${palette.muted}" text-anchor="middle"`;
    parts.push(text(xTitle(unit, curve, total), middle, above + drawnHeight - 5, style));
  }

  const looks = curve.series.map((series, place) => lookOf(series, place, palette));
  const drawn = curve.series.map((series, place) => {
    const axis = isRight[place] && yRight !== undefined ? yRight.axis : y.axis;
    return drawSeries(series, total, x.axis, axis, area);
  });
  // Failures lie under the curves, so that the last value before one stays in sight.
  const colors = looks.map(({ color }) => color);
  const ends = drawn.map(({ lines: ofSeries }) => ofSeries);
  parts.push(drawFailures(curve, colors, ends, { x: x.axis, area, total, palette }));

  const curves: string[] = [];
  const points: string[] = [];
  // The first series is what the picture is about: it lies on top of what it is compared with.
  for (let place = drawn.length - 1; place >= 0; place--) {
    const one = drawn[place];
    const look = looks[place];
    if (one === undefined || look === undefined) continue;
    const pointer = live ? ` data-series="${place}"` : '';
    if (one.path !== '') {
      curves.push(`<path d="${one.path}" ${strokeOf(look, palette)} stroke-linejoin="round"${pointer}/>`);
    }
    const strewn = curve.series.length > 1 ? strewMarkers(one.lines, look.marker, place, area) : '';
    if (strewn !== '') points.push(`<path d="${strewn}" ${markerStyleOf(look, palette)}${pointer}/>`);
    const dots = one.dots.xs.map((at, index) => `<circle cx="${px(at)}" cy="${px(one.dots.ys[index] ?? 0)}" r="2.5"/>`);
    if (dots.length > 0) points.push(`<g fill="${look.color}"${pointer}>${dots.join('')}</g>`);
  }

  if (isEmpty && !curve.series.some(({ failure }) => failure !== undefined)) {
    const message = curve.series.length === 0 ? l10n.t('no curve') : l10n.t('no value that can be drawn');
    const style = ` fill="${palette.muted}" text-anchor="middle"`;
    parts.push(text(fitText(message, fontSize, right - left), middle, (top + bottom) / 2, style));
  }
  const marks = drawMarks(curve, {
    x: x.axis,
    y: y.axis,
    area,
    right: yRight === undefined ? width - 3 : right - 3,
    total,
    fontSize,
    palette,
    lines: drawn.flatMap(({ lines: ofSeries }) => ofSeries),
  });
  // Markers lie over all lines: of curves that lie on each other, they are all that is seen.
  const inside = [...curves, ...points].join('');
  const clipped = clip === undefined ? inside : `<g clip-path="url(#${clip})">${inside}</g>`;
  parts.push(marks.under, clipped, marks.over);

  const name = options.title ?? l10n.t`${curve.quantity} over ${xTitle(unit, curve, total)}`;
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
    ` role="img" aria-labelledby="${escapeXml(id)}-title ${escapeXml(id)}-desc"` +
    ` font-family="${palette.font}" font-size="${fontSize}">` +
    `<title id="${escapeXml(id)}-title">${escapeXml(name)}</title>` +
    `<desc id="${escapeXml(id)}-desc">${escapeXml(describeCurve(curve, window))}</desc>`;
  const axes = { x: x.axis, y: y.axis, ...(yRight && { right: yRight.axis }) };
  return { svg: `${head}${parts.join('')}</svg>`, width, height, ...axes, area, notes };
}

/** A log axis only where it has something to show. */
function scaleFor(wanted: YScale, { max }: { readonly max: number }, window: Span | undefined): YScale {
  return wanted === 'log' && (max > 0 || (window !== undefined && window.from > 0)) ? 'log' : 'linear';
}

function axisTitle(quantity: string, unit: string | undefined, scale: YScale): string {
  const counted = unit === undefined ? quantity : `${quantity} (1 = ${unit})`;
  return scale === 'log' ? l10n.t`${counted} (log scale)` : counted;
}
