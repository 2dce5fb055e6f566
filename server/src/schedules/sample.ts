import { type PythonError, ScheduleError, show } from './errors';
import { requireEpochs, type Schedule, valueAtUpdate, wholeEpochs } from './schedule';

export interface SampleOptions {
  /** At most this many points, a whole number from 0; 1000 when not given. A run with fewer steps gives every step. */
  readonly maxPoints?: number;
  /** With it, a schedule with `interval: epoch` is sampled as training uses it: constant within each epoch. */
  readonly updatesPerEpoch?: number;
}

export interface SampledCurve {
  /** Ascending training steps. A jump is two points: the step before it and the step at it. */
  readonly steps: readonly number[];
  /** The schedule's value at each of the steps, exactly as `valueAt` (or `valueAtUpdate`) gives it. */
  readonly values: readonly number[];
  /** Set where the value of some step cannot be computed; the points are those before it. */
  readonly failure?: CurveFailure;
}

export interface CurveFailure {
  /** The first step that fails. */
  readonly step: number;
  readonly pythonError: PythonError;
  readonly message: string;
}

type Evaluate = (step: number) => number | ScheduleError;

function evaluator(valueAt: (step: number) => number): Evaluate {
  return (step) => {
    try {
      return valueAt(step);
    } catch (error) {
      if (error instanceof ScheduleError) return error;
      throw error;
    }
  };
}

/**
 * The curve over the steps 0 … totalSteps − 1. Costs O(maxPoints) whatever the total; a CustomSchedule's list is read
 * once, and its minima and maxima are kept. Every jump of a step kind is there as two points as far as they fit.
 * A total that is no whole number from 0 gives no point and a failure at step 0.
 * @throws ScheduleError (ValueError) for a maxPoints or updatesPerEpoch that is no count
 */
export function sampleCurve(schedule: Schedule, totalSteps: number, options: SampleOptions = {}): SampledCurve {
  const maxPoints = options.maxPoints ?? 1000;
  if (!(typeof maxPoints === 'number' && maxPoints >= 0)) {
    throw new ScheduleError('ValueError', `A curve of at most ${show(maxPoints)} points cannot be made.`);
  }
  const room = Math.floor(Math.min(maxPoints, 2 ** 31));
  const epoch = schedule.interval === 'epoch' ? options.updatesPerEpoch : undefined;
  if (epoch !== undefined) requireEpochs(epoch);
  if (!(Number.isSafeInteger(totalSteps) && totalSteps >= 0)) {
    const message = `A run of ${show(totalSteps)} steps cannot be drawn: steps are counted in whole numbers from 0.`;
    return { steps: [], values: [], failure: { step: 0, pythonError: 'ValueError', message } };
  }
  const evaluate = evaluator((step) =>
    epoch === undefined
      ? schedule.valueAt(step, totalSteps)
      : valueAtUpdate(schedule, 'epoch', step, { totalUpdates: totalSteps, updatesPerEpoch: epoch }),
  );
  if (totalSteps === 0) return { steps: [], values: [] };
  const at = stepsToShow(schedule, totalSteps, room, epoch, evaluate);
  return follow(evaluate, at.show, at.probe);
}

interface Places {
  /** Ascending steps, at most as many as there is room for. */
  readonly show: readonly number[];
  /** Ascending steps to try for a failure as well. */
  readonly probe: readonly number[];
}

function stepsToShow(
  schedule: Schedule,
  totalSteps: number,
  room: number,
  epoch: number | undefined,
  evaluate: Evaluate,
): Places {
  const last = totalSteps - 1;
  if (totalSteps <= room) return { show: Array.from({ length: totalSteps }, (_, step) => step), probe: [] };
  // Without an effective total there is no value at any step either, and following the curve says why.
  let total: number;
  try {
    total = schedule.effectiveTotal(epoch === undefined ? totalSteps : wholeEpochs(totalSteps, epoch));
  } catch (error) {
    if (error instanceof ScheduleError) return { show: [], probe: [0] };
    throw error;
  }
  const { shape } = schedule;
  const inside = (step: number) => step >= 0 && step <= last;
  const heldFrom = (step: number) => (epoch === undefined ? step : Math.ceil(step / epoch) * epoch);
  const corners = orNothing(() => shape.corners(total, Math.max(16, room)))
    .map((step) => heldFrom(step))
    .filter(inside);
  const probe = ascending(new Set([...corners, last]));
  if (room < 2) return { show: room === 1 ? [0] : [], probe };
  if (shape.list !== undefined) {
    return { show: extremes(shape.list, totalSteps, room, epoch ?? 1), probe };
  }
  const chosen = new Set<number>([0, last]);
  const add = (step: number) => {
    if (chosen.size < room && inside(step)) chosen.add(step);
  };
  // Pairs go in whole or not at all: half of a jump would draw a slope.
  const addPair = (step: number) => {
    const needed = (chosen.has(step) ? 0 : 1) + (chosen.has(step - 1) ? 0 : 1);
    if (step < 1 || step > last || chosen.size + needed > room) return;
    chosen.add(step - 1);
    chosen.add(step);
  };
  const epochs = epoch === undefined ? 0 : Math.ceil(totalSteps / epoch);
  if (epoch !== undefined && 2 * epochs <= room) {
    for (let index = 1; index < epochs; index += 1) addPair(index * epoch);
  } else {
    const limit = Math.floor((room - 2) / 2);
    for (const step of orNothing(() => shape.jumps(total, firstFailure(evaluate, last) ?? totalSteps, limit))) {
      addPair(heldFrom(step));
    }
    for (const step of thinned(corners, Math.floor(room / 2))) add(step);
  }
  // What room is left shows the course between.
  const free = room - chosen.size;
  if (epoch === undefined) {
    for (let index = 1; index <= free; index += 1) add(Math.round((index * last) / (free + 1)));
  } else {
    for (let index = 1; index <= free; index += 1) add(Math.round((index * (epochs - 1)) / (free + 1)) * epoch);
  }
  return { show: ascending(chosen), probe };
}

