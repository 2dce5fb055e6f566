import * as l10n from '@vscode/l10n';
import { formatCount, formatEpoch, formatNumber, formatPercent, formatStep } from '../format';
import type { Mark } from '../plot';
import { optimizerScalar, type RuleContext } from '../rules/context';
import { createSchedule, ScheduleError } from '../schedules';
import type { KeySpec } from '../schedules/keys.generated';
import type { Analysis, AnalyzedBlock } from './analysis';
import { type BlockView, blockView, drawableCurve } from './block-view';
import {
  changesOf,
  factsOf,
  firstStepFrom,
  isGuessed,
  layoutSteps,
  MOST_CHANGES,
  type ScheduleCurve,
  xUnitOf,
} from './curve';
import { code, type Line, sentence } from './rich-text';

/** What a key, or a number inside its value, comes to on the curve. */
export interface Explanation {
  readonly lines: readonly Line[];
  /** The points of the curve that it is about. */
  readonly marks: readonly Mark[];
}

/** Values in a row are cut in the middle beyond this many. */
const MOST_LEVELS = 8;
const MOST_MARKS = 12;

const nothing: Explanation = { lines: [], marks: [] };

/** From first to last value and how long: `1e-3 → 1e-6 over 20,000 steps`. */
export function summaryOf(curve: ScheduleCurve): string {
  const facts = factsOf(curve);
  const values = [facts.first, facts.peak, facts.last].map(({ value }) => value);
  const shown: string[] = [];
  for (const value of values) {
    if (value === undefined) continue;
    const text = formatNumber(value);
    if (shown.at(-1) !== text) shown.push(text);
  }
  const unit = curve.unit === undefined ? '' : ` × ${curve.unit}`;
  const constant = shown.length === 1 ? l10n.t('constant ') : '';
  return `${constant}${shown.join(' → ')}${unit}`;
}

/**
 * What a block does as one primary config (or the file alone) has it: `1e-3 → 1e-6, 20,000 steps`; undefined where there
 * is no curve, or one of made-up numbers.
 */
export function viewSummary(view: BlockView): string | undefined {
  const curve = drawableCurve(view);
  if (curve === undefined || isGuessed(curve)) return undefined;
  const { steps, source } = curve.total;
  return `${summaryOf(curve)}${source === 'assumed' ? '' : `, ${formatCount(steps, 'step')}`}`;
}

/** More primary configs than this are not compared for one answer. */
export const MOST_COMPARED = 24;

/** The block through each of its primary configs, once each and so many at most, the chosen one first. */
export function viewsOf(analysis: Analysis, analyzed: AnalyzedBlock, most = MOST_COMPARED): readonly BlockView[] {
  const ids = new Set(analyzed.perspectives.map(({ perspective }) => perspective.id));
  return [...ids].slice(0, most).map((id) => blockView(analysis, analyzed, id));
}

/** The views of a block that do something else than the given one, as far as its summary tells. */
export function differingViews(analysis: Analysis, analyzed: AnalyzedBlock, view: BlockView): readonly BlockView[] {
  const summary = viewSummary(view);
  return viewsOf(analysis, analyzed).filter((one) => viewSummary(one) !== summary);
}

/**
 * What a key's value means here in numbers. `indices` leads into a list: the entry, then 0 or 1 inside a point. The
 * value is that of the block, or the default where the block does not write the key.
 */
export function explainKey(
  curve: ScheduleCurve,
  key: KeySpec,
  indices: readonly number[],
  context: RuleContext,
): Explanation {
  if (key.noEffect) return nothing;
  switch (key.name) {
    case 'steps':
      return indices[0] === undefined ? explainChanges(curve) : explainDrop(curve, indices[0]);
    case 'update_interval':
    case 'decreases_interval':
      return explainInterval(curve, key);
    case 'factor':
      return explainFactor(curve);
    case 'values':
      return indices[0] === undefined ? explainValues(curve) : explainEntry(curve, indices[0]);
    case 'control_points':
      return indices[0] === undefined ? explainPoints(curve) : explainPoint(curve, indices[0]);
    case 'warmup_steps':
    case 'warmup_percent':
      return explainWarmup(curve, key);
    case 'cooldown_steps':
    case 'cooldown_percent':
    case 'cooldown_shape':
      return explainCooldown(curve, key);
    case 'max_value':
    case 'value':
      return explainPeak(curve, key, context);
    case 'start_value':
      return key.isLearningRate ? explainPeak(curve, key, context) : explainStart(curve);
    case 'end_value':
      return explainEnd(curve);
    case 'overhang_percent':
    case 'overhang_steps':
      return explainOverhang(curve, key);
    case 'exclude_first':
    case 'exclude_last':
      return explainExclude(curve, key);
    case 'power':
      return explainPower(curve);
    case 'interval':
      return explainClock(curve);
    default:
      return nothing;
  }
}

