import { MOST_STEPS } from './axis';
import type { Curve, Series, Span } from './types';

/** Training updates that the whole x axis goes over: at least one, whatever the curve says. */
export function totalOf(curve: Curve): number {
  const last = Math.max(0, ...curve.series.map((series) => series.steps[series.steps.length - 1] ?? 0));
  const total = curve.totalSteps > 0 ? curve.totalSteps : last + 1;
  return Number.isNaN(total) ? 1 : Math.min(Math.max(1, total), MOST_STEPS);
}

/** The stretch that is in sight: within the run and at least one step long. */
export function windowOf(wanted: Span | undefined, total: number): Span {
  if (wanted === undefined || !(wanted.from < wanted.to)) return { from: 0, to: total };
  const length = Math.min(total, Math.max(1, wanted.to - wanted.from));
  const from = Math.min(Math.max(0, wanted.from), total - length);
  return { from, to: Math.min(total, from + length) };
}

/** Whether a series is read on the right axis; there must be one. */
export function onRightAxis(curve: Curve, series: Series): boolean {
  return series.axis === 'right' && curve.right !== undefined;
}
