import { formatCount, formatNumber, formatPercent, formatStep, formatValue } from '../format';
import { readSeries } from './read';
import type { Curve, Series } from './types';

const QUARTERS = [0.25, 0.5, 0.75];

/**
 * The curve in words, for those who cannot see it: first value, highest and lowest, the quarters of training, last
 * value, and where it fails. One sentence per series, then the phases and the marks.
 */
export function describeCurve(curve: Curve): string {
  const sentences = curve.series.map((series) => describeSeries(series, curve));
  if (sentences.length === 0) sentences.push('No curve.');
  if (curve.phases !== undefined && curve.phases.length > 0) {
    const phases = curve.phases.slice(0, 12).map(({ label, from, to }) => {
      return `${label} from step ${formatStep(from)} to ${formatStep(to)}`;
    });
    const more = curve.phases.length - phases.length;
    sentences.push(`Phases: ${phases.join(', ')}${more > 0 ? `, and ${formatStep(more)} more` : ''}.`);
  }
  for (const mark of curve.marks ?? []) {
    if (mark.label === '') continue;
    const value = mark.value === undefined ? '' : `, ${formatNumber(mark.value)}`;
    sentences.push(`Marked: ${mark.label} (step ${formatStep(mark.step)}${value}).`);
  }
  return sentences.join(' ');
}

function describeSeries(series: Series, curve: Curve): string {
  const { steps, values, label, failure } = series;
  const total = curve.totalSteps;
  const parts: string[] = [];
  const at = (step: number, value: number, name: string) =>
    parts.push(`${name} ${formatValue(value, curve.unit)} at step ${formatStep(step)}`);
  const last = steps.length - 1;
  if (last < 0) {
    parts.push('no values');
  } else {
    let highest = -1;
    let lowest = -1;
    for (let index = 0; index <= last; index++) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (highest < 0 || value > (values[highest] ?? 0)) highest = index;
      if (lowest < 0 || value < (values[lowest] ?? 0)) lowest = index;
    }
    at(steps[0] ?? 0, values[0] ?? Number.NaN, 'first');
    if (highest >= 0 && values[highest] !== values[lowest]) {
      at(steps[highest] ?? 0, values[highest] ?? Number.NaN, 'highest');
      at(steps[lowest] ?? 0, values[lowest] ?? Number.NaN, 'lowest');
      for (const quarter of QUARTERS) {
        const step = Math.floor(total * quarter);
        const { value, exact } = readSeries(series, step);
        if (Number.isNaN(value)) continue;
        const about = exact ? '' : 'about ';
        parts.push(`at ${formatPercent(quarter)} ${about}${formatValue(value, curve.unit)}`);
      }
    } else if (highest >= 0) {
      parts.push('constant');
    }
    at(steps[last] ?? 0, values[last] ?? Number.NaN, 'last');
  }
  if (failure !== undefined) parts.push(`fails at step ${formatStep(failure.step)}: ${failure.message}`);
  return `${label}, ${curve.quantity} over ${formatCount(total, 'step')}: ${parts.join('; ')}.`;
}