/** What the whole block does: the hover on its key and on its kind. */
export function explainBlock(curve: ScheduleCurve): Explanation {
  return { lines: [[l10n.t`${summaryOf(curve)} over ${formatCount(curve.total.steps, 'step')}.`]], marks: [] };
}

function valueText(curve: ScheduleCurve, step: number): string {
  const value = curve.at(step);
  return typeof value === 'number' ? formatNumber(value) : value.pythonError;
}

/** ` (1 = ${…})`, behind values that are multiples of an unknown. */
function unitNote(curve: ScheduleCurve): Line {
  return curve.unit === undefined ? [] : [' (1 = ', code(curve.unit), ')'];
}

function epochNote(curve: ScheduleCurve, step: number): string {
  return curve.updatesPerEpoch === undefined ? '' : l10n.t`, epoch ${formatEpoch(step / curve.updatesPerEpoch)}`;
}

function stepText(curve: ScheduleCurve, step: number): string {
  return l10n.t`step ${formatStep(step)} of ${formatStep(curve.total.steps)}${epochNote(curve, step)}`;
}

/** `step 300`, or `30 %` of a length that is only assumed. */
export function placeText(curve: ScheduleCurve, step: number): string {
  return xUnitOf(curve) === 'percent' ? formatPercent(step / curve.total.steps) : l10n.t`step ${formatStep(step)}`;
}

/** The point in question. */
function pointMark(curve: ScheduleCurve, step: number): Mark[] {
  const value = curve.at(step);
  if (typeof value !== 'number') return [];
  return [{ step, value, label: l10n.t`${formatNumber(value)} at ${placeText(curve, step)}`, role: 'cursor' }];
}

/** One of several points, without words. */
function dot(curve: ScheduleCurve, step: number): Mark[] {
  const value = curve.at(step);
  return typeof value === 'number' ? [{ step, value, label: '', role: 'note' }] : [];
}

function explainDrop(curve: ScheduleCurve, index: number): Explanation {
  const entries = curve.schedule.fields.numbers('steps');
  const fraction = entries[index];
  if (fraction === undefined) return nothing;
  const step = firstStepFrom(curve, fraction);
  const name = formatNumber(fraction);
  if (step === undefined) {
    return { lines: [[l10n.t`${name} lies beyond the last step of training: this change never happens.`]], marks: [] };
  }
  const lines: Line[] = [];
  if (step === 0) {
    lines.push([
      l10n.t`${name} = ${stepText(curve, 0)}: training starts at ${valueText(curve, 0)}`,
      ...unitNote(curve),
      '.',
    ]);
  } else {
    lines.push([
      `${name} = ${stepText(curve, step)}: ${valueText(curve, step - 1)} → ${valueText(curve, step)}`,
      ...unitNote(curve),
    ]);
  }
  const together = entries.filter((other) => other !== undefined && firstStepFrom(curve, other) === step).length;
  if (together > 1)
    lines.push([l10n.t`${formatCount(together, 'entry')} fall on this step, so the factor applies ${together} times.`]);
  return { lines, marks: pointMark(curve, step) };
}

function stepList(steps: readonly number[]): string {
  if (steps.length > MOST_LEVELS) return l10n.t('steps {0}, …', steps.slice(0, 3).map(formatStep).join(', '));
  const shown = steps.map(formatStep);
  const last = shown.pop() ?? '';
  return shown.length === 0 ? l10n.t`step ${last}` : l10n.t`steps ${shown.join(', ')} and ${last}`;
}

/** The levels of a schedule of steps, how many changes lead through them and when. */
function changesLine(curve: ScheduleCurve): { line: Line; marks: Mark[] } {
  const steps = changesOf(curve);
  const total = curve.total.steps;
  if (steps.length === 0) {
    return { line: [l10n.t`No change within the ${formatCount(total, 'step')} of training.`], marks: [] };
  }
  const many = steps.length >= MOST_CHANGES;
  const shown = steps.length <= MOST_LEVELS ? steps : many ? [] : steps.slice(0, MOST_LEVELS - 1);
  const levels = [0, ...shown].map((step) => valueText(curve, step));
  if (shown.length < steps.length) levels.push('…', valueText(curve, total - 1));
  const count = many ? l10n.t`${formatStep(MOST_CHANGES)} changes or more` : formatCount(steps.length, 'change');
  return {
    line: [
      levels.join(' → '),
      ...unitNote(curve),
      many
        ? l10n.t`: ${count} in ${formatCount(total, 'step')}.`
        : l10n.t`: ${count}, at ${stepList(steps)} of ${formatStep(total)}.`,
    ],
    marks: steps.length <= MOST_MARKS ? steps.flatMap((step) => dot(curve, step)) : [],
  };
}

