import * as l10n from '@vscode/l10n';
import { show } from './errors';
import type { Fields } from './fields';
import { type KeyPath, type Kind, levelAt, type PhaseName, type Problem, type Shape } from './kind';

/** How far the schedule is at a step, 0 at the start and 1 at the end; both may be overshot. Total after overhang. */
export type Progress = (step: number, total: number) => number;

/** The last step of a curve over `total` steps, at which progress is 1. Never below 1, so that it can be divided by. */
export function lastStep(total: number): number {
  return Math.max(1, total - 1);
}

/** Straight in time, as in upstream's LinearDecreasingSchedule and LinearIncreasingSchedule. */
export const linearProgress: Progress = (step, total) => step / lastStep(total);

/**
 * A progress written out over many steps: `out[i] = start + progress(first + i, total) × delta`. One loop for each kind,
 * since a loop that calls whatever function it is given is several times slower.
 */
export type ProgressLoop = (out: Float64Array, first: number, total: number, start: number, delta: number) => void;

/** What upstream's ProgressSchedule computes: start + progress × delta, on a curve shifted by the exclude keys. */
export interface Ramp {
  readonly progress: Progress;
  readonly loop?: ProgressLoop;
  readonly start: number;
  readonly delta: number;
  readonly excludeFirst: boolean;
  readonly excludeLast: boolean;
}

export function rampValue(ramp: Ramp, step: number, total: number): number {
  let shownStep = step;
  let shownTotal = total;
  if (ramp.excludeLast) shownTotal += 1;
  if (ramp.excludeFirst) {
    shownStep += 1;
    shownTotal += 1;
  }
  return ramp.start + ramp.progress(shownStep, shownTotal) * ramp.delta;
}

/** The values of a ramp from a step on, as `rampValue` gives them; false where it cannot in one go. */
export function fillRamp(ramp: Ramp, out: Float64Array, step: number, total: number): boolean {
  if (ramp.loop === undefined) return false;
  const first = ramp.excludeFirst ? 1 : 0;
  ramp.loop(out, step + first, total + first + (ramp.excludeLast ? 1 : 0), ramp.start, ramp.delta);
  return true;
}

/** The step at which a ramp's progress is 1. */
export function rampEnd(ramp: Ramp, total: number): number {
  const first = ramp.excludeFirst ? 1 : 0;
  return lastStep(total + first + (ramp.excludeLast ? 1 : 0)) - first;
}

/** `ends` are the keys of the ramp's first and last value, `own` those that bend what is between. */
function rampShape(ramp: Ramp, name: PhaseName, ends: readonly [string, string], own: readonly string[]): Shape {
  const keys = [...ends, ...own].map((key): KeyPath => [key]);
  return {
    stepwise: false,
    straight: ramp.progress === linearProgress,
    valueAt: (step, total) => rampValue(ramp, step, total),
    fill: (out, from, total) => (fillRamp(ramp, out, from, total) ? out.length : 0),
    jumps: () => [],
    corners: (total) => [rampEnd(ramp, total)],
    phases: (_total, steps) => [{ name, from: 0, to: steps, keys }],
    anchors(total, steps) {
      const end = Math.min(rampEnd(ramp, total), steps - 1);
      return [levelAt([ends[0]], 0), levelAt([ends[1]], end), ...own.map((key) => levelAt([key], Math.floor(end / 2)))];
    },
  };
}

/** Upstream's check in every decreasing schedule. */
export function endAbovePeak(fields: Fields): Problem | undefined {
  if (!fields.isKnown('max_value', 'end_value')) return undefined;
  const peak = fields.number('max_value');
  const end = fields.number('end_value');
  if (end <= peak) return undefined;
  const written = fields.given.has('end_value') ? '' : l10n.t(' (its default)');
  return {
    pythonError: 'ValueError',
    keys: fields.present('end_value', 'max_value'),
    message: l10n.t`end_value ${show(end)}${written} is above max_value ${show(peak)}: a decrease must end at or below its peak. Lower end_value or raise max_value.`,
  };
}

/** Upstream's assertion in every increasing schedule. */
export function startAbovePeak(fields: Fields): Problem | undefined {
  const nothing = fields.get('max_value') === null;
  if (!nothing && !fields.isKnown('max_value', 'start_value')) return undefined;
  const keys = fields.present('max_value', 'start_value');
  if (nothing) {
    return {
      pythonError: 'AssertionError',
      keys: ['max_value'],
      message: l10n.t('max_value is null: the schedule has no value to rise to. Give it a number.'),
    };
  }
  const peak = fields.number('max_value');
  const start = fields.number('start_value');
  if (peak >= start) return undefined;
  if (Number.isNaN(peak) || Number.isNaN(start)) {
    const name = Number.isNaN(peak) ? 'max_value' : 'start_value';
    return {
      pythonError: 'AssertionError',
      keys: fields.present(name),
      message: l10n.t`${name} is .nan, which is never at or below another value. Give it a number.`,
    };
  }
  return {
    pythonError: 'AssertionError',
    keys,
    message: l10n.t`max_value ${show(peak)} is below start_value ${show(start)}: the schedule cannot rise to it. Raise max_value or lower start_value.`,
  };
}

function shifts(fields: Fields): Pick<Ramp, 'excludeFirst' | 'excludeLast'> {
  return { excludeFirst: fields.flag('exclude_first'), excludeLast: fields.flag('exclude_last') };
}

export function decreasingRamp(fields: Fields, progress: Progress, loop?: ProgressLoop): Ramp {
  const start = fields.number('max_value');
  return { progress, ...(loop && { loop }), start, delta: fields.number('end_value') - start, ...shifts(fields) };
}

/** A progress of a kind's fields, by the step and over many steps. */
export interface ProgressOf {
  readonly progress: Progress;
  readonly loop: ProgressLoop;
}

/** The kind that falls from max_value to end_value; `own` are the keys that shape the progress. */
export function decreasing(progressOf: (fields: Fields) => ProgressOf, own: readonly string[] = []): Kind {
  return {
    construct: endAbovePeak,
    create(fields) {
      const { progress, loop } = progressOf(fields);
      return rampShape(decreasingRamp(fields, progress, loop), 'decay', ['max_value', 'end_value'], own);
    },
  };
}

/** The kind that rises from start_value to max_value; `own` are the keys that shape the progress. */
export function increasing(progressOf: (fields: Fields) => ProgressOf, own: readonly string[] = []): Kind {
  return {
    construct: startAbovePeak,
    create(fields) {
      const start = fields.number('start_value');
      const ramp = {
        ...progressOf(fields),
        start,
        delta: fields.number('max_value') - start,
        ...shifts(fields),
      };
      return rampShape(ramp, 'increase', ['start_value', 'max_value'], own);
    },
  };
}
