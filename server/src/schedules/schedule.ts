import * as l10n from '@vscode/l10n';
import { kindOf } from './catalogue';
import { checkBlock } from './check';
import { ScheduleError, show } from './errors';
import type { Fields } from './fields';
import type { KindSpec } from './keys.generated';
import type { Shape } from './kind';
import { truncate } from './python';

/** A schedule that upstream would construct. */
export interface Schedule {
  readonly spec: KindSpec;
  /** Coerced keys, defaults filled in. */
  readonly fields: Fields;
  readonly interval: 'update' | 'epoch';
  /** The kind's own function of the step and the total with overhang; `valueAt` is what upstream's trainer sees. */
  readonly shape: Shape;
  /**
   * The value at a training step, as upstream's get_value gives it.
   * @param step training update, a whole number from 0 to totalSteps; training itself stops at totalSteps − 1
   * @param totalSteps training updates of the whole run, a whole number
   * @throws ScheduleError where upstream raises: ValueError outside the run, or what the kind's arithmetic ends in
   */
  valueAt(step: number, totalSteps: number): number;
  /** The total that the curve is laid out for: totalSteps and the overhang. Throws as `valueAt` does. */
  effectiveTotal(totalSteps: number): number;
}

/** Which updates make an epoch, and how many make the run; both whole numbers. */
export interface RunLength {
  readonly totalUpdates: number;
  readonly updatesPerEpoch: number;
}

/**
 * Makes the schedule of a block: a plain object with its keys as in YAML and the kind's full path. Missing optional keys
 * take the kind's default, values are coerced as pydantic's lax mode does, unknown keys are ignored.
 * @throws ScheduleError with pythonError ValidationError where pydantic refuses the block, else with the class that the
 * schedule's constructor raises
 */
export function createSchedule(config: unknown): Schedule {
  const { spec, fields, problems } = checkBlock(config);
  const problem = problems[0];
  if (problem !== undefined) throw new ScheduleError(problem.pythonError, problem.message);
  if (spec === undefined || fields === undefined) {
    throw new ScheduleError('ValidationError', l10n.t('The block has no kind.'));
  }
  return scheduleOf(spec, fields);
}

/** The schedule of fields that are wholly known and that have passed every check. */
export function scheduleOf(spec: KindSpec, fields: Fields): Schedule {
  const shape = kindOf(spec).create(fields);
  const overhangSteps = fields.optionalNumber('overhang_steps') ?? 0;
  const overhangShare = fields.optionalNumber('overhang_percent');
  const effectiveTotal = (totalSteps: number): number =>
    overhangShare === undefined ? totalSteps + overhangSteps : totalSteps + truncate(totalSteps * overhangShare);
  return {
    spec,
    fields,
    interval: fields.word('interval') === 'epoch' ? 'epoch' : 'update',
    shape,
    effectiveTotal,
    valueAt(step, totalSteps) {
      if (!Number.isInteger(totalSteps) || !Number.isInteger(step)) {
        throw new ScheduleError(
          'ValueError',
          l10n.t`Step ${show(step)} of ${show(totalSteps)}: steps are counted in whole numbers.`,
        );
      }
      if (!(step >= 0 && step <= totalSteps)) {
        throw new ScheduleError('ValueError', l10n.t`Step ${step} lies outside a run of ${totalSteps} steps.`);
      }
      return shape.valueAt(step, effectiveTotal(totalSteps));
    },
  };
}

/**
 * The value that training uses at an update. `update` is the schedule's value there; `epoch` holds the value that the
 * epoch began with, on a run cut to whole epochs.
 * @param update training update, a whole number from 0 to totalUpdates
 * @throws ScheduleError as `valueAt` does, and ValueError where a length is no whole number, an epoch has no update, or
 * the interval is another word
 */
export function valueAtUpdate(
  schedule: Schedule,
  interval: 'update' | 'epoch',
  update: number,
  { totalUpdates, updatesPerEpoch }: RunLength,
): number {
  if (interval === 'update') return schedule.valueAt(update, totalUpdates);
  if (interval !== 'epoch') {
    throw new ScheduleError('ValueError', l10n.t`The interval is ${show(interval)}, but must be 'update' or 'epoch'.`);
  }
  requireEpochs(updatesPerEpoch);
  if (!(Number.isInteger(update) && Number.isInteger(totalUpdates) && update >= 0 && update <= totalUpdates)) {
    throw new ScheduleError(
      'ValueError',
      l10n.t`Update ${show(update)} lies outside a run of ${show(totalUpdates)} updates.`,
    );
  }
  return schedule.valueAt(wholeEpochs(update, updatesPerEpoch), wholeEpochs(totalUpdates, updatesPerEpoch));
}

export function wholeEpochs(updates: number, updatesPerEpoch: number): number {
  return Math.floor(updates / updatesPerEpoch) * updatesPerEpoch;
}

export function requireEpochs(updatesPerEpoch: number): void {
  if (Number.isInteger(updatesPerEpoch) && updatesPerEpoch >= 1) return;
  throw new ScheduleError(
    'ValueError',
    l10n.t`${show(updatesPerEpoch)} updates per epoch: an epoch has at least one update.`,
  );
}
