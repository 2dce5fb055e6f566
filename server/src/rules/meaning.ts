import * as l10n from '@vscode/l10n';
import type { Origin, ResolvedNode } from '../config/types';
import { formatPercent, formatStep } from '../format';
import { type Schedule, ScheduleError } from '../schedules';
import { mergedBefore, optimizerScalar, type RuleContext } from './context';
import { hasCountableOverhang } from './evaluate';
import { type BlockFacts, itemsOf, numberOf, numbersOf, placeOf, wordOf } from './facts';
import type { Finding, Related } from './finding';
import { shortName } from './names';
import { reference } from './schema';
import { computed, interpolation, listed, pythonNumber, shown } from './text';

/**
 * What upstream never says: a block that passes every check and builds, but does not do what its author wants. Every
 * rule stays silent where a value it needs is unknown.
 */
export function meaningFindings(facts: BlockFacts, context: RuleContext, schedule: Schedule | undefined): Finding[] {
  const peaks = [...peakNotLr(facts, context), ...weightDecayOverridden(facts, context)];
  return [
    ...peaks,
    // Where the unset peak has been talked about, the versions have been too.
    ...(peaks.length > 0 ? [] : requiredByNewer(facts, context)),
    ...weightDecayZero(facts, context),
    ...alphaWithoutMuon(facts, context),
    ...noEffectKeys(facts),
    ...overhangAsPercentage(facts),
    ...factors(facts, context),
    ...belowUseful(facts, context),
    ...duplicateSteps(facts),
    ...collapsing(facts, context),
    ...warmupTooLong(facts, context),
    ...epochUnits(facts, context),
    ...epochOvershoot(facts, context, schedule),
  ];
}

