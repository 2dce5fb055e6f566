import { bisector } from 'd3-array';
import type { Series } from './types';

export interface Reading {
  /** NaN before the first and after the last point of the series. */
  readonly value: number;
  /** False where the value lies between two points of a `line` and was interpolated. */
  readonly exact: boolean;
}

const indexAfter = bisector<number, number>((step) => step).right;

/** The value that the picture shows at a step. */
export function readSeries(series: Series, step: number): Reading {
  const { steps, values, shape } = series;
  const after = indexAfter(steps, step);
  const from = steps[after - 1];
  const value = values[after - 1];
  if (from === undefined || value === undefined) return { value: Number.NaN, exact: true };
  if (from === step) return { value, exact: true };
  const to = steps[after];
  const next = values[after];
  if (to === undefined || next === undefined) {
    // A held value lasts for the whole of its step and no longer, unless the schedule simply changed no more.
    const failed = series.failure !== undefined && step >= series.failure.step;
    return { value: shape === 'step' && !failed ? value : Number.NaN, exact: true };
  }
  if (shape === 'step') return { value, exact: true };
  const t = (step - from) / (to - from);
  return { value: value * (1 - t) + next * t, exact: false };
}
