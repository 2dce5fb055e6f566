import * as l10n from '@vscode/l10n';
import { formatCount, formatStep } from '../format';
import { type Schedule, ScheduleError, sampleCurve, valueAtUpdate } from '../schedules';
import { Memo, scheduleKey } from '../schedules/memo';
import type { RuleContext } from './context';
import { type BlockFacts, isWritten, numberOf, placeOf, wordOf } from './facts';
import type { Finding } from './finding';

/**
 * Lengths of training to try where the length is not known. Only what fails in all of them is an error; a run of one
 * step is left out, since its one value says nothing about the curve.
 */
const LENGTHS = [2, 3, 10, 100, 1_000, 1_000_000];

const POINTS = 200;

/** What stops training with an exception although the schedule could be built. */
export function evaluateFindings(facts: BlockFacts, context: RuleContext, schedule: Schedule): Finding[] {
  if (facts.spec.name === 'CustomSchedule' && hasCountableOverhang(facts)) return customFindings(facts, context);
  if (cannotFail(facts)) return [];
  const failure = failureOf(facts, context, schedule);
  if (failure === undefined) return [];
  const at = failure.step === 0 ? l10n.t('at its first step') : l10n.t`at step ${formatStep(failure.step)}`;
  const of = failure.total === undefined ? '' : l10n.t` of ${formatStep(failure.total)}`;
  const key = culprit(facts, failure.error);
  return [
    {
      ruleId: 'evaluate-fails',
      origin: placeOf(facts, key),
      message: l10n.t`Training stops with ${failure.error.pythonError} ${at}${of}: ${failure.error.message}${advice()[key] ?? ''}`,
      related:
        context.totalSteps?.origin === undefined
          ? []
          : [
              {
                origin: context.totalSteps.origin,
                message: l10n.t`${formatStep(context.totalSteps.value)} training steps`,
              },
            ],
    },
  ];
}

/** Whether a schedule fails is a matter of a few hundred values, and an edit changes one block of many. */
const failures = new Memo<{ readonly failure: Failure | undefined }>(4_000);

function failureOf(facts: BlockFacts, context: RuleContext, schedule: Schedule): Failure | undefined {
  const look = () => (context.totalSteps === undefined ? failsAlways(schedule) : failsAt(facts, context, schedule));
  const key = scheduleKey(schedule);
  if (key === undefined) return look();
  const { totalSteps, updatesPerEpoch } = context;
  return failures.get(`${key} ${totalSteps?.value} ${updatesPerEpoch}`, () => ({ failure: look() })).failure;
}

/** Kinds whose arithmetic raises for no step of a run, as long as the run is not made shorter. */
const safeKinds: ReadonlySet<string> = new Set([
  'ConstantSchedule',
  'LinearDecreasingSchedule',
  'LinearIncreasingSchedule',
  'CosineDecreasingSchedule',
  'CosineIncreasingSchedule',
  'SqrtDecreasingSchedule',
  'LinearWarmupCosineDecaySchedule',
  'WarmupStableDecaySchedule',
  'PiecewiseLinearSchedule',
]);

/** Any run has fewer steps than floats count, so that this share of it is a number of steps. */
const SAFE_OVERHANG = 1e9;

/** Whether the overhang is a number of steps, be it a negative one; a share of .nan or .inf is none. */
export function hasCountableOverhang(facts: BlockFacts): boolean {
  const share = numberOf(facts, 'overhang_percent');
  return !isWritten(facts, 'overhang_percent') || (share !== undefined && Math.abs(share) <= SAFE_OVERHANG);
}

/** The smallest distance between changes whose number no length of training makes infinite. */
const SAFE_INTERVAL = 1e-12;

/**
 * Whether nothing in the block can make a step raise, so that a file of thousands of blocks need not be sampled. Only
 * for `interval: update`: epochs may ask for the step behind the last one.
 */
function cannotFail(facts: BlockFacts): boolean {
  if (wordOf(facts, 'interval') !== 'update') return false;
  if (!hasCountableOverhang(facts)) return false;
  for (const key of ['overhang_percent', 'overhang_steps']) {
    const value = numberOf(facts, key);
    if (isWritten(facts, key) && !(value !== undefined && value >= 0)) return false;
  }
  const { name } = facts.spec;
  if (safeKinds.has(name)) return true;
  const power = numberOf(facts, 'power');
  if (power !== undefined) return power >= 0;
  const factor = numberOf(facts, 'factor');
  if (factor === undefined || factor > 1) return false;
  const interval = numberOf(facts, 'update_interval') ?? numberOf(facts, 'decreases_interval');
  return interval === undefined ? facts.keys.has('steps') : interval >= SAFE_INTERVAL;
}

/** What to write instead, by the key at fault. */
const advice = (): Readonly<Record<string, string>> => ({
  overhang_percent: l10n.t(' Write a finite overhang that leaves steps to train on, such as 0.1.'),
  overhang_steps: l10n.t(' Write an overhang that leaves steps to train on.'),
  power: l10n.t(' Write a power above 0.'),
  factor: l10n.t(' Write a factor below 1, or fewer changes.'),
  update_interval: l10n.t(' Write a larger fraction of training.'),
  decreases_interval: l10n.t(' Write a larger fraction of training.'),
});

