import { type CurveFailure, type SampledCurve, type SampleOptions, sampleCurve } from './sample';
import type { Schedule } from './schedule';

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

export interface KeyFacts {
  readonly first: CurvePoint;
  /** At the last training step, totalSteps − 1, or at the last one before a failure. */
  readonly last: CurvePoint;
  /** The highest value and the first step that has it. nan counts as no value. */
  readonly peak: CurvePoint;
  /** The lowest value and the first step that has it. */
  readonly minimum: CurvePoint;
  readonly failure?: CurveFailure;
}

/** What there is to say about a sampled curve in four points; undefined for a curve without points. */
export function factsOfSample({ steps, values, failure }: SampledCurve): KeyFacts | undefined {
  const points = steps.map((step, index): CurvePoint => ({ step, value: values[index] ?? Number.NaN }));
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  let peak = first;
  let minimum = first;
  for (const point of points) {
    if (point.value > peak.value || Number.isNaN(peak.value)) peak = point;
    if (point.value < minimum.value || Number.isNaN(minimum.value)) minimum = point;
  }
  return { first, last, peak, minimum, ...(failure === undefined ? {} : { failure }) };
}

/**
 * First, last, highest and lowest value over the steps 0 … totalSteps − 1, in O(maxPoints). Corners, jumps and a list's
 * extremes are among the points looked at.
 */
export function keyFacts(schedule: Schedule, totalSteps: number, options: SampleOptions = {}): KeyFacts | undefined {
  return factsOfSample(sampleCurve(schedule, totalSteps, options));
}
