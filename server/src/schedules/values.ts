import * as l10n from '@vscode/l10n';
import { ScheduleError, show } from './errors';
import type { Schedule } from './schedule';

/**
 * The values at the steps from … to − 1 of a run, exactly as `valueAt` gives them, in a loop of the kind's own.
 * @param from first step, a whole number from 0
 * @param to step behind the last one, at most totalSteps + 1
 * @param out where to write them, from its start; made where it is not given or too short
 * @returns `out`, or the part of it that was written
 * @throws ScheduleError as `valueAt` does at the first step that fails
 */
export function valuesBetween(
  schedule: Schedule,
  totalSteps: number,
  from: number,
  to: number,
  out?: Float64Array,
): Float64Array {
  if (!(Number.isSafeInteger(totalSteps) && Number.isSafeInteger(from) && Number.isSafeInteger(to))) {
    throw new ScheduleError(
      'ValueError',
      l10n.t`Steps ${show(from)} to ${show(to)} of ${show(totalSteps)}: steps are counted in whole numbers.`,
    );
  }
  const count = Math.max(0, to - from);
  if (count > 0 && (from < 0 || to > totalSteps + 1)) {
    const outside = from < 0 ? from : totalSteps + 1;
    throw new ScheduleError('ValueError', l10n.t`Step ${outside} lies outside a run of ${totalSteps} steps.`);
  }
  const values = out !== undefined && out.length >= count ? out.subarray(0, count) : new Float64Array(count);
  if (count === 0) return values;
  const { shape } = schedule;
  const total = schedule.effectiveTotal(totalSteps);
  for (let at = shape.fill?.(values, from, total) ?? 0; at < count; at += 1)
    values[at] = shape.valueAt(from + at, total);
  return values;
}
