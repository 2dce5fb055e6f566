import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber, formatPercent, formatStep, formatValue } from '../format';
import { readSeries } from './read';
import type { Curve, Mark, Phase, Series, Span } from './types';
import { onRightAxis, totalOf, windowOf } from './window';

const QUARTERS = [0.25, 0.5, 0.75];
const MOST_PHASES = 12;

/**
 * The curve in words, for those who cannot see it: first value, highest and lowest, the quarters of training, last
 * value, and where it fails. One sentence per series, then the phases and the marks. With a window, all of it is about
 * what is in sight.
 */
export function describeCurve(curve: Curve, window?: Span): string {
  const total = totalOf(curve);
  const span = windowOf(window, total);
  const isZoomed = span.from > 0 || span.to < total;
  const sentences = curve.series.map((series) => describeSeries(series, curve, span, isZoomed));
  if (sentences.length === 0) sentences.push(l10n.t('No curve.'));
  const inSight = ({ from, to }: Phase) => from < span.to && to > span.from;
  const all = (curve.phases ?? []).filter((phase) => !isZoomed || inSight(phase));
  if (all.length > 0) {
    const phases = all.slice(0, MOST_PHASES).map(({ label, from, to }) => {
      return l10n.t`${label} from step ${formatStep(from)} to ${formatStep(to)}`;
    });
    const more = all.length - phases.length;
    const list = phases.join(', ');
    sentences.push(more > 0 ? l10n.t`Phases: ${list}, and ${formatStep(more)} more.` : l10n.t`Phases: ${list}.`);
  }
  const shown = ({ label, step }: Mark) => label !== '' && (!isZoomed || (step >= span.from && step <= span.to));
  for (const { label, step, value } of (curve.marks ?? []).filter(shown)) {
    const at = formatStep(step);
    sentences.push(
      value === undefined
        ? l10n.t`Marked: ${label} (step ${at}).`
        : l10n.t`Marked: ${label} (step ${at}, ${formatNumber(value)}).`,
    );
  }
  return sentences.join(' ');
}

interface Point {
  readonly step: number;
  readonly value: number;
}

function describeSeries(series: Series, curve: Curve, span: Span, isZoomed: boolean): string {
  const { label, failure } = series;
  const { quantity, unit } = onRightAxis(curve, series) && curve.right !== undefined ? curve.right : curve;
  const total = curve.totalSteps;
  const parts: string[] = [];
  const at = ({ step, value }: Point, sentence: (value: string, step: string) => string) =>
    parts.push(sentence(formatValue(value, unit), formatStep(step)));
  const known = pointsOf(series, isZoomed ? span : undefined);
  if (known === undefined) {
    parts.push(l10n.t('no values'));
  } else {
    const { first, last, highest, lowest } = known;
    at(first, (value, step) => l10n.t`first ${value} at step ${step}`);
    if (highest !== undefined && lowest !== undefined && highest.value !== lowest.value) {
      at(highest, (value, step) => l10n.t`highest ${value} at step ${step}`);
      at(lowest, (value, step) => l10n.t`lowest ${value} at step ${step}`);
      for (const quarter of isZoomed ? [] : QUARTERS) {
        const { value, exact } = readSeries(series, Math.floor(total * quarter));
        if (Number.isNaN(value)) continue;
        const [when, what] = [formatPercent(quarter), formatValue(value, unit)];
        parts.push(exact ? l10n.t`at ${when} ${what}` : l10n.t`at ${when} about ${what}`);
      }
    } else if (highest !== undefined) {
      parts.push(l10n.t('constant'));
    }
    at(last, (value, step) => l10n.t`last ${value} at step ${step}`);
  }
  if (failure !== undefined) parts.push(l10n.t`fails at step ${formatStep(failure.step)}: ${failure.message}`);
  const over = isZoomed
    ? l10n.t`steps ${formatStep(Math.ceil(span.from))} to ${formatStep(Math.floor(span.to))} of ${formatStep(total)}`
    : formatCount(total, 'step');
  return l10n.t`${label}, ${quantity} over ${over}: ${parts.join('; ')}.`;
}

interface KnownPoints {
  readonly first: Point;
  readonly last: Point;
  readonly highest?: Point;
  readonly lowest?: Point;
}

/** First, last, highest and lowest point, of a stretch those at its ends included. */
function pointsOf(series: Series, span: Span | undefined): KnownPoints | undefined {
  const { steps, values } = series;
  let first: Point | undefined;
  let last: Point | undefined;
  let highest: Point | undefined;
  let lowest: Point | undefined;
  const take = (step: number, value: number) => {
    const point = { step, value };
    first ??= point;
    last = point;
    if (!Number.isFinite(value)) return;
    if (highest === undefined || value > highest.value) highest = point;
    if (lowest === undefined || value < lowest.value) lowest = point;
  };
  const edge = (wanted: number) => {
    const { value } = readSeries(series, wanted);
    if (!Number.isNaN(value)) take(wanted, value);
  };
  const start = span === undefined ? undefined : Math.ceil(span.from);
  const end = span === undefined ? undefined : Math.floor(span.to);
  if (start !== undefined) edge(start);
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] ?? Number.NaN;
    if ((start === undefined || step > start) && (end === undefined || step < end)) {
      take(step, values[index] ?? Number.NaN);
    }
  }
  if (end !== undefined) edge(end);
  return first === undefined || last === undefined
    ? undefined
    : { first, last, ...(highest && { highest }), ...(lowest && { lowest }) };
}
