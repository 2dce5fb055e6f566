import { ScheduleError } from './errors';
import type { Phase } from './kind';
import { type Schedule, wholeEpochs } from './schedule';

export interface PhaseOptions {
  /** With it, a schedule with `interval: epoch` changes phase where an epoch begins. */
  readonly updatesPerEpoch?: number;
  /** At most this many phases, 200 when not given; a step kind with more drops gives one phase named `changes`. */
  readonly limit?: number;
}

export interface NamedPhase extends Phase {
  /** Name and number: `warm-up`, `drop 2`. */
  readonly label: string;
}

export interface Run {
  readonly total: number;
  readonly steps: number;
  readonly epoch: number | undefined;
}

/** The run as a schedule's shape takes it; undefined for a total or an epoch that is no whole number above 0. */
export function runOf(schedule: Schedule, totalSteps: number, updatesPerEpoch: number | undefined): Run | undefined {
  const epoch = schedule.interval === 'epoch' ? updatesPerEpoch : undefined;
  if (!(Number.isSafeInteger(totalSteps) && totalSteps > 0)) return undefined;
  if (epoch !== undefined && !(Number.isInteger(epoch) && epoch >= 1)) return undefined;
  const total = schedule.effectiveTotal(epoch === undefined ? totalSteps : wholeEpochs(totalSteps, epoch));
  return { total, steps: totalSteps, epoch };
}

function labelOf({ name, number }: Phase): string {
  return number === undefined ? name : `${name} ${number}`;
}

export function held(step: number, epoch: number | undefined): number {
  return epoch === undefined ? step : Math.ceil(step / epoch) * epoch;
}

/**
 * The named parts of training in order, without gaps, cut to the run. Empty where no value can be computed or the total
 * is no whole number above 0.
 */
export function phasesOf(schedule: Schedule, totalSteps: number, options: PhaseOptions = {}): readonly NamedPhase[] {
  try {
    const run = runOf(schedule, totalSteps, options.updatesPerEpoch);
    if (run === undefined) return [];
    const cut = (step: number) => Math.min(Math.max(held(step, run.epoch), 0), run.steps);
    return schedule.shape
      .phases(run.total, run.steps, options.limit ?? 200)
      .map((phase) => ({ ...phase, label: labelOf(phase), from: cut(phase.from), to: cut(phase.to) }))
      .filter((phase) => phase.from < phase.to);
  } catch (error) {
    if (error instanceof ScheduleError) return [];
    throw error;
  }
}

/**
 * The steps at which the schedule jumps, ascending: at each, the value differs from that of the step before by a drop or
 * a rise. At most `limit` (200 when not given), evenly chosen where there are more. Computed, not searched for.
 */
export function jumpsOf(schedule: Schedule, totalSteps: number, options: PhaseOptions = {}): readonly number[] {
  try {
    const run = runOf(schedule, totalSteps, options.updatesPerEpoch);
    if (run === undefined) return [];
    const whole = { from: 0, to: run.steps };
    const steps = schedule.shape.jumps(run.total, whole, options.limit ?? 200).map((step) => held(step, run.epoch));
    return [...new Set(steps)].filter((step) => step > 0 && step < run.steps);
  } catch (error) {
    if (error instanceof ScheduleError) return [];
    throw error;
  }
}