interface Failure {
  readonly step: number;
  readonly total: number | undefined;
  readonly error: ScheduleError;
}

/** The first failure in a run of `total` steps, as far as sampling shows it. */
function firstFailure(schedule: Schedule, total: number): Failure | undefined {
  const { failure } = sampleCurve(schedule, total, { maxPoints: POINTS });
  if (failure === undefined) return undefined;
  const error = errorAt(() => schedule.valueAt(failure.step, total));
  return error === undefined ? undefined : { step: failure.step, total: undefined, error };
}

function errorAt(evaluate: () => number): ScheduleError | undefined {
  try {
    evaluate();
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
}

/** The first failure in a run of a usual length, of a schedule that fails in runs of all lengths. */
function failsAlways(schedule: Schedule): Failure | undefined {
  if (!LENGTHS.every((length) => failsSomewhere(schedule, length))) return undefined;
  // The one that reads like a real run.
  const shown = firstFailure(schedule, 1_000);
  return shown === undefined ? undefined : { ...shown, total: 1_000 };
}

function failsSomewhere(schedule: Schedule, total: number): boolean {
  // Most failures last to the end or begin at the start, and each one costs as much as many values.
  return [total - 1, 0].some((step) => errorAt(() => schedule.valueAt(step, total)) !== undefined)
    ? true
    : firstFailure(schedule, total) !== undefined;
}

function failsAt(facts: BlockFacts, context: RuleContext, schedule: Schedule): Failure | undefined {
  const total = context.totalSteps?.value;
  if (total === undefined) return undefined;
  if (wordOf(facts, 'interval') !== 'epoch') {
    const failure = firstFailure(schedule, total);
    return failure === undefined ? undefined : { ...failure, total };
  }
  const updates = context.updatesPerEpoch;
  if (updates === undefined) return failsAlways(schedule);
  const epochs = Math.ceil(total / updates);
  const stride = Math.max(1, Math.floor(epochs / POINTS));
  for (let epoch = 0; epoch < epochs; epoch = epoch === epochs - 1 ? epochs : Math.min(epoch + stride, epochs - 1)) {
    const step = epoch * updates;
    const error = errorAt(() =>
      valueAtUpdate(schedule, 'epoch', step, { totalUpdates: total, updatesPerEpoch: updates }),
    );
    if (error !== undefined) return { step, total, error };
  }
  return undefined;
}

/** The key to look at first when a schedule cannot be evaluated. */
function culprit(facts: BlockFacts, error: ScheduleError): string {
  if (!hasCountableOverhang(facts)) return 'overhang_percent';
  for (const key of ['overhang_percent', 'overhang_steps']) {
    const value = numberOf(facts, key);
    if (isWritten(facts, key) && value !== undefined && value < 0) return key;
  }
  if (facts.keys.has('power')) return 'power';
  const interval = ['update_interval', 'decreases_interval'].find((key) => facts.keys.has(key));
  const factor = numberOf(facts, 'factor') ?? 0;
  if (error.pythonError === 'OverflowError' && factor > 1 && Number.isFinite(factor)) return 'factor';
  return interval ?? 'kind';
}

function customFindings(facts: BlockFacts, context: RuleContext): Finding[] {
  const fact = facts.keys.get('values');
  if (fact === undefined || fact.entry.value.kind !== 'list') return [];
  const length = fact.entry.value.items.length;
  if (length === 0) {
    return [
      {
        ruleId: 'evaluate-fails',
        origin: placeOf(facts, 'values'),
        message: l10n.t(
          'values is empty: training stops with IndexError at its first step. List one value for every training step.',
        ),
      },
    ];
  }
  const total = context.totalSteps;
  if (total === undefined) return [];
  const epoch = wordOf(facts, 'interval') === 'epoch';
  if (epoch && context.updatesPerEpoch === undefined) return [];
  const stride = epoch ? (context.updatesPerEpoch ?? 1) : 1;
  const last = Math.floor((total.value - 1) / stride) * stride;
  if (length > last) return [];
  const stop = Math.ceil(length / stride) * stride;
  return [
    {
      ruleId: 'values-too-short',
      origin: fact.entry.key.origin,
      message: l10n.t`values has ${formatCount(length, 'entry')}, but training has ${formatStep(total.value)} steps by ${total.source}: it stops with IndexError at step ${formatStep(stop)}. ${
        epoch
          ? l10n.t`Even with interval: epoch the list is read by update, every ${formatStep(stride)} entries; `
          : l10n.t('List one value for every step, ')
      }or use a schedule of another kind, such as PiecewiseLinearSchedule.`,
      related:
        total.origin === undefined
          ? []
          : [{ origin: total.origin, message: l10n.t`${formatStep(total.value)} training steps` }],
    },
  ];
}
