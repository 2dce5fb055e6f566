/** A number as it travels in JSON, which has no infinity and no nan. */
export type WireNumber = number | 'inf' | '-inf' | 'nan';

export function toWire(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** The reverse of `toWire`. Anything else that JSON may have made of a number (null) is nan. */
export function fromWire(value: WireNumber): number {
  if (typeof value === 'number') return value;
  return value === 'inf' ? Number.POSITIVE_INFINITY : value === '-inf' ? Number.NEGATIVE_INFINITY : Number.NaN;
}