function explainChanges(curve: ScheduleCurve): Explanation {
  const { line, marks } = changesLine(curve);
  return { lines: [line], marks };
}

function explainFactor(curve: ScheduleCurve): Explanation {
  const { line, marks } = changesLine(curve);
  return { lines: [line], marks };
}

function explainInterval(curve: ScheduleCurve, key: KeySpec): Explanation {
  const fraction = curve.schedule.fields.optionalNumber(key.name);
  if (fraction === undefined) return nothing;
  const { line, marks } = changesLine(curve);
  const every = fraction * layoutSteps(curve);
  return {
    lines: [
      [l10n.t`${formatNumber(fraction)} = every ${formatStep(every)} of ${formatStep(curve.total.steps)} steps.`],
      line,
    ],
    marks,
  };
}

function explainValues(curve: ScheduleCurve): Explanation {
  const entries = curve.schedule.fields.numbers('values');
  const total = curve.total.steps;
  const covers =
    entries.length < total
      ? l10n.t`${formatCount(entries.length, 'entry')} for ${formatCount(total, 'step')}: training stops at step ${formatStep(entries.length)}.`
      : entries.length > total
        ? l10n.t`${formatCount(entries.length, 'entry')} for ${formatCount(total, 'step')}: the last ${formatStep(entries.length - total)} are never used.`
        : l10n.t`${formatCount(entries.length, 'entry')}, one for each step.`;
  return { lines: [[covers]], marks: [] };
}

function explainEntry(curve: ScheduleCurve, index: number): Explanation {
  const total = curve.total.steps;
  if (index >= total) {
    return {
      lines: [[l10n.t`Step ${formatStep(index)} is never reached: training has ${formatCount(total, 'step')}.`]],
      marks: [],
    };
  }
  const value = curve.schedule.fields.numbers('values')[index];
  if (value === undefined) return nothing;
  const held = curve.heldFor;
  if (held !== undefined && index % held !== 0) {
    const from = Math.floor(index / held) * held;
    return {
      lines: [
        [
          l10n.t`Step ${formatStep(index)} is inside an epoch, which keeps the value of its first step, ${formatStep(from)}: this entry is never used.`,
        ],
      ],
      marks: [],
    };
  }
  const note = held === undefined ? '' : l10n.t`, held for the ${formatCount(held, 'update')} of the epoch`;
  return {
    lines: [[l10n.t`The value of ${stepText(curve, index)}: ${formatNumber(value)}${note}`, ...unitNote(curve)]],
    marks: pointMark(curve, index),
  };
}

function points(curve: ScheduleCurve): readonly (readonly [number | undefined, number | undefined])[] {
  return curve.schedule.fields.points('control_points');
}

function explainPoints(curve: ScheduleCurve): Explanation {
  const all = points(curve);
  const marks = all.slice(0, MOST_MARKS).flatMap(([fraction]) => {
    const step = fraction === undefined ? undefined : firstStepFrom(curve, fraction);
    return step === undefined ? [] : dot(curve, step);
  });
  return { lines: [[`${formatCount(all.length, 'point')}: ${summaryOf(curve)}.`]], marks };
}

function explainPoint(curve: ScheduleCurve, index: number): Explanation {
  const [fraction, value] = points(curve)[index] ?? [];
  if (fraction === undefined || value === undefined) return nothing;
  const place = fraction * layoutSteps(curve);
  const step = firstStepFrom(curve, fraction);
  const where =
    step === undefined
      ? l10n.t`the end of training, after the last of ${formatCount(curve.total.steps, 'step')}`
      : `${Number.isInteger(place) || step === place ? '' : l10n.t('just before ')}${stepText(curve, step)}`;
  const last = curve.total.steps - 1;
  const lines: Line[] = [[`${formatNumber(fraction)} = ${where}: ${formatNumber(value)}`, ...unitNote(curve)]];
  if (step === undefined) lines.push([l10n.t`The last step, ${formatStep(last)}, has ${valueText(curve, last)}.`]);
  return { lines, marks: pointMark(curve, step ?? last) };
}