/** Two numbers that differ only by how they were computed or written. */
export function same(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

interface Peak {
  readonly value: number;
  /** The key that sets it. */
  readonly key: string;
  /** Whether the block writes that key. */
  readonly written: boolean;
}

/** The largest value of the curve and the key that sets it. Of the step kinds the value before the first change. */
function peakOf(facts: BlockFacts, context: RuleContext): Peak | undefined {
  for (const key of ['max_value', 'value']) {
    const spec = facts.spec.keys.get(key);
    if (spec === undefined) continue;
    // Where it is required it has no default that would count, and that it is missing has been said.
    if (!facts.keys.has(key) && context.version === 'newer' && spec.requiredIn === 'newer') return undefined;
    const value = numberOf(facts, key);
    return value === undefined ? undefined : { value, key, written: facts.keys.has(key) };
  }
  const name = facts.spec.name;
  if (name === 'StepFixedSchedule' || name === 'StepIntervalSchedule') {
    const value = numberOf(facts, 'start_value');
    return value === undefined ? undefined : { value, key: 'start_value', written: facts.keys.has('start_value') };
  }
  if (name === 'CustomSchedule') {
    const values = numbersOf(facts, 'values');
    if (values === undefined || values.length === 0) return undefined;
    return { value: values.reduce((top, value) => Math.max(top, value), -Infinity), key: 'values', written: true };
  }
  if (name === 'PiecewiseLinearSchedule') {
    const values = pointValues(facts);
    if (values === undefined) return undefined;
    return {
      value: values.reduce((top, value) => Math.max(top, value), -Infinity),
      key: 'control_points',
      written: true,
    };
  }
  return undefined;
}

function pointValues(facts: BlockFacts): number[] | undefined {
  const fact = facts.keys.get('control_points');
  if (fact?.status !== 'valid' || !Array.isArray(fact.value)) return undefined;
  const values: number[] = [];
  for (const point of fact.value) {
    const value: unknown = Array.isArray(point) ? point[1] : undefined;
    if (typeof value !== 'number') return undefined;
    values.push(value);
  }
  return values.length === 0 ? undefined : values;
}

/** A number of the optimizer config, coerced as pydantic would for the plain cases. */
export function optimizerNumber(context: RuleContext, key: string): { value: number; node: ResolvedNode } | undefined {
  const node = optimizerScalar(context, key);
  if (node === undefined) return undefined;
  if (typeof node.value === 'number') return { value: node.value, node };
  if (typeof node.value === 'string' && /^\s*[-+]?(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?\s*$/i.test(node.value)) {
    return { value: Number(node.value), node };
  }
  return undefined;
}

function peakNotLr(facts: BlockFacts, context: RuleContext): Finding[] {
  if (context.role !== 'schedule_config') return [];
  const lr = optimizerNumber(context, 'lr');
  const peak = peakOf(facts, context);
  if (lr === undefined || peak === undefined || same(lr.value, peak.value)) return [];
  // A slip in its name has been said, with what the default is.
  if (facts.meant.has(peak.key)) return [];
  const lrText = shown(lr.node);
  const origin = placeOf(facts, peak.key);
  const related = [{ origin: lr.node.origin, message: l10n.t`lr is ${lrText}` }];
  if (peak.written && mergedBefore(context, origin, lr.node.origin) < 0) {
    const peakText =
      peak.key === 'values' || peak.key === 'control_points'
        ? pythonNumber(peak.value)
        : shown(written(facts, peak.key));
    return [
      {
        ruleId: 'peak-not-lr',
        origin: lr.node.origin,
        message: l10n.t`lr is ${lrText} here, but the schedule peaks at ${peakText}, its ${peak.key}: the schedule overrides lr, and this value has no effect. ${
          peak.key === 'values' || peak.key === 'control_points'
            ? l10n.t`Change ${peak.key} as well.`
            : l10n.t(`Write {0}: \${..lr} there, or change {0} here as well.`, peak.key)
        }`,
        related: [{ origin, message: l10n.t`${peak.key} is ${peakText}` }],
        ...(peak.key === 'values' || peak.key === 'control_points'
          ? {}
          : { data: { replacements: [{ origin, text: interpolation('..lr') }] } }),
      },
    ];
  }
  if (!peak.written) {
    return [
      {
        ruleId: 'peak-not-lr',
        origin,
        message: l10n.t(
          `{0} is not set: peak learning rate is {1}, but lr is {2}. The schedule overrides lr. Write {0}: \${..lr}.{3}`,
          peak.key,
          pythonNumber(peak.value),
          lrText,
          versionNote(facts, context, peak.key),
        ),
        related,
        data: { addKeys: [peak.key] },
      },
    ];
  }
  if (peak.key === 'values' || peak.key === 'control_points') {
    return [
      {
        ruleId: 'peak-not-lr',
        origin: facts.keys.get(peak.key)?.entry.key.origin ?? origin,
        message: l10n.t`The largest of ${peak.key} is ${pythonNumber(peak.value)}, but lr is ${lrText}. The schedule overrides lr. Make one of them follow the other.`,
        related,
      },
    ];
  }
  return [
    {
      ruleId: 'peak-not-lr',
      origin,
      message: l10n.t`${peak.key} is ${shown(written(facts, peak.key))}, which is the peak learning rate, but lr is ${lrText}. The schedule overrides lr. Write ${peak.key}: \${..lr} to keep them equal.`,
      related,
      data: {
        replacements: [
          { origin, text: interpolation('..lr') },
          { origin, text: lrText },
        ],
      },
    },
  ];
}

/** What to add to a finding about an unset key that only some versions require. */
function versionNote(facts: BlockFacts, context: RuleContext, key: string): string {
  if (context.version !== 'any' || facts.spec.keys.get(key)?.requiredIn !== 'newer') return '';
  return l10n.t` noether versions newer than 1.1 refuse the block without ${key}.`;
}

function requiredByNewer(facts: BlockFacts, context: RuleContext): Finding[] {
  if (context.version !== 'any') return [];
  return [...facts.spec.keys.values()]
    .filter((key) => key.requiredIn === 'newer' && !facts.keys.has(key.name) && !facts.meant.has(key.name))
    .map((key) => ({
      ruleId: 'version-differs' as const,
      origin: facts.kindOrigin,
      message: l10n.t`${key.name} is not set: noether 1.1 takes ${typeof key.default === 'number' ? pythonNumber(key.default) : l10n.t('a default')}, newer versions refuse the block. Write ${key.name}: ${reference(context)}.`,
      data: { addKeys: [key.name] },
    }));
}

/** The value node of a written key. */
function written(facts: BlockFacts, key: string): ResolvedNode {
  const fact = facts.keys.get(key);
  return fact === undefined ? facts.map : fact.entry.value;
}

/** The optimizer's weight decay: as written, or 0.0, its default, where the optimizer is all there. */
function weightDecay(context: RuleContext): { value: number; node: ResolvedNode | undefined } | undefined {
  const { optimizer } = context;
  if (optimizer === undefined) return undefined;
  if (optimizer.entries.has('weight_decay')) return optimizerNumber(context, 'weight_decay');
  // A part of an optimizer, merged with another file, may get its weight decay from there.
  return optimizer.certain && optimizer.entries.has('kind') ? { value: 0, node: undefined } : undefined;
}

function weightDecayZero(facts: BlockFacts, context: RuleContext): Finding[] {
  if (context.role !== 'weight_decay_schedule' || context.keyOrigin === undefined) return [];
  const decay = weightDecay(context);
  if (decay?.value !== 0) return [];
  // A group with a weight decay of its own does follow the schedule.
  const modifiers = context.optimizer?.entries.get('param_group_modifiers_config')?.value;
  if (modifiers !== undefined && mentions(modifiers, 'weight_decay')) return [];
  const said =
    decay.node === undefined
      ? l10n.t('weight_decay is not set, and its default is 0.0')
      : l10n.t`weight_decay is ${shown(decay.node)}`;
  return [
    {
      ruleId: 'weight-decay-zero',
      origin: context.keyOrigin,
      message: l10n.t`${said}: noether leaves parameter groups at weight decay 0.0 alone, so ${shortName(facts.spec.kind)} is never applied. Set weight_decay to the value that the schedule starts from.`,
      related: decay.node === undefined ? [] : [{ origin: decay.node.origin, message: said }],
    },
  ];
}

/** Whether a key, or an unknown value that may hold it, occurs anywhere below a node. Bounded like the tree itself. */
function mentions(node: ResolvedNode, key: string, depth = 0): boolean {
  if (depth > 20 || node.kind === 'unknown' || node.kind === 'missing') return node.kind !== 'missing';
  if (node.kind === 'list') return node.items.some((item) => mentions(item, key, depth + 1));
  if (node.kind === 'map') {
    return node.entries.has(key) || [...node.entries.values()].some((entry) => mentions(entry.value, key, depth + 1));
  }
  return false;
}

function weightDecayOverridden(facts: BlockFacts, context: RuleContext): Finding[] {
  if (context.role !== 'weight_decay_schedule') return [];
  const decay = optimizerNumber(context, 'weight_decay');
  const peak = peakOf(facts, context);
  if (decay === undefined || decay.value === 0 || peak === undefined || facts.meant.has(peak.key)) return [];
  const ends = [peak.value, numberOf(facts, 'start_value'), numberOf(facts, 'end_value')];
  const points = facts.spec.name === 'PiecewiseLinearSchedule' ? (pointValues(facts) ?? []) : [];
  const taken = (value: number | undefined) => value !== undefined && same(value, decay.value);
  if (ends.some(taken) || points.some(taken) || numbersOf(facts, 'values')?.some(taken) === true) return [];
  // Where an end of the curve is unknown it may well be the optimizer's value.
  if (!facts.complete) return [];
  const decayText = shown(decay.node);
  if (peak.written && mergedBefore(context, placeOf(facts, peak.key), decay.node.origin) < 0) {
    return [
      {
        ruleId: 'weight-decay-overridden',
        origin: decay.node.origin,
        message: l10n.t`weight_decay is ${decayText} here, but the schedule has it at ${pythonNumber(peak.value)} at its peak and never takes ${decayText} as an end: the schedule overrides weight_decay. Change ${peak.key} as well.`,
        related: [{ origin: placeOf(facts, peak.key), message: l10n.t`${peak.key} is ${pythonNumber(peak.value)}` }],
      },
    ];
  }
  return [
    {
      ruleId: 'weight-decay-overridden',
      // A peak that nobody wrote is hardly what anybody meant.
      ...(peak.written ? {} : { severity: 'warning' as const }),
      origin: placeOf(facts, peak.key),
      message: peak.written
        ? l10n.t`weight_decay is ${decayText}, but the schedule has it at ${pythonNumber(peak.value)} at its peak and never takes ${decayText} as an end. The schedule overrides weight_decay; write ${peak.key}: \${..weight_decay} if it should start from there.`
        : l10n.t`${peak.key} is not set: the weight decay peaks at ${pythonNumber(peak.value)}, but weight_decay is ${decayText}. The schedule overrides weight_decay; write ${peak.key} with the value you want.${versionNote(facts, context, peak.key)}`,
      related: [{ origin: decay.node.origin, message: l10n.t`weight_decay is ${decayText}` }],
    },
  ];
}

/** The optimizer that alpha belongs to, as the last part of its kind. */
export const alphaOptimizer = 'MuonComposite';

function alphaWithoutMuon(_facts: BlockFacts, context: RuleContext): Finding[] {
  if (context.role !== 'alpha_schedule' || context.keyOrigin === undefined || context.version === '1.1') return [];
  const kind = optimizerScalar(context, 'kind');
  if (typeof kind?.value !== 'string' || shortName(kind.value) === alphaOptimizer) return [];
  return [
    {
      ruleId: 'alpha-without-muon',
      origin: context.keyOrigin,
      message: l10n.t`alpha_schedule drives the alpha of ${alphaOptimizer} and nothing else: on ${shortName(kind.value)} it has no effect. Remove it.${context.version === 'any' ? l10n.t(' noether 1.1 refuses the key on every optimizer.') : ''}`,
      related: [{ origin: kind.origin, message: l10n.t`The optimizer is ${shortName(kind.value)}` }],
      data: { removeKeys: [context.keyOrigin] },
    },
  ];
}

/** What to write instead of a key without effect, by what it was probably meant to do. */
function insteadOf(facts: BlockFacts, key: string): string {
  const has = (name: string) => facts.spec.keys.has(name);
  switch (key) {
    case 'start_percent':
    case 'end_percent':
    case 'start_step':
    case 'end_step':
      return l10n.t(
        'The schedule always runs over the whole training; only warm-up, cool-down and overhang keys move its parts.',
      );
    case 'weight_decay':
      return l10n.t('The weight decay of a run stands beside the block, in the optimizer config.');
    case 'start_value':
      if (has('max_value')) return l10n.t('The curve starts at max_value.');
      return has('value')
        ? l10n.t('Every step has the value of value.')
        : l10n.t('The curve starts at its first entry.');
    case 'end_value':
      if (has('max_value')) return l10n.t('The curve ends at max_value.');
      if (has('value')) return l10n.t('Every step has the value of value.');
      return has('factor')
        ? l10n.t('Where the curve ends follows from factor and the number of changes.')
        : l10n.t('The curve ends at its last entry.');
    case 'overhang_percent':
    case 'overhang_steps':
      return l10n.t('Its values do not depend on the length of training.');
    default:
      return '';
  }
}

/** Keys that are written both or not at all, so that they are one mistake and go together. */
const pairs: Readonly<Record<string, string>> = { start_percent: 'end_percent', start_step: 'end_step' };

function noEffectKeys(facts: BlockFacts): Finding[] {
  const name = shortName(facts.spec.kind);
  const findings: Finding[] = [];
  const done = new Set<string>();
  for (const [key, fact] of facts.keys) {
    if (!fact.spec.noEffect || done.has(key)) continue;
    const partnerKey = pairs[key] ?? Object.keys(pairs).find((start) => pairs[start] === key);
    const partner = partnerKey === undefined ? undefined : facts.keys.get(partnerKey);
    if (partnerKey !== undefined) done.add(partnerKey);
    const both = partner === undefined ? [fact] : [fact, partner];
    // Something worse has been said about it.
    if (both.some((one) => one.status === 'invalid')) continue;
    if (key === 'overhang_percent' && !hasCountableOverhang(facts)) continue;
    // Written as what it is anyway: nobody expects anything of it.
    const plain = both.every((one) => one.status === 'valid' && (one.value === null || one.value === one.spec.default));
    const names = listed(both.map((one) => one.spec.name));
    const instead = insteadOf(facts, key);
    const where = instead === '' ? '' : `${instead} `;
    findings.push({
      ruleId: 'no-effect-key',
      ...(plain ? { severity: 'hint' as const } : {}),
      origin: fact.entry.key.origin,
      message:
        partner === undefined
          ? l10n.t`${names} has no effect on ${name}: noether checks it and never uses it. ${where}Remove ${key}.`
          : l10n.t`${names} have no effect on ${name}: noether checks them and never uses them. ${where}Remove both.`,
      related:
        partner === undefined
          ? []
          : [{ origin: partner.entry.key.origin, message: l10n.t`${partnerKey ?? ''} has no effect either` }],
      data: { removeKeys: both.map((one) => one.entry.key.origin) },
    });
  }
  return findings;
}

function overhangAsPercentage(facts: BlockFacts): Finding[] {
  const fact = facts.keys.get('overhang_percent');
  if (fact?.status !== 'valid' || fact.spec.noEffect || typeof fact.value !== 'number') return [];
  const value = fact.value;
  if (!Number.isFinite(value) || value < 1) return [];
  const origin = placeOf(facts, 'overhang_percent');
  const meant = value <= 100 && value !== 1 ? pythonNumber(value / 100) : undefined;
  return [
    {
      ruleId: 'percent-not-fraction',
      severity: 'warning',
      origin,
      message: l10n.t`overhang_percent is a fraction of training: ${shown(fact.entry.value)} lays the curve out for a run ${pythonNumber(1 + value)} times as long, and training sees only its beginning.${meant === undefined ? '' : l10n.t` For ${shown(fact.entry.value)} % write ${meant}.`}`,
      ...(meant === undefined ? {} : { data: { replacements: [{ origin, text: meant }] } }),
    },
  ];
}

/** Whether the block schedules the learning rate, as far as its key tells. A block without a key most often does. */
function isLearningRate(context: RuleContext): boolean {
  return context.role === undefined || context.role === 'schedule_config';
}

function factors(facts: BlockFacts, context: RuleContext): Finding[] {
  const factor = numberOf(facts, 'factor');
  const fact = facts.keys.get('factor');
  if (factor === undefined || fact === undefined) return [];
  const origin = placeOf(facts, 'factor');
  const text = shown(fact.entry.value);
  const decreasing = facts.spec.name === 'StepDecreasingSchedule';
  if (factor > 1) {
    // A weight decay that grows in steps is common practice; only a kind named decreasing cannot mean it.
    if (!isLearningRate(context) && !decreasing) return [];
    return [
      {
        ruleId: 'factor-grows',
        origin,
        message: l10n.t`factor ${text} makes the value grow at every change${decreasing ? l10n.t` although ${facts.spec.name} is meant to fall` : ''}, and with enough changes training stops with OverflowError. For a value that falls write a factor below 1, such as ${inverse(factor)}.`,
        data: { replacements: [{ origin, text: inverse(factor) }] },
      },
    ];
  }
  if (factor === 1) {
    return [
      {
        ruleId: 'factor-one',
        origin,
        message: l10n.t`factor ${text} changes nothing: the value stays the same through the whole training. Write a factor below 1, such as 0.1.`,
        data: { replacements: [{ origin, text: '0.1' }] },
      },
    ];
  }
  if (factor === 0 && isLearningRate(context)) {
    const end = numberOf(facts, 'end_value');
    if (decreasing && (end === undefined || end > 0)) return [];
    return [
      {
        ruleId: 'factor-zero',
        origin,
        message: l10n.t`factor ${text} sets the value to 0 at the first change${firstChange(facts)}: nothing is learnt from there on. Write a factor above 0, such as 0.1.`,
        data: { replacements: [{ origin, text: '0.1' }] },
      },
    ];
  }
  return [];
}

/** The reciprocal as a short number; 0.1 where that is not one that anybody would write. */
function inverse(factor: number): string {
  const value = 1 / factor;
  const text = computed(value);
  return Number.isFinite(factor) && value >= 1e-3 && same(Number(text), value) ? text : '0.1';
}

/** Where a step kind changes for the first time, as ` (30 % of training)`, or nothing where it is unknown. */
function firstChange(facts: BlockFacts): string {
  const first = changes(facts)?.at(1);
  return first === undefined ? '' : l10n.t` (${formatPercent(first)} of training)`;
}

/** The fraction of training at which a step kind has made k changes. */
function changes(facts: BlockFacts): { at(k: number): number | undefined; total: number } | undefined {
  const interval = numberOf(facts, 'update_interval') ?? numberOf(facts, 'decreases_interval');
  if (interval !== undefined) {
    // The last training step is just short of the end, so a change that would fall on the end does not happen.
    const total = Math.max(0, Math.ceil(1 / interval - 1e-9) - 1);
    return { at: (k) => (k <= total ? k * interval : undefined), total };
  }
  const numbers = numbersOf(facts, 'steps');
  if (numbers === undefined) return undefined;
  const steps = Float64Array.from(numbers).sort();
  return { at: (k) => steps[k - 1], total: steps.length };
}

/** Below this no optimizer in single precision moves a weight. */
const USEFUL = 1e-10;
/** A start value this small is not a learning rate by itself; then the ratio to the start decides. */
const USEFUL_RATIO = 1e-6;

function belowUseful(facts: BlockFacts, context: RuleContext): Finding[] {
  if (!isLearningRate(context)) return [];
  const factor = numberOf(facts, 'factor');
  const steps = changes(facts);
  if (factor === undefined || factor <= 0 || factor >= 1 || steps === undefined) return [];
  const decreasing = facts.spec.name === 'StepDecreasingSchedule';
  // Where the value approaches a floor, only a floor of nothing ends the learning.
  if (decreasing) {
    const end = numberOf(facts, 'end_value');
    if (end === undefined || end >= USEFUL) return [];
  }
  const startKey = decreasing ? 'max_value' : 'start_value';
  if (facts.spec.keys.get(startKey)?.required === true && !facts.keys.has(startKey)) return [];
  const start = Math.abs(numberOf(facts, startKey) ?? 1);
  if (!(start > 0) || !Number.isFinite(start)) return [];
  const limit = Math.min(USEFUL / start, USEFUL_RATIO);
  const needed = Math.floor(Math.log(limit) / Math.log(factor)) + 1;
  const from = steps.at(needed);
  if (from === undefined || from > 0.9) return [];
  const key = ['update_interval', 'decreases_interval', 'steps'].find((name) => facts.keys.has(name)) ?? 'factor';
  const fact = facts.keys.get(key);
  const changesAt =
    key === 'steps'
      ? l10n.t('at each of its steps')
      : l10n.t`every ${formatPercent(numberOf(facts, key) ?? 0)} of training`;
  const last = start * factor ** steps.total;
  const unit = numberOf(facts, startKey) === undefined ? ` × ${shown(written(facts, startKey))}` : '';
  return [
    {
      ruleId: 'below-useful',
      origin: fact === undefined ? facts.kindOrigin : placeOf(facts, key),
      message: l10n.t`factor ${shown(written(facts, 'factor'))} ${changesAt} makes ${formatStep(steps.total)} changes: from ${formatPercent(from)} of training on the value is below ${computed(limit * start)}${unit}, at the end ${last === 0 ? '0' : computed(last)}${unit}, and nothing is learnt. Use fewer changes or a factor nearer to 1.`,
      related: [{ origin: placeOf(facts, 'factor'), message: l10n.t`factor is ${shown(written(facts, 'factor'))}` }],
    },
  ];
}

function duplicateSteps(facts: BlockFacts): Finding[] {
  const items = itemsOf(facts, 'steps');
  if (items === undefined) return [];
  const first = new Map<number, ResolvedNode>();
  const count = new Map<number, number>();
  const findings: Finding[] = [];
  for (const { value, node } of items) {
    const earlier = first.get(value);
    const times = (count.get(value) ?? 0) + 1;
    count.set(value, times);
    if (earlier === undefined) {
      first.set(value, node);
    } else if (findings.length < MANY) {
      findings.push({
        ruleId: 'duplicate-steps',
        origin: node.origin,
        message: l10n.t`${shown(node)} is listed ${times} times: noether applies factor ${factorText(facts)} ${times} times at that step. Remove the repetition.`,
        related: [{ origin: earlier.origin, message: l10n.t`${shown(earlier)} stands here already` }],
      });
    }
  }
  return findings;
}

function factorText(facts: BlockFacts): string {
  return facts.keys.has('factor') ? shown(written(facts, 'factor')) : '';
}

/** A list with more findings than this is wrong as a whole, and has been said to be. */
const MANY = 10;

interface Grid {
  /** Training updates. */
  readonly training: number;
  /** What the schedule is told is the total, overhang included. */
  readonly total: number;
  /** Updates between two values of the schedule: 1, or an epoch. */
  readonly stride: number;
  readonly source: string;
  readonly origin: Origin | undefined;
}

/** The steps at which the schedule is asked for values, or undefined where something about them is unknown. */
function gridOf(facts: BlockFacts, context: RuleContext): Grid | undefined {
  const training = context.totalSteps?.value;
  const interval = wordOf(facts, 'interval');
  if (context.totalSteps === undefined || training === undefined || interval === undefined) return undefined;
  let total = training;
  let stride = 1;
  if (interval === 'epoch') {
    if (context.updatesPerEpoch === undefined) return undefined;
    stride = context.updatesPerEpoch;
    total = Math.floor(training / stride) * stride;
  }
  const percent = facts.keys.get('overhang_percent');
  const steps = facts.keys.get('overhang_steps');
  for (const fact of [percent, steps]) {
    if (fact === undefined) continue;
    if (fact.status !== 'valid') return undefined;
    if (typeof fact.value === 'number') total += Math.trunc(fact === percent ? total * fact.value : fact.value);
  }
  if (!Number.isFinite(total) || total <= 0) return undefined;
  return { training, total, stride, source: context.totalSteps.source, origin: context.totalSteps.origin };
}

function totalRelated(grid: Grid): Related[] {
  return grid.origin === undefined
    ? []
    : [{ origin: grid.origin, message: l10n.t`${formatStep(grid.training)} training steps by ${grid.source}` }];
}

/** The first training step at which a fraction of the total is reached. */
function stepOf(fraction: number, grid: Grid): number {
  let step = Math.ceil(fraction * grid.total);
  // The product may be rounded up across a whole number; upstream compares the quotient.
  while (step > 0 && (step - 1) / grid.total >= fraction) step -= 1;
  while (step / grid.total < fraction) step += 1;
  return Math.ceil(step / grid.stride) * grid.stride;
}

function collapsing(facts: BlockFacts, context: RuleContext): Finding[] {
  const grid = gridOf(facts, context);
  if (grid === undefined) return [];
  const unit = grid.stride === 1 ? l10n.t('training step') : l10n.t('epoch');
  const related = totalRelated(grid);
  const findings: Finding[] = [];

  for (const key of ['update_interval', 'decreases_interval']) {
    const interval = numberOf(facts, key);
    const fact = facts.keys.get(key);
    if (interval === undefined || fact === undefined || interval * grid.total >= grid.stride) continue;
    findings.push({
      ruleId: 'steps-collapse',
      origin: placeOf(facts, key),
      message: l10n.t`${key} ${shown(fact.entry.value)} of ${formatStep(grid.total)} steps is ${pythonNumber(round(interval * grid.total))} steps, less than one ${unit}${grid.stride === 1 ? '' : l10n.t` of ${formatStep(grid.stride)} steps`}: factor is applied several times at once. Write at least ${computed(grid.stride / grid.total)}.`,
      related,
    });
  }

  const items = itemsOf(facts, 'steps');
  if (items !== undefined) {
    const sorted = [...items].sort((a, b) => a.value - b.value);
    for (const [index, item] of sorted.entries()) {
      if (findings.length >= MANY) break;
      const step = stepOf(item.value, grid);
      const before = sorted[index - 1];
      if (step >= grid.training) {
        findings.push({
          ruleId: 'steps-collapse',
          origin: item.node.origin,
          message: l10n.t`${shown(item.node)} of ${formatStep(grid.total)} steps comes after the last training step, ${formatStep(grid.training - 1)}: this change never happens. Write a smaller fraction or remove it.`,
          related,
        });
      } else if (before !== undefined && before.value !== item.value && stepOf(before.value, grid) === step) {
        const [earlier, later] = before.node.origin.start < item.node.origin.start ? [before, item] : [item, before];
        findings.push({
          ruleId: 'steps-collapse',
          origin: later.node.origin,
          message: l10n.t`${shown(before.node)} and ${shown(item.node)} of ${formatStep(grid.total)} steps are the same ${unit}, step ${formatStep(step)}: factor ${factorText(facts)} is applied twice there. Move them apart or remove one.`,
          related: [
            { origin: earlier.node.origin, message: l10n.t`${shown(earlier.node)} is step ${formatStep(step)} too` },
            ...related,
          ],
        });
      }
    }
  }

  for (const key of ['warmup_percent', 'cooldown_percent']) {
    const fraction = numberOf(facts, key);
    const fact = facts.keys.get(key);
    if (fraction === undefined || fact === undefined || !(fraction > 0)) continue;
    if (Math.trunc((grid.total - 1) * fraction) >= 1) continue;
    const phase = key === 'warmup_percent' ? l10n.t('warm-up') : l10n.t('cool-down');
    findings.push({
      ruleId: 'steps-collapse',
      origin: placeOf(facts, key),
      message: l10n.t`${key} ${shown(fact.entry.value)} of ${formatStep(grid.total)} steps is less than one ${unit}: there is no ${phase}. Write a larger fraction, or 0 for none.`,
      related,
    });
  }
  return findings;
}

/** Enough digits to read, without those that only the computation made. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function warmupTooLong(facts: BlockFacts, context: RuleContext): Finding[] {
  const findings: Finding[] = [];
  const warmupPercent = numberOf(facts, 'warmup_percent');
  const cooldownPercent = numberOf(facts, 'cooldown_percent');
  if (warmupPercent !== undefined && cooldownPercent !== undefined && warmupPercent + cooldownPercent > 1 + 1e-9) {
    findings.push({
      ruleId: 'warmup-longer-than-training',
      origin: placeOf(facts, 'cooldown_percent'),
      message: l10n.t`warmup_percent ${shown(written(facts, 'warmup_percent'))} and cooldown_percent ${shown(written(facts, 'cooldown_percent'))} together are more than the whole training: the cool-down begins before the warm-up has ended. Keep their sum at or below 1.`,
      related: [{ origin: placeOf(facts, 'warmup_percent'), message: l10n.t('The warm-up') }],
    });
  }
  const grid = gridOf(facts, context);
  const warmup = numberOf(facts, 'warmup_steps');
  if (grid === undefined || warmup === undefined) return findings;
  const cooldown = numberOf(facts, 'cooldown_steps') ?? 0;
  if (warmup >= grid.total) {
    findings.push({
      ruleId: 'warmup-longer-than-training',
      origin: placeOf(facts, 'warmup_steps'),
      message: l10n.t`warmup_steps is ${shown(written(facts, 'warmup_steps'))}, but training has ${formatStep(grid.total)} steps by ${grid.source}: the peak is never reached. Write fewer steps, or a share of training with warmup_percent.`,
      related: totalRelated(grid),
    });
  } else if (warmup + cooldown > grid.total) {
    findings.push({
      ruleId: 'warmup-longer-than-training',
      origin: placeOf(facts, 'cooldown_steps'),
      message: l10n.t`${formatStep(warmup)} steps of warm-up and ${formatStep(cooldown)} of cool-down are more than the ${formatStep(grid.total)} steps of training by ${grid.source}: the cool-down begins before the warm-up has ended. Make them shorter.`,
      related: [{ origin: placeOf(facts, 'warmup_steps'), message: l10n.t('The warm-up') }, ...totalRelated(grid)],
    });
  }
  return findings;
}

/** Longer warm-ups than this are not meant as a number of epochs, whatever the length of an epoch. */
const MOST_EPOCHS = 200;

function epochUnits(facts: BlockFacts, context: RuleContext): Finding[] {
  if (wordOf(facts, 'interval') !== 'epoch') return [];
  const findings: Finding[] = [];
  const updates = context.updatesPerEpoch;
  const related = [
    { origin: placeOf(facts, 'interval'), message: l10n.t('interval is epoch: the value changes once per epoch') },
  ];
  for (const key of ['warmup_steps', 'cooldown_steps']) {
    const steps = numberOf(facts, key);
    if (steps === undefined || steps <= 0) continue;
    const doubtful = updates === undefined ? steps <= MOST_EPOCHS : steps < updates;
    if (!doubtful) continue;
    const phase = key === 'warmup_steps' ? l10n.t('warm-up') : l10n.t('cool-down');
    const text = shown(written(facts, key));
    findings.push({
      ruleId: 'epoch-units',
      origin: placeOf(facts, key),
      message: l10n.t`${key} counts updates even with interval: epoch: ${text} ${
        updates === undefined
          ? l10n.t`updates are most likely less than one epoch, and then the ${phase} is never seen. `
          : l10n.t`updates are less than one epoch of ${formatStep(updates)} updates, so the ${phase} is never seen. For ${text} epochs write ${steps * updates}. `
      }Multiply by the updates per epoch, or write ${key === 'warmup_steps' ? 'warmup_percent' : 'cooldown_percent'}.`,
      related,
      ...(updates === undefined
        ? {}
        : { data: { replacements: [{ origin: placeOf(facts, key), text: String(steps * updates) }] } }),
    });
  }
  const values = facts.keys.get('values');
  if (values !== undefined && values.status !== 'invalid' && values.entry.value.kind === 'list') {
    const length = values.entry.value.items.length;
    const total = context.totalSteps?.value;
    // Long enough for every update, or so long that it surely is not one per epoch.
    const enough = total === undefined ? length > 10 * MOST_EPOCHS : length >= total;
    if (!enough && length > 1) {
      findings.push({
        ruleId: 'epoch-units',
        origin: values.entry.key.origin,
        message: l10n.t`values is read by update even with interval: epoch: each epoch reads the entry with the number of its first update${updates === undefined ? '' : l10n.t`, so the second one reads entry ${formatStep(updates)}`}, and the list has ${formatStep(length)} entries. A list with one entry per epoch ends in IndexError; use StepFixedSchedule or PiecewiseLinearSchedule, or repeat each entry for every update of its epoch.`,
        related,
      });
    }
  }
  return findings;
}

function epochOvershoot(facts: BlockFacts, context: RuleContext, schedule: Schedule | undefined): Finding[] {
  const { totalSteps, updatesPerEpoch: updates } = context;
  if (
    wordOf(facts, 'interval') !== 'epoch' ||
    totalSteps === undefined ||
    updates === undefined ||
    schedule === undefined
  )
    return [];
  const rest = totalSteps.value % updates;
  const total = totalSteps.value - rest;
  if (rest === 0 || total === 0) return [];
  let end: number;
  let over: number;
  try {
    end = schedule.valueAt(total - 1, total);
    over = schedule.valueAt(total, total);
  } catch (error) {
    // Said by evaluate-fails.
    if (error instanceof ScheduleError) return [];
    throw error;
  }
  if (same(end, over) || Number.isNaN(over)) return [];
  const progress = facts.spec.keys.has('exclude_last') || facts.spec.keys.has('warmup_percent');
  if (!progress || facts.spec.keys.has('decreases_interval')) return [];
  const negative = over < 0;
  return [
    {
      ruleId: 'epoch-overshoot',
      ...(negative ? {} : { severity: 'information' as const }),
      origin: placeOf(facts, 'interval'),
      message: l10n.t`${formatStep(totalSteps.value)} training steps by ${totalSteps.source} are ${formatStep(total / updates)} epochs of ${formatStep(updates)} and ${formatStep(rest)} steps more: in that last part the schedule is past its end, at ${computed(over)} instead of ${computed(end)}. Train for a multiple of ${formatStep(updates)} steps, or use interval: update.`,
      related:
        totalSteps.origin === undefined
          ? []
          : [{ origin: totalSteps.origin, message: l10n.t`${formatStep(totalSteps.value)} training steps` }],
    },
  ];
}
