import * as l10n from '@vscode/l10n';
import { type PythonError, ScheduleError, show } from './errors';
import type { Stretch } from './kind';
import { requireEpochs, type Schedule, valueAtUpdate, wholeEpochs } from './schedule';
import { thinned } from './thin';

export interface SampleOptions {
  /** At most this many points, a whole number from 0; 1000 when not given. A run with fewer steps gives every step. */
  readonly maxPoints?: number;
  /**
   * The stretch of training to sample: from step `from` up to (not including) step `to`, each at the run's end when not
   * given. Need not be whole: a step that is touched is in it.
   */
  readonly from?: number;
  readonly to?: number;
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
 * The curve over the steps 0 … totalSteps − 1, or over a stretch of them. Costs O(maxPoints) whatever the total; a
 * CustomSchedule's list is read once, and its minima and maxima are kept. Every jump of a step kind is there as two
 * points as far as they fit. A failure is told wherever in the run it is, also outside of the stretch.
 * A total that is no whole number from 0 gives no point and a failure at step 0.
 * @throws ScheduleError (ValueError) for a maxPoints or updatesPerEpoch that is no count, and for a stretch from or to nan
 */
export function sampleCurve(schedule: Schedule, totalSteps: number, options: SampleOptions = {}): SampledCurve {
  const maxPoints = options.maxPoints ?? 1000;
  if (!(typeof maxPoints === 'number' && maxPoints >= 0)) {
    throw new ScheduleError('ValueError', l10n.t`A curve of at most ${show(maxPoints)} points cannot be made.`);
  }
  const room = Math.floor(Math.min(maxPoints, 2 ** 31));
  const run = runOf(schedule, totalSteps, options);
  if ('failure' in run) return { steps: [], values: [], failure: run.failure };
  const at = stepsToShow(run, room);
  return follow(run, at.show, at.probe);
}

/** A schedule over a run of training, and the stretch of it that is looked at. */
export interface Run {
  readonly schedule: Schedule;
  readonly totalSteps: number;
  readonly stretch: Stretch;
  /** Updates in an epoch, where values are held over epochs. */
  readonly epoch: number | undefined;
  readonly evaluate: Evaluate;
}

/** @throws ScheduleError as `sampleCurve` does */
export function runOf(
  schedule: Schedule,
  totalSteps: number,
  options: SampleOptions,
): Run | { readonly failure: CurveFailure } {
  const epoch = schedule.interval === 'epoch' ? options.updatesPerEpoch : undefined;
  if (epoch !== undefined) requireEpochs(epoch);
  const { from = 0, to = Number.POSITIVE_INFINITY } = options;
  if (Number.isNaN(from) || Number.isNaN(to)) {
    throw new ScheduleError('ValueError', l10n.t`A stretch from step ${show(from)} to ${show(to)} cannot be drawn.`);
  }
  if (!(Number.isSafeInteger(totalSteps) && totalSteps >= 0)) {
    const message = l10n.t`A run of ${show(totalSteps)} steps cannot be drawn: steps are counted in whole numbers from 0.`;
    return { failure: { step: 0, pythonError: 'ValueError', message } };
  }
  const start = Math.min(totalSteps, Math.max(0, Math.floor(from)));
  const stretch = { from: start, to: Math.max(start, Math.min(totalSteps, Math.ceil(to))) };
  const evaluate = evaluator((step) =>
    epoch === undefined
      ? schedule.valueAt(step, totalSteps)
      : valueAtUpdate(schedule, 'epoch', step, { totalUpdates: totalSteps, updatesPerEpoch: epoch }),
  );
  return { schedule, totalSteps, stretch, epoch, evaluate };
}

interface Places {
  /** Ascending steps of the stretch, at most as many as there is room for. */
  readonly show: readonly number[];
  /** Ascending steps of the run to try for a failure as well. */
  readonly probe: readonly number[];
}

/** The total that the curve is laid out for; undefined where there is none, and so no value at any step either. */
export function layoutOf({ schedule, totalSteps, epoch }: Run): number | undefined {
  try {
    return schedule.effectiveTotal(epoch === undefined ? totalSteps : wholeEpochs(totalSteps, epoch));
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

/** Steps of the run at which it may fail for the first time, the last one among them. */
export function stepsToProbe({ schedule, totalSteps, epoch }: Run, total: number, limit: number): readonly number[] {
  if (totalSteps === 0) return [];
  const corners = orNothing(() => schedule.shape.corners(total, { from: 0, to: totalSteps }, limit));
  const inside = corners.map((step) => heldFrom(step, epoch)).filter((step) => step >= 0 && step < totalSteps);
  return ascending(new Set([...inside, totalSteps - 1]));
}

function heldFrom(step: number, epoch: number | undefined): number {
  return epoch === undefined ? step : Math.ceil(step / epoch) * epoch;
}

function stepsToShow(run: Run, room: number): Places {
  const { schedule, totalSteps, stretch, epoch, evaluate } = run;
  const { from, to } = stretch;
  const isWhole = from === 0 && to === totalSteps;
  const everyStep = to - from <= room;
  const all = everyStep ? Array.from({ length: to - from }, (_, index) => from + index) : [];
  if (everyStep && isWhole) return { show: all, probe: [] };
  const total = layoutOf(run);
  // Following the curve says why there is none.
  if (total === undefined) return { show: [], probe: [0] };
  const { shape } = schedule;
  const probe = stepsToProbe(run, total, Math.max(16, room));
  if (everyStep) return { show: all, probe };
  const last = to - 1;
  if (room < 2) return { show: room === 1 ? [from] : [], probe };
  if (shape.list !== undefined) return { show: extremes(shape.list, stretch, room, epoch ?? 1), probe };
  const inside = (step: number) => step >= from && step <= last;
  const firstEpoch = epoch === undefined ? 0 : Math.floor(from / epoch);
  const epochs = epoch === undefined ? 0 : Math.ceil(to / epoch) - firstEpoch;
  // What changes inside of an epoch is seen when the next one begins.
  const around = { from: epoch === undefined ? from : firstEpoch * epoch, to };
  const corners = orNothing(() => shape.corners(total, around, Math.max(16, room)))
    .map((step) => heldFrom(step, epoch))
    .filter(inside);
  const chosen = new Set<number>([from, last]);
  const add = (step: number) => {
    if (chosen.size < room && inside(step)) chosen.add(step);
  };
  // Pairs go in whole or not at all: half of a jump would draw a slope.
  const addPair = (step: number) => {
    const needed = (chosen.has(step) ? 0 : 1) + (chosen.has(step - 1) ? 0 : 1);
    if (step <= from || step > last || chosen.size + needed > room) return;
    chosen.add(step - 1);
    chosen.add(step);
  };
  if (epoch !== undefined && 2 * epochs <= room) {
    for (let index = 1; index < epochs; index += 1) addPair((firstEpoch + index) * epoch);
  } else {
    const limit = Math.floor((room - 2) / 2);
    const end = Math.min(to, firstFailure(evaluate, last) ?? to);
    for (const step of orNothing(() => shape.jumps(total, { ...around, to: end }, limit)))
      addPair(heldFrom(step, epoch));
    for (const step of thinned(ascending(new Set(corners)), Math.floor(room / 2))) add(step);
  }
  // What room is left shows the course between.
  const free = room - chosen.size;
  if (epoch === undefined) {
    for (let index = 1; index <= free; index += 1) add(from + Math.round((index * (last - from)) / (free + 1)));
  } else {
    for (let index = 1; index <= free; index += 1) {
      add((firstEpoch + Math.round((index * (epochs - 1)) / (free + 1))) * epoch);
    }
  }
  return { show: ascending(chosen), probe };
}

/** A kind's own bookkeeping may fail where its values do; then the values say so. */
export function orNothing(places: () => readonly number[]): readonly number[] {
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

/**
 * The first and last step of a stretch of a list, and the steps of the lowest and highest entry of each of as many
 * buckets as fit. Only every `stride`th entry is used.
 */
function extremes(list: readonly number[], { from, to }: Stretch, room: number, stride: number): readonly number[] {
  // Counted in entries that are used.
  const first = Math.ceil(from / stride);
  const end = Math.max(first, Math.ceil(Math.min(to, list.length) / stride));
  const used = end - first;
  const chosen = new Set<number>([from, to - 1]);
  if (used > 0 && chosen.size < room) chosen.add((end - 1) * stride);
  const buckets = Math.floor((room - chosen.size) / 2);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const start = first + Math.floor((bucket * used) / buckets);
    const stop = first + Math.floor(((bucket + 1) * used) / buckets);
    let low = start;
    let high = start;
    let lowest = Number.NaN;
    let highest = Number.NaN;
    for (let index = start; index < stop; index += 1) {
      const value = list[index * stride] ?? Number.NaN;
      if (value < lowest || Number.isNaN(lowest)) [low, lowest] = [index, value];
      if (value > highest || Number.isNaN(highest)) [high, highest] = [index, value];
    }
    if (start < stop) {
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

function follow({ evaluate, stretch }: Run, show: readonly number[], probe: readonly number[]): SampledCurve {
  const steps: number[] = [];
  const values: number[] = [];
  const shown = new Set(show);
  let reached = -1;
  for (const step of probe.length === 0 ? show : ascending(new Set([...show, ...probe]))) {
    const value = evaluate(step);
    if (value instanceof ScheduleError) {
      const first = bisect(evaluate, reached, step);
      const before = first - 1;
      const isNew = before > (steps.at(-1) ?? -1) && before >= stretch.from && before < stretch.to;
      const lastValue = isNew ? evaluate(before) : undefined;
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