function explainWarmup(curve: ScheduleCurve, key: KeySpec): Explanation {
  const given = curve.schedule.fields.optionalNumber(key.name);
  if (given === undefined) return nothing;
  const total = curve.total.steps;
  const { peak } = factsOf(curve);
  const warmup = curve.phases.find((phase) => phase.name === 'warm-up');
  const steps = warmup === undefined ? 0 : warmup.to - warmup.from;
  const lead =
    key.name === 'warmup_percent'
      ? l10n.t`${formatNumber(given)} = the first ${formatStep(steps)} of ${formatCount(total, 'step')}`
      : l10n.t`${formatCount(given, 'step')} = the first ${formatPercent(given / total)} of ${formatCount(total, 'step')}`;
  if (steps <= 0) return { lines: [[l10n.t`${lead}: there is no warm-up.`]], marks: pointMark(curve, 0) };
  if (steps >= total) {
    return {
      lines: [
        [
          l10n.t`${lead}: from ${valueText(curve, 0)} to ${valueText(curve, total - 1)} at the last step`,
          ...unitNote(curve),
          l10n.t('. Training ends before the peak.'),
        ],
      ],
      marks: pointMark(curve, total - 1),
    };
  }
  const at = peak.step ?? steps;
  return {
    lines: [
      [
        l10n.t`${lead}: from ${valueText(curve, 0)} at step 0 to ${valueText(curve, at)} at step ${formatStep(at)}${epochNote(curve, at)}`,
        ...unitNote(curve),
        '.',
      ],
    ],
    marks: pointMark(curve, at),
  };
}

function explainCooldown(curve: ScheduleCurve, key: KeySpec): Explanation {
  const total = curve.total.steps;
  const phase = curve.phases.find(({ name }) => name === 'cool-down');
  if (phase === undefined || phase.to <= phase.from) {
    return key.name === 'cooldown_shape'
      ? nothing
      : { lines: [[l10n.t('There is no cool-down within training.')]], marks: [] };
  }
  const given = curve.schedule.fields.optionalNumber(key.name);
  const length = phase.to - phase.from;
  const lead =
    key.name === 'cooldown_percent' && given !== undefined
      ? l10n.t`${formatNumber(given)} = the last ${formatStep(length)} of ${formatCount(total, 'step')}`
      : key.name === 'cooldown_steps' && given !== undefined
        ? l10n.t`${formatCount(given, 'step')} = the last ${formatPercent(given / total)} of ${formatCount(total, 'step')}`
        : l10n.t`The last ${formatStep(length)} of ${formatCount(total, 'step')}`;
  return {
    lines: [
      [
        l10n.t`${lead}: from ${valueText(curve, phase.from)} at step ${formatStep(phase.from)} to ${valueText(curve, total - 1)} at step ${formatStep(total - 1)}`,
        ...unitNote(curve),
        '.',
      ],
    ],
    marks: pointMark(curve, phase.from),
  };
}

/** The optimizer's own value of what the block schedules, as far as it is known. */
function sibling(curve: ScheduleCurve, context: RuleContext): { key: string; value: number } | undefined {
  const key =
    context.role === 'schedule_config' ? 'lr' : context.role === 'weight_decay_schedule' ? 'weight_decay' : undefined;
  const value = key === undefined ? undefined : optimizerScalar(context, key)?.value;
  return key === undefined || typeof value !== 'number' || curve.unit !== undefined ? undefined : { key, value };
}

function explainPeak(curve: ScheduleCurve, key: KeySpec, context: RuleContext): Explanation {
  const value = curve.schedule.fields.optionalNumber(key.name);
  if (value === undefined) return nothing;
  const { first, last, peak } = factsOf(curve);
  const total = curve.total.steps;
  const lines: Line[] = [];
  const text = formatNumber(value);
  let at = first.step;
  if (key.name === 'value') {
    lines.push([l10n.t`${text} at every one of ${formatCount(total, 'step')}`, ...unitNote(curve), '.']);
  } else if (key.name === 'start_value') {
    const next = changesOf(curve)[0];
    const until =
      next === undefined ? l10n.t('for the whole run') : l10n.t`until step ${formatStep(next)} of ${formatStep(total)}`;
    lines.push([`${text} ${until}`, ...unitNote(curve), '.']);
  } else {
    at = peak.step ?? first.step;
    const reached = peak.value !== undefined && formatNumber(peak.value) === text;
    lines.push([
      reached
        ? l10n.t`${text}, reached at ${stepText(curve, at)}`
        : l10n.t`${text} is not quite reached: the highest value is ${peak.value === undefined ? l10n.t('none') : formatNumber(peak.value)}, at ${stepText(curve, at)}`,
      ...unitNote(curve),
      '.',
    ]);
    if (at !== last.step && last.value !== undefined)
      lines.push([l10n.t`The last step has ${formatNumber(last.value)}.`]);
  }
  const own = sibling(curve, context);
  if (own !== undefined) {
    const close = Math.abs(own.value - value) <= 1e-9 * Math.max(Math.abs(own.value), Math.abs(value));
    lines.push(
      close
        ? sentence(l10n.t('The same as {0} beside the block.'), code(own.key))
        : sentence(
            l10n.t('{0} beside the block is {1}; the schedule overrides it.'),
            code(own.key),
            formatNumber(own.value),
          ),
    );
  }
  return { lines, marks: pointMark(curve, at) };
}

