import { fromWire, toWire, type WireNumber } from '../format';
import type { Curve, Mark, Series } from './types';

/** A `Series` as it travels in JSON. */
export interface WireSeries extends Omit<Series, 'steps' | 'values'> {
  readonly steps: readonly number[];
  readonly values: readonly WireNumber[];
}

export interface WireMark extends Omit<Mark, 'value'> {
  readonly value?: WireNumber;
}

/** A `Curve` as it travels in JSON, which has no infinity and no nan. */
export interface WireCurve extends Omit<Curve, 'series' | 'marks'> {
  readonly series: readonly WireSeries[];
  readonly marks?: readonly WireMark[];
}

export function encodeCurve(curve: Curve): WireCurve {
  const { series, marks, ...rest } = curve;
  return {
    ...rest,
    series: series.map((one) => ({ ...one, steps: Array.from(one.steps), values: Array.from(one.values, toWire) })),
    ...(marks && {
      marks: marks.map(({ value, ...mark }) => (value === undefined ? mark : { ...mark, value: toWire(value) })),
    }),
  };
}

export function decodeCurve(curve: WireCurve): Curve {
  const { series, marks, ...rest } = curve;
  return {
    ...rest,
    series: series.map((one) => ({ ...one, values: Float64Array.from(one.values, fromWire) })),
    ...(marks && {
      marks: marks.map(({ value, ...mark }) => (value === undefined ? mark : { ...mark, value: fromWire(value) })),
    }),
  };
}
