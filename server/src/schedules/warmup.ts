import * as l10n from '@vscode/l10n';
import { cosineLoop, cosineProgress } from './cosine';
import { ScheduleError, show } from './errors';
import type { Fields } from './fields';
import { type Anchor, type KeyPath, type Kind, levelAt, type Problem } from './kind';
import { linearLoop } from './linear';
import {
  endAbovePeak,
  fillRamp,
  linearProgress,
  type ProgressOf,
  type Ramp,
  rampValue,
  startAbovePeak,
} from './progress';
import { truncate } from './python';
import { sqrtLoop, sqrtProgress } from './sqrt';

/** The straight warm-up of both kinds: it stops one step short of the peak, and starts one step in where it starts at 0. */
function warmupRamp(fields: Fields): Ramp {
  const start = fields.number('start_value');
  return {
    progress: linearProgress,
    loop: linearLoop,
    start,
    delta: fields.number('max_value') - start,
    excludeFirst: start === 0,
    excludeLast: true,
  };
}

function fallRamp(fields: Fields, { progress, loop }: ProgressOf): Ramp {
  const start = fields.number('max_value');
  const delta = fields.number('end_value') - start;
  return { progress, loop, start, delta, excludeFirst: false, excludeLast: false };
}

/** The values of a ramp for the steps of `out` from `begin` up to `end`, which begin at the ramp's step 0. */
function fillPart(ramp: Ramp, out: Float64Array, from: number, begin: number, end: number, total: number): void {
  const first = Math.max(begin, from);
  const last = Math.min(end, from + out.length);
  if (first < last) fillRamp(ramp, out.subarray(first - from, last - from), first - begin, total);
}

// Asked for when something is wrong, and not at each of a million steps.
const aRun = () => l10n.t('a run');
const aWarmUp = () => l10n.t('a warm-up');
const aDecay = () => l10n.t('a decay');

/** Upstream's check of a step against a total, which its parts make too. */
export function requireInside(step: number, total: number, what: () => string): void {
  if (step >= 0 && step <= total) return;
  throw new ScheduleError('ValueError', l10n.t`Step ${step} lies outside ${what()} of ${total} steps.`);
}

function peakProblem(fields: Fields): Problem | undefined {
  return startAbovePeak(fields) ?? endAbovePeak(fields);
}

function warmupOutside(fields: Fields): Problem | undefined {
  const steps = fields.optionalNumber('warmup_steps');
  if (steps !== undefined && steps < 0) {
    return {
      pythonError: 'ValueError',
      keys: ['warmup_steps'],
      message: l10n.t`warmup_steps is ${show(steps)}, but a warm-up cannot be shorter than 0 steps.`,
    };
  }
  const share = fields.optionalNumber('warmup_percent');
  if (share === undefined || (share >= 0 && share <= 1)) return undefined;
  return {
    pythonError: 'AssertionError',
    keys: ['warmup_percent'],
    message: l10n.t`warmup_percent is ${show(share)}, but it is a fraction of training from 0 to 1: write 0.05 for 5 %.`,
  };
}

/** Where the parts of a warm-up and decay meet, and over how many steps each is laid out. */
interface Parts {
  readonly boundary: number;
  readonly warmupTotal: number;
  readonly decayTotal: number;
}