/** A kind's own bookkeeping may fail where its values do; then the values say so. */
function orNothing(places: () => readonly number[]): readonly number[] {
  try {
    return places();
  } catch (error) {
    if (error instanceof ScheduleError) return [];
    throw error;
  }
}

/** The first failing step where the last one fails and failing lasts from there on; undefined where the last one works. */
function firstFailure(evaluate: Evaluate, last: number): number | undefined {
  return evaluate(last) instanceof ScheduleError ? bisect(evaluate, -1, last) : undefined;
}

function ascending(steps: Iterable<number>): number[] {
  return [...steps].sort((a, b) => a - b);
}

/** At most `limit` of the steps, evenly chosen. */
function thinned(steps: readonly number[], limit: number): readonly number[] {
  if (steps.length <= limit) return steps;
  return Array.from({ length: limit }, (_, index) => steps[Math.floor((index * steps.length) / limit)] ?? 0);
}

/**
 * The first and last step of a list, and the steps of the lowest and highest entry of each of as many buckets as fit.
 * Only every `stride`th entry is used.
 */
function extremes(list: readonly number[], totalSteps: number, room: number, stride: number): readonly number[] {
  const used = Math.ceil(Math.min(totalSteps, list.length) / stride);
  const chosen = new Set<number>([0, totalSteps - 1]);
  if (used > 0 && chosen.size < room) chosen.add((used - 1) * stride);
  const buckets = Math.floor((room - chosen.size) / 2);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * used) / buckets);
    const to = Math.floor(((bucket + 1) * used) / buckets);
    let low = from;
    let high = from;
    let lowest = Number.NaN;
    let highest = Number.NaN;
    for (let index = from; index < to; index += 1) {
      const value = list[index * stride] ?? Number.NaN;
      if (value < lowest || Number.isNaN(lowest)) [low, lowest] = [index, value];
      if (value > highest || Number.isNaN(highest)) [high, highest] = [index, value];
    }
    if (from < to) {
      chosen.add(low * stride);
      chosen.add(high * stride);
    }
  }
  return ascending(chosen);
}

/** The first failing step between a step that works (or −1) and one that fails. */
function bisect(evaluate: Evaluate, works: number, fails: number): number {
  let low = works;
  let high = fails;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (evaluate(middle) instanceof ScheduleError) high = middle;
    else low = middle;
  }
  return high;
}

function follow(evaluate: Evaluate, show: readonly number[], probe: readonly number[]): SampledCurve {
  const steps: number[] = [];
  const values: number[] = [];
  const shown = new Set(show);
  let reached = -1;
  for (const step of probe.length === 0 ? show : ascending(new Set([...show, ...probe]))) {
    const value = evaluate(step);
    if (value instanceof ScheduleError) {
      const first = bisect(evaluate, reached, step);
      const before = first - 1;
      const lastValue = before > (steps.at(-1) ?? -1) ? evaluate(before) : undefined;
      if (typeof lastValue === 'number' && shown.size > steps.length) {
        steps.push(before);
        values.push(lastValue);
      }
      const failure = evaluate(first);
      const cause = failure instanceof ScheduleError ? failure : value;
      return { steps, values, failure: { step: first, pythonError: cause.pythonError, message: cause.message } };
    }
    reached = step;
    if (!shown.has(step)) continue;
    steps.push(step);
    values.push(value);
  }
  return { steps, values };
}