function explainStart(curve: ScheduleCurve): Explanation {
  return {
    lines: [[l10n.t`Training starts at ${valueText(curve, 0)} at step 0`, ...unitNote(curve), '.']],
    marks: pointMark(curve, 0),
  };
}

function explainEnd(curve: ScheduleCurve): Explanation {
  const last = curve.total.steps - 1;
  const end = curve.schedule.fields.optionalNumber('end_value');
  const value = curve.at(last);
  const differs = typeof value === 'number' && end !== undefined && formatNumber(value) !== formatNumber(end);
  return {
    lines: [
      [
        l10n.t`The last step, ${formatStep(last)}, has ${valueText(curve, last)}`,
        ...(differs && end !== undefined ? [l10n.t`, not ${formatNumber(end)}`] : []),
        ...unitNote(curve),
        '.',
      ],
    ],
    marks: pointMark(curve, last),
  };
}

/** The same block with other values for some keys: what the last (or first) step would have then. */
function without(curve: ScheduleCurve, change: Readonly<Record<string, unknown>>, step: number): string | undefined {
  try {
    const other = createSchedule({ ...curve.config, ...change });
    return formatNumber(curve.evaluate(other, step));
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

function explainOverhang(curve: ScheduleCurve, key: KeySpec): Explanation {
  const given = curve.schedule.fields.optionalNumber(key.name);
  if (given === undefined || given === 0)
    return given === 0 ? { lines: [[l10n.t('The curve is laid out for exactly the run.')]], marks: [] } : nothing;
  const total = curve.total.steps;
  const last = total - 1;
  const plain = without(curve, { [key.name]: null }, last);
  return {
    lines: [
      [
        l10n.t`The curve is laid out for ${formatStep(layoutSteps(curve))} steps, and training has ${formatStep(total)}: it stops at ${valueText(curve, last)}`,
        ...(plain === undefined ? [] : [l10n.t`, and would at ${plain} without the overhang`]),
        ...unitNote(curve),
        '.',
      ],
    ],
    marks: pointMark(curve, last),
  };
}

function explainExclude(curve: ScheduleCurve, key: KeySpec): Explanation {
  const on = curve.schedule.fields.flag(key.name);
  const step = key.name === 'exclude_first' ? 0 : curve.total.steps - 1;
  const name = key.name === 'exclude_first' ? 'first' : 'last';
  const other = without(curve, { [key.name]: !on }, step);
  return {
    lines: [
      [
        name === 'first'
          ? l10n.t`The first step has ${valueText(curve, step)}`
          : l10n.t`The last step has ${valueText(curve, step)}`,
        ...(other === undefined ? [] : sentence(l10n.t('; with {0} it has {1}'), code(String(!on)), other)),
        ...unitNote(curve),
        '.',
      ],
    ],
    marks: pointMark(curve, step),
  };
}

function explainPower(curve: ScheduleCurve): Explanation {
  const half = Math.floor(curve.total.steps / 2);
  return {
    lines: [
      [l10n.t`Half-way, at ${stepText(curve, half)}, the value is ${valueText(curve, half)}`, ...unitNote(curve), '.'],
    ],
    marks: pointMark(curve, half),
  };
}

function explainClock(curve: ScheduleCurve): Explanation {
  const total = curve.total.steps;
  if (curve.interval === 'update')
    return { lines: [[l10n.t`The value changes at each of ${formatCount(total, 'step')}.`]], marks: [] };
  const { heldFor } = curve;
  if (heldFor === undefined) return nothing;
  const epochs = Math.ceil(total / heldFor);
  return {
    lines: [
      [
        l10n.t(
          '{0} of {1}: the value changes at steps 0, {2}, {3}, … of {4}.',
          formatCount(epochs, 'epoch'),
          formatCount(heldFor, 'update'),
          formatStep(heldFor),
          formatStep(2 * heldFor),
          formatStep(total),
        ),
      ],
    ],
    marks: [],
  };
}