/** Upstream's LinearWarmupCosineDecaySchedule. */
export const linearWarmupCosineDecay: Kind = {
  construct: (fields) => peakProblem(fields) ?? warmupOutside(fields),
  create(fields) {
    const warmup = warmupRamp(fields);
    const decay = fallRamp(fields, { progress: cosineProgress, loop: cosineLoop });
    const warmupSteps = fields.optionalNumber('warmup_steps');
    const share = fields.optionalNumber('warmup_percent') ?? 0;
    const lengthKey: KeyPath = [warmupSteps === undefined ? 'warmup_percent' : 'warmup_steps'];
    const partsOf = (total: number): Parts => {
      if (warmupSteps !== undefined) {
        return { boundary: warmupSteps, warmupTotal: warmupSteps, decayTotal: total - warmupSteps };
      }
      const boundary = truncate((total - 1) * share);
      return { boundary, warmupTotal: share === 1 ? total : boundary, decayTotal: total - boundary };
    };
    // A part past its end holds its last value. Counted in fractions, a part without steps has the value of one step.
    const partValue = (ramp: Ramp, step: number, total: number, name: () => string): number => {
      if (warmupSteps === undefined && total === 0) return rampValue(ramp, 0, 1);
      const held = Math.min(step, total - 1);
      requireInside(held, total, name);
      return rampValue(ramp, held, total);
    };
    return {
      stepwise: false,
      straight: false,
      valueAt(step, total) {
        requireInside(step, total, aRun);
        const { boundary, warmupTotal, decayTotal } = partsOf(total);
        if (step < boundary) return partValue(warmup, step, warmupTotal, aWarmUp);
        return partValue(decay, step - boundary, decayTotal, aDecay);
      },
      fill(out, from, total) {
        const { boundary, warmupTotal, decayTotal } = partsOf(total);
        const isPlain = boundary >= 0 && boundary <= warmupTotal && decayTotal >= 1 && Number.isInteger(total);
        if (!isPlain) return 0;
        fillPart(warmup, out, from, 0, boundary, warmupTotal);
        fillPart(decay, out, from, boundary, total, decayTotal);
        // Beyond its last step the decay is held.
        return Math.min(out.length, Math.max(0, total - from));
      },
      jumps: () => [],
      corners(total) {
        const { boundary } = partsOf(total);
        return [boundary - 1, boundary, total];
      },
      anchors(total, steps) {
        const { boundary } = partsOf(total);
        return [
          levelAt(['start_value'], 0),
          levelAt(['max_value'], boundary),
          levelAt(['end_value'], Math.min(total, steps) - 1),
          { path: lengthKey, role: 'length', at: warmupSteps ?? (total - 1) * share, step: boundary },
        ];
      },
      phases(total, steps) {
        const { boundary } = partsOf(total);
        return [
          { name: 'warm-up', from: 0, to: boundary, keys: [lengthKey, ['start_value'], ['max_value']] },
          { name: 'decay', from: boundary, to: steps, keys: [['max_value'], ['end_value'], lengthKey] },
        ];
      },
    };
  },
};

const inSqrt: ProgressOf = { progress: sqrtProgress, loop: sqrtLoop };

const cooldownProgress: ReadonlyMap<string, ProgressOf> = new Map([
  ['sqrt', inSqrt],
  ['linear', { progress: linearProgress, loop: linearLoop }],
  ['cosine', { progress: cosineProgress, loop: cosineLoop }],
]);

/** pydantic's check of WarmupStableDecaySchedule beyond "exactly one of". */
function mixedUnits(fields: Fields): Problem | undefined {
  const keys = ['warmup_percent', 'warmup_steps', 'cooldown_percent', 'cooldown_steps'];
  if (!fields.isKnown(...keys)) return undefined;
  if (fields.isSet('warmup_percent') !== fields.isSet('cooldown_percent')) {
    return {
      pythonError: 'ValidationError',
      keys: fields.present(...keys.filter((key) => fields.isSet(key))),
      message: l10n.t(
        'Warm-up and cool-down are given in different units. Write warmup_percent with cooldown_percent, or warmup_steps with cooldown_steps.',
      ),
    };
  }
  const warmup = fields.optionalNumber('warmup_percent') ?? 0;
  const cooldown = fields.optionalNumber('cooldown_percent') ?? 0;
  if (warmup + cooldown <= 1) return undefined;
  return {
    pythonError: 'ValidationError',
    keys: fields.present('warmup_percent', 'cooldown_percent'),
    message: l10n.t`warmup_percent ${show(warmup)} and cooldown_percent ${show(cooldown)} are more than the whole run together. Lower one, so that they come to 1 at most.`,
  };
}

