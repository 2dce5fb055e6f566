import { ScheduleError } from './errors';
import { type CurveFailure, layoutOf, orNothing, type Run, runOf, type SampleOptions, sampleCurve } from './sample';
import type { Schedule } from './schedule';

/** The mean of a schedule's values over training: the area under its curve by the number of steps. */
export interface MeanValue {
  /** nan where some step's value is, where inf and −inf meet, and where there is no step to take the mean of. */
  readonly mean: number;
  /** How far off `mean` is at most, up or down; 0 where it is exact but for the last digits of a float. */
  readonly error: number;
  /** How many steps it is the mean of: all, or those before the failure. */
  readonly steps: number;
  readonly failure?: CurveFailure;
}

/** Up to this many values are added up one by one. */
const MOST_SINGLE_VALUES = 4096;
/** More jumps than this are not looked at one by one. */
const MOST_JUMPS = 10_000;
/** In how many places a curved piece is evaluated. */
const CURVED_PLACES = 1024;
/**
 * Bound of the error for curved pieces, as a part of the curve's height. Places stand closer towards both ends of a
 * piece, as the projections of evenly spaced points on a half circle do: with n of them the gap at the fraction x of the
 * piece is (π / n)·√(x (1 − x)), and what a straight line across a gap misses of the area adds up to
 * (π / n)² / 12 · ∫ x (1 − x) |f″| dx. That integral is at most the height for every power, root and cosine of
 * the catalogue; for n = 1,024 this makes 7.9e-7.
 */
const CURVED_ERROR = 1e-6;

/**
 * The mean over the steps 0 … totalSteps − 1 in O(jumps and corners of the curve), never in O(totalSteps): exact where
 * the curve is constant or straight between them, otherwise with the bound that `error` tells. A CustomSchedule's list
 * is added up as a whole. With `updatesPerEpoch`, a schedule with `interval: epoch` counts as training uses it.
 * @throws ScheduleError (ValueError) for an updatesPerEpoch that is no count
 */
export function meanOf(
  schedule: Schedule,
  totalSteps: number,
  options: Pick<SampleOptions, 'updatesPerEpoch'> = {},
): MeanValue {
  const { failure } = sampleCurve(schedule, totalSteps, { ...options, maxPoints: 16 });
  const run = runOf(schedule, totalSteps, options);
  const steps = failure?.step ?? totalSteps;
  const ending = failure === undefined ? { steps } : { steps, failure };
  if ('failure' in run || steps === 0) return { mean: Number.NaN, error: 0, ...ending };
  return { ...add(run, steps), ...ending };
}

/** Adds up the first `steps` steps, none of which fails. */
function add(run: Run, steps: number): Pick<MeanValue, 'mean' | 'error'> {
  const { epoch = 1, evaluate } = run;
  // All is counted in units of equal value: steps, or epochs of which the last may be cut short.
  const units = Math.ceil(steps / epoch);
  const valueIn = (unit: number): number => {
    const value = evaluate(unit * epoch);
    if (value instanceof ScheduleError) throw value;
    return value;
  };
  const { places, between } = placesOf(run, steps, units);
  const values = places.map(valueIn);
  const lowest = least(values);
  const highest = -least(values.map((value) => -value));
  if (lowest === highest) return { mean: lowest, error: 0 };

  // Values near the largest float would overflow when added.
  const scale = Math.max(Math.abs(lowest), Math.abs(highest)) > 1e280 ? 2 ** -64 : 1;
  const sum = new Sum();
  let doubt = 0;
  values.forEach((value, index) => {
    const place = places[index] ?? 0;
    const weight = place === units - 1 ? steps - place * epoch : epoch;
    sum.add(value * scale * weight);
    const inner = index === 0 ? 0 : place - (places[index - 1] ?? 0) - 1;
    if (inner === 0) return;
    const before = values[index - 1] ?? Number.NaN;
    sum.add((before * scale + value * scale) * 0.5 * inner * epoch);
    doubt += (Math.abs(value - before) / 2 / steps) * inner * epoch;
  });
  const error = { straight: 0, curved: (highest - lowest) * CURVED_ERROR, jumps: doubt }[between];
  return { mean: sum.value / steps / scale, error };
}

interface Places {
  /** Ascending units, the first and the last one among them. */
  readonly places: readonly number[];
  /**
   * What the curve does from each to the next one: nothing but a straight line, a bend that CURVED_ERROR covers, or
   * jumps that were left out, which lead from the one value to the other.
   */
  readonly between: 'straight' | 'curved' | 'jumps';
}

function placesOf(run: Run, steps: number, units: number): Places {
  const { schedule, epoch = 1 } = run;
  const { shape } = schedule;
  if (units <= MOST_SINGLE_VALUES || shape.list !== undefined) {
    return { places: Array.from({ length: units }, (_, unit) => unit), between: 'straight' };
  }
  const total = layoutOf(run) ?? steps;
  const stretch = { from: 0, to: steps };
  const chosen = new Set([0, units - 1]);
  const add = (unit: number) => {
    if (unit >= 0 && unit < units) chosen.add(unit);
  };
  const jumps = orNothing(() => shape.jumps(total, stretch, MOST_JUMPS));
  for (const step of jumps) {
    add(Math.ceil(step / epoch) - 1);
    add(Math.ceil(step / epoch));
  }
  for (const step of orNothing(() => shape.corners(total, stretch, Number.POSITIVE_INFINITY))) {
    add(Math.floor(step / epoch));
    add(Math.ceil(step / epoch));
  }
  const ends = [...chosen].sort((a, b) => a - b);
  if (shape.straight) return { places: ends, between: jumps.length === MOST_JUMPS ? 'jumps' : 'straight' };
  const places = ends.flatMap((to, index) => {
    const from = ends[index - 1];
    return from === undefined ? [to] : [...crowdedAtEnds(from, to), to];
  });
  return { places, between: 'curved' };
}

/** Whole numbers between two others, closer to each other towards both. */
function crowdedAtEnds(from: number, to: number): number[] {
  const between: number[] = [];
  for (let index = 1; index < CURVED_PLACES; index += 1) {
    const place = Math.round(from + ((to - from) * (1 - Math.cos((Math.PI * index) / CURVED_PLACES))) / 2);
    if (place > (between.at(-1) ?? from) && place < to) between.push(place);
  }
  return between;
}

/** nan where one of them is. */
function least(values: readonly number[]): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
}

/** Neumaier's sum: what each addition rounds off is kept and added in the end. */
class Sum {
  private total = 0;
  private lost = 0;

  add(value: number): void {
    const sum = this.total + value;
    this.lost += Math.abs(this.total) >= Math.abs(value) ? this.total - sum + value : value - sum + this.total;
    this.total = sum;
  }

  /** Infinite and nan as the plain sum is. */
  get value(): number {
    return Number.isFinite(this.total) ? this.total + this.lost : this.total;
  }
}
