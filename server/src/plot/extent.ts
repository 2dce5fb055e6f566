import * as l10n from '@vscode/l10n';
import { formatNumber, formatStep } from '../format';
import { LARGEST_VALUE } from './axis';
import { readSeries } from './read';
import type { Curve, Series, Span } from './types';

/** Lowest and highest of some values, and the lowest above 0; infinite the wrong way round where there is none. */
export interface Extent {
  min: number;
  max: number;
  minPositive: number;
}

export function emptyExtent(): Extent {
  return {
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    minPositive: Number.POSITIVE_INFINITY,
  };
}

export function isDrawable(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= LARGEST_VALUE;
}

export function extend(extent: Extent, value: number | undefined): void {
  if (!isDrawable(value)) return;
  if (value < extent.min) extent.min = value;
  if (value > extent.max) extent.max = value;
  if (value > 0 && value < extent.minPositive) extent.minPositive = value;
}

/** Takes in what a series shows between two steps; and what it shows at either, where none of its points is. */
export function extendBySeries(extent: Extent, series: Series, { from, to }: Span): void {
  const { steps, values } = series;
  const length = Math.min(steps.length, values.length);
  for (let index = 0; index < length; index++) {
    const step = steps[index] ?? Number.NaN;
    if (step >= from && step <= to) extend(extent, values[index]);
  }
  extend(extent, readSeries(series, from).value);
  extend(extent, readSeries(series, to).value);
}

/** What of the curve between two steps cannot be drawn, in short sentences. */
export function gapsOf(curve: Curve, { from, to }: Span): string[] {
  const notes: string[] = [];
  for (const { label, steps, values } of curve.series) {
    const length = Math.min(steps.length, values.length);
    for (let index = 0; index < length; index++) {
      const step = steps[index] ?? Number.NaN;
      const value = values[index];
      if (!(step >= from && step <= to) || isDrawable(value)) continue;
      const note = l10n.t`${formatNumber(value ?? Number.NaN)} from step ${formatStep(step)} is not drawn`;
      notes.push(curve.series.length > 1 ? `${label}: ${note}` : note);
      break;
    }
  }
  return notes;
}
