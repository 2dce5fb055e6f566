import { bisector } from 'd3-array';
import type { Series } from './types';

const indexAtOrAfter = bisector<number, number>((step) => step).left;
const indexAfter = bisector<number, number>((step) => step).right;

/**
 * The points of a stretch in place of those that the whole has there: what was asked for closely, and around it what is
 * known of the rest, so that moving on or zooming out never ends in nothing. Everything else is the whole's.
 */
export function spliceSeries(whole: Series, part: Pick<Series, 'steps' | 'values'>): Series {
  const first = part.steps[0];
  const last = part.steps[part.steps.length - 1];
  if (first === undefined || last === undefined) return whole;
  const before = indexAtOrAfter(whole.steps, first);
  const after = indexAfter(whole.steps, last);
  const join = (a: ArrayLike<number>, b: ArrayLike<number>): Float64Array => {
    const joined = new Float64Array(before + b.length + a.length - after);
    for (let index = 0; index < before; index++) joined[index] = a[index] ?? Number.NaN;
    joined.set(b, before);
    for (let index = after; index < a.length; index++)
      joined[before + b.length + index - after] = a[index] ?? Number.NaN;
    return joined;
  };
  return { ...whole, steps: join(whole.steps, part.steps), values: join(whole.values, part.values) };
}