/** Upstream's WarmupStableDecaySchedule. */
export const warmupStableDecay: Kind = {
  validate: mixedUnits,
  construct: peakProblem,
  create(fields) {
    const warmup = warmupRamp(fields);
    const cooldown = fallRamp(fields, cooldownProgress.get(fields.word('cooldown_shape')) ?? inSqrt);
    const peak = fields.number('max_value');
    const end = fields.number('end_value');
    const warmupSteps = fields.optionalNumber('warmup_steps');
    const cooldownSteps = fields.optionalNumber('cooldown_steps') ?? 0;
    const warmupShare = fields.optionalNumber('warmup_percent') ?? 0;
    const cooldownShare = fields.optionalNumber('cooldown_percent') ?? 0;
    const boundaries = (total: number): readonly [number, number] =>
      warmupSteps !== undefined
        ? [warmupSteps, total - cooldownSteps]
        : [truncate(warmupShare * (total - 1)), truncate((1 - cooldownShare) * (total - 1))];
    const unit = warmupSteps === undefined ? 'percent' : 'steps';
    return {
      stepwise: false,
      straight: cooldown.progress === linearProgress,
      valueAt(step, total) {
        const [warmupEnd, cooldownStart] = boundaries(total);
        if (step < warmupEnd) return rampValue(warmup, step, warmupEnd);
        if (step < cooldownStart) return peak;
        const length = total - cooldownStart;
        if (length <= 0) return end;
        return rampValue(cooldown, Math.min(step - cooldownStart, length - 1), length);
      },
      fill(out, from, total) {
        const [warmupEnd, cooldownStart] = boundaries(total);
        const isPlain =
          warmupEnd >= 0 && warmupEnd <= cooldownStart && cooldownStart < total && Number.isInteger(total);
        if (!isPlain) return 0;
        fillPart(warmup, out, from, 0, warmupEnd, warmupEnd);
        const inside = (step: number) => Math.min(Math.max(step - from, 0), out.length);
        out.fill(peak, inside(warmupEnd), inside(cooldownStart));
        fillPart(cooldown, out, from, cooldownStart, total, total - cooldownStart);
        return Math.min(out.length, Math.max(0, total - from));
      },
      jumps: () => [],
      corners(total) {
        const [warmupEnd, cooldownStart] = boundaries(total);
        return [warmupEnd - 1, warmupEnd, cooldownStart - 1, cooldownStart, total - 1];
      },
      anchors(total, steps) {
        const [warmupEnd, cooldownStart] = boundaries(total);
        const [rises, falls] =
          warmupSteps === undefined
            ? [warmupShare * (total - 1), (1 - cooldownShare) * (total - 1)]
            : [warmupSteps, total - cooldownSteps];
        const length = (part: string, at: number, step: number): Anchor => {
          return { path: [`${part}_${unit}`], role: 'length', at, step };
        };
        return [
          levelAt(['start_value'], 0),
          // Half-way along the plateau, where neither length is in the way.
          levelAt(['max_value'], Math.max(warmupEnd, Math.floor((warmupEnd + Math.min(cooldownStart, steps)) / 2))),
          levelAt(['end_value'], Math.min(total, steps) - 1),
          length('warmup', rises, warmupEnd),
          length('cooldown', falls, cooldownStart),
        ];
      },
      phases(total, steps) {
        const [warmupEnd, cooldownStart] = boundaries(total);
        const fallFrom = Math.max(warmupEnd, cooldownStart);
        return [
          { name: 'warm-up', from: 0, to: warmupEnd, keys: [[`warmup_${unit}`], ['start_value'], ['max_value']] },
          { name: 'plateau', from: warmupEnd, to: fallFrom, keys: [['max_value']] },
          {
            name: 'cool-down',
            from: fallFrom,
            to: steps,
            keys: [[`cooldown_${unit}`], ['cooldown_shape'], ['end_value']],
          },
        ];
      },
    };
  },
};
