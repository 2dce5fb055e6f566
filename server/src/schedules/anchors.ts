import { ScheduleError } from './errors';
import type { Anchor } from './kind';
import { held, type PhaseOptions, runOf } from './phases';
import type { Schedule } from './schedule';

/**
 * The numbers of a schedule that show on its curve, with the training step at which each does: cut to the run, and under
 * `interval: epoch` the first of an epoch. None where no value can be computed, and none of a list with more entries than
 * `limit` (200 when not given).
 */
export function anchorsOf(schedule: Schedule, totalSteps: number, options: PhaseOptions = {}): readonly Anchor[] {
  try {
    const run = runOf(schedule, totalSteps, options.updatesPerEpoch);
    if (run === undefined) return [];
    const cut = ({ role, step }: Anchor): number => {
      // A level is what it is during the whole epoch that the step is in; anything else begins with the next.
      const whole = role === 'level' && run.epoch !== undefined ? step - (step % run.epoch) : held(step, run.epoch);
      const last = held(run.steps - (run.epoch ?? 1), run.epoch);
      return Math.max(0, Math.min(whole, last));
    };
    return schedule.shape
      .anchors(run.total, run.steps, options.limit ?? 200)
      .map((anchor) => ({ ...anchor, step: cut(anchor) }));
  } catch (error) {
    if (error instanceof ScheduleError) return [];
    throw error;
  }
}
