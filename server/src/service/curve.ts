import * as l10n from '@vscode/l10n';
import type { Assumption, BlockKey, Origin, PlainScalar, ResolvedNode } from '../config/types';
import { formatCount, formatNumber, formatPercent, formatStep } from '../format';
import type { Curve, Mark, Phase, XUnit, YScale } from '../plot';
import { optimizerScalar, type RuleContext } from '../rules/context';
import {
  createSchedule,
  factsOfSample,
  jumpsOf,
  type KeyPath,
  type KeySpec,
  type KindSpec,
  kindSpec,
  type PhaseName,
  phasesOf,
  type Schedule,
  ScheduleError,
  valueAtUpdate,
} from '../schedules';
import { sampledOnce } from '../schedules/memo';
import { placeNote, placeWords, type Standpoint, wholeName } from './names';
import { phaseWords } from './phase-words';
import { code, type Inline, type Line, sentence } from './rich-text';
import type { EpochSource } from './trainer';

/** Total steps to draw with where nobody says how long training is, so that a step is a thousandth of it. */
export const ASSUMED_STEPS = 1000;

/** What a learning rate is taken to be where a curve can only be drawn with a number. */
const ASSUMED_PEAK = 1e-3;

/** What a block's values are. A block found by its kind alone may be any of them. */
export function quantityOf(role: BlockKey | undefined): string {
  switch (role) {
    case 'schedule_config':
      return l10n.t('learning rate');
    case 'weight_decay_schedule':
      return l10n.t('weight decay');
    case 'alpha_schedule':
      return 'alpha';
    case undefined:
      return l10n.t('value');
  }
}

/** What a curve needs to know beside its block. */
export interface CurveContext extends RuleContext {
  /** The trainer's `start_at_epoch`: where on the curve training begins. */
  readonly startAtEpoch?: { readonly value: number; readonly origin: Origin };
  /** What tells `updatesPerEpoch`: settings, as they read in a sentence, and the config's part in it. */
  readonly epochFrom?: EpochSource;
  /** The trainer's `max_epochs`, where the length of an epoch is missing to make a number of steps of it. */
  readonly maxEpochs?: Origin;
  /** From where places are told. */
  readonly from: Standpoint;
}

export interface CurveTotal {
  /** Training updates, at least 1. */
  readonly steps: number;
  readonly source: 'config' | 'setting' | 'assumed';
  /** As it reads after "from": `max_updates`, `the setting scheduleLens.totalSteps`; empty where it is assumed. */
  readonly text: string;
  readonly origin?: Origin;
  /** Where no config tells it: the one of the curve's assumptions that says so. */
  readonly assumption?: Line;
}

/** A value of a block that the files do not tell, or that nobody filled in. */
export interface UnknownPart {
  /** The key it stands under, with an index inside a list: `max_value`, `steps[1]`. */
  readonly name: string;
  readonly node: ResolvedNode;
  /** The interpolation as written, or `???`. */
  readonly expression: string;
  /** The number that the curve is drawn with, where it is drawn with one. */
  readonly assumed?: number;
}

/** A value of a block that the setting scheduleLens.interpolations gives. */
export interface SuppliedPart {
  /** As `UnknownPart.name`. */
  readonly name: string;
  readonly node: ResolvedNode;
  readonly path: string;
  readonly value: PlainScalar;
}

/** A named part of training: `drop 2`. */
export interface CurvePhase extends Phase {
  readonly name: PhaseName;
  readonly keys: readonly KeyPath[];
}

/** The curve of one block over the whole run, in training updates. */
export interface ScheduleCurve {
  readonly spec: KindSpec;
  readonly schedule: Schedule;
  readonly quantity: string;
  readonly interval: 'update' | 'epoch';
  /** Updates in one epoch, where values are held over epochs and it is known how long those are. */
  readonly heldFor?: number;
  readonly updatesPerEpoch?: number;
  readonly total: CurveTotal;
  /** The unknown that all values are multiples of. */
  readonly unit?: string;
  readonly unknown: readonly UnknownPart[];
  readonly supplied: readonly SuppliedPart[];
  /** Everything taken for granted that the files do not say, settings included, a sentence each. */
  readonly assumptions: readonly Line[];
  /** The update at which training begins, where that is not 0. */
  readonly startStep?: number;
  /** The block as `createSchedule` took it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Named parts of training, in training updates, and the keys that make them. */
  readonly phases: readonly CurvePhase[];
  /** The value of another schedule at a training update of the same run. Throws `ScheduleError`. */
  evaluate(schedule: Schedule, step: number): number;
  /** The value at a training update, or why there is none. */
  at(step: number): number | ScheduleError;
}

export type CurveResult =
  | { readonly status: 'curve'; readonly curve: ScheduleCurve }
  /** The files do not tell something that the shape depends on. */
  | {
      readonly status: 'unknown';
      readonly unknown: readonly UnknownPart[];
      readonly supplied: readonly SuppliedPart[];
    }
  /** Upstream refuses the block, or its first step fails. */
  | { readonly status: 'refused'; readonly message: string; readonly pythonError?: string };

/**
 * The curve that upstream would train with. Nothing is taken for granted silently: what the file does not say is in
 * `assumptions`, and where all values are multiples of one unknown, the curve is in units of it.
 *
 * No key is checked here beyond what `createSchedule` refuses: whether a block has errors is the rules' to say.
 */
export function curveOf(block: ResolvedNode, context: CurveContext): CurveResult {
  if (block.kind === 'unknown' || block.kind === 'missing') {
    return { status: 'unknown', unknown: [unknownPart(l10n.t('the block'), block)], supplied: [] };
  }
  if (block.kind !== 'map') return { status: 'refused', message: l10n.t('A schedule block is a mapping with a kind.') };
  const kind = block.entries.get('kind')?.value;
  if (kind === undefined) return { status: 'refused', message: l10n.t('The block has no kind.') };
  if (kind.kind === 'unknown' || kind.kind === 'missing') {
    return { status: 'unknown', unknown: [unknownPart('kind', kind)], supplied: [] };
  }
  const spec = kind.kind === 'scalar' && typeof kind.value === 'string' ? kindSpec(kind.value) : undefined;
  if (spec === undefined)
    return { status: 'refused', message: l10n.t('The kind is none of the schedules that noether has.') };

  const fields = readFields(block.entries, spec);
  const shape = fields.unknown.filter((part) => !part.isValue);
  const { supplied } = fields;
  if (shape.length > 0) return { status: 'unknown', unknown: fields.unknown, supplied };

  const assumptions: Line[] = fields.assumed.lines(context.from);
  let config = fields.fill(() => 1);
  let unit: string | undefined;
  let unknown: readonly UnknownPart[] = fields.unknown;
  try {
    if (fields.unknown.length > 0) {
      unit = fields.unitOf();
      if (unit !== undefined && !scales(fields)) unit = undefined;
      if (unit === undefined) {
        const taken = assumeValues(fields, context);
        const assumed = (part: UnknownField) => taken.get(part.identity)?.value ?? ASSUMED_PEAK;
        config = fields.fill(assumed);
        unknown = fields.unknown.map((part) => ({ ...part, assumed: assumed(part) }));
        for (const { line } of taken.values()) assumptions.push(line);
      }
    }
    const schedule = createSchedule(config);
    return finish({ spec, schedule, config, unit, unknown, supplied, assumptions, context });
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    // With a made-up number in it, a refusal may be ours to blame and not the block's.
    if (fields.unknown.length > 0) return { status: 'unknown', unknown: fields.unknown, supplied };
    return { status: 'refused', message: error.message, pythonError: error.pythonError };
  }
}

interface Parts {
  readonly spec: KindSpec;
  readonly schedule: Schedule;
  readonly config: Readonly<Record<string, unknown>>;
  readonly unit: string | undefined;
  readonly unknown: readonly UnknownPart[];
  readonly supplied: readonly SuppliedPart[];
  readonly assumptions: Line[];
  readonly context: CurveContext;
}

function finish({ spec, schedule, config, unit, unknown, supplied, assumptions, context }: Parts): CurveResult {
  const interval = config.interval === 'epoch' ? 'epoch' : 'update';
  const total = totalOf(spec, config, context, assumptions);
  const { updatesPerEpoch, startAtEpoch, epochFrom } = context;
  if (updatesPerEpoch !== undefined && epochFrom !== undefined) {
    const { keys, origin } = epochFrom;
    const from: Line = [...joined(keys), ...(origin === undefined ? [] : placeNote(origin, context.from))];
    assumptions.push(
      sentence(l10n.t('Assumed: an epoch has {0}, from {1}.'), formatCount(updatesPerEpoch, 'step'), from),
    );
  }
  const heldFor = interval === 'epoch' ? updatesPerEpoch : undefined;
  if (interval === 'epoch' && heldFor === undefined) {
    assumptions.push(
      sentence(
        l10n.t(
          '{0} holds each value for an epoch, but the updates in one epoch are not known: drawn as if the value changed at every step. Set {1} to see the stairs.',
        ),
        code('interval: epoch'),
        code('scheduleLens.updatesPerEpoch'),
      ),
    );
  }
  let startStep: number | undefined;
  if (startAtEpoch !== undefined && startAtEpoch.value > 0) {
    if (updatesPerEpoch === undefined) {
      assumptions.push(
        sentence(
          l10n.t(
            'Training begins at epoch {0} ({1}, {2}), which cannot be marked: the updates in one epoch are not known.',
          ),
          formatNumber(startAtEpoch.value),
          code('start_at_epoch'),
          placeWords(startAtEpoch.origin, context.from),
        ),
      );
    } else {
      startStep = startAtEpoch.value * updatesPerEpoch;
    }
  }
  const evaluate = (other: Schedule, step: number) =>
    heldFor === undefined
      ? other.valueAt(step, total.steps)
      : valueAtUpdate(other, 'epoch', step, { totalUpdates: total.steps, updatesPerEpoch: heldFor });
  const at = (step: number): number | ScheduleError => {
    try {
      return evaluate(schedule, step);
    } catch (error) {
      if (error instanceof ScheduleError) return error;
      throw error;
    }
  };
  const epochs = heldFor === undefined ? {} : { updatesPerEpoch: heldFor };
  const first = at(0);
  if (typeof first !== 'number') {
    return { status: 'refused', message: first.message, pythonError: first.pythonError };
  }
  return {
    status: 'curve',
    curve: {
      spec,
      schedule,
      quantity: quantityOf(context.role),
      interval,
      ...(heldFor !== undefined && { heldFor }),
      ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
      total,
      ...(unit !== undefined && { unit }),
      unknown,
      supplied,
      assumptions,
      ...(startStep !== undefined && { startStep }),
      config,
      phases: phasesOf(schedule, total.steps, epochs).map(({ name, number, from, to, keys }) => ({
        name,
        label: phaseWords(number === undefined ? { name } : { name, number }),
        from,
        to,
        keys,
      })),
      evaluate,
      at,
    },
  };
}

/** How long training is, and a sentence where that had to be assumed. */
function totalOf(
  spec: KindSpec,
  config: Readonly<Record<string, unknown>>,
  context: CurveContext,
  assumptions: Line[],
): CurveTotal {
  const known = context.totalSteps;
  if (known !== undefined) {
    const { value, source, origin } = known;
    if (origin !== undefined) return { steps: value, source: 'config', text: source, origin };
    const setting = code('scheduleLens.totalSteps');
    const steps = formatCount(value, 'step');
    const assumption = sentence(l10n.t('Assumed: training has {0}, from the setting {1}.'), steps, setting);
    assumptions.push(assumption);
    return { steps: value, source: 'setting', text: source, assumption };
  }
  const { maxEpochs } = context;
  const advice: Line =
    maxEpochs === undefined
      ? sentence(l10n.t(' Set {0} to change that.'), code('scheduleLens.totalSteps'))
      : sentence(
          l10n.t(' The length is given in epochs ({0}, {1}): set {2}.'),
          code('max_epochs'),
          placeWords(maxEpochs, context.from),
          code('scheduleLens.updatesPerEpoch'),
        );
  const assumed = (steps: number, assumption: Line): CurveTotal => {
    assumptions.push(assumption);
    return { steps, source: 'assumed', text: '', assumption };
  };
  const values = config.values;
  if (spec.keys.get('values')?.required && Array.isArray(values) && values.length > 0) {
    return assumed(
      values.length,
      sentence(
        l10n.t('The total number of steps is not known: drawn over the {0} that {1} has entries for.'),
        formatCount(values.length, 'step'),
        code('values'),
      ),
    );
  }
  const counted = ['warmup_steps', 'cooldown_steps'].filter((key) => positive(config[key]) > 0);
  const sum = counted.reduce((all, key) => all + positive(config[key]), 0);
  if (sum >= ASSUMED_STEPS) {
    const steps = 10 * sum;
    return assumed(steps, [
      ...sentence(
        l10n.t('The total number of steps is not known: {0} assumed, ten times {1}.'),
        formatStep(steps),
        joined(counted),
      ),
      ...advice,
    ]);
  }
  // Held over epochs that long, 1,000 steps would be less than a handful of values, or none.
  const epoch = config.interval === 'epoch' ? context.updatesPerEpoch : undefined;
  if (epoch !== undefined && 10 * epoch > ASSUMED_STEPS) {
    const steps = 10 * epoch;
    return assumed(steps, [
      l10n.t`The total number of steps is not known: ${formatStep(steps)} assumed, 10 epochs of ${formatStep(epoch)}.`,
      ...advice,
    ]);
  }
  return assumed(ASSUMED_STEPS, [
    ...sentence(
      counted.length > 0
        ? l10n.t(
            'The total number of steps is not known: {0} assumed, so a step is a thousandth of training, and how much of it {1} takes is not known either.',
          )
        : l10n.t('The total number of steps is not known: {0} assumed, so a step is a thousandth of training.'),
      formatStep(ASSUMED_STEPS),
      joined(counted),
    ),
    ...advice,
  ]);
}

function positive(value: unknown): number {
  const number = typeof value === 'string' || typeof value === 'boolean' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : 0;
}

function joined(keys: readonly string[]): Inline[] {
  return keys.flatMap((key, index) => (index === 0 ? [code(key)] : [l10n.t(' and '), code(key)]));
}

/** Something that resolving took for granted, as a sentence. */
export function assumptionLine({ text, origin }: Assumption, from: Standpoint): Line {
  return sentence(l10n.t('Assumed: {0}.'), [text, ...placeNote(origin, from)]);
}

interface UnknownField extends UnknownPart {
  readonly spec: KeySpec;
  /** Whether the curve's height, and not its shape in time, depends on it. */
  readonly isValue: boolean;
  /** The same for two places that surely hold the same value. */
  readonly identity: string;
}

interface Fields {
  readonly unknown: readonly UnknownField[];
  readonly supplied: readonly SuppliedPart[];
  readonly assumed: AssumedValues;
  /** The highest of the known numbers that the curve's height depends on, defaults included; 0 where none is above. */
  readonly highest: number;
  /** The block as a plain object with a number in each unknown place. */
  fill(value: (part: UnknownField) => number): Record<string, unknown>;
  /** The one unknown that every value is, where there is just one and every other value is 0. */
  unitOf(): string | undefined;
}

/** How deep a value may be nested and still be something that a schedule reads: control_points is a list of pairs. */
const DEEPEST_LIST = 2;

function readFields(entries: ReadonlyMap<string, { readonly value: ResolvedNode }>, spec: KindSpec): Fields {
  const unknown: UnknownField[] = [];
  const supplied: SuppliedPart[] = [];
  const assumed = new AssumedValues();
  let highest = 0;
  let allZero = true;
  const plain: [string, unknown][] = [['kind', spec.kind]];

  const know = (value: unknown) => {
    const number = typeof value === 'string' || typeof value === 'boolean' ? Number(value) : value;
    if (typeof number !== 'number') return;
    if (number !== 0) allZero = false;
    if (number > highest && Number.isFinite(number)) highest = number;
  };
  // A list may have a million items: what names one is only made for those that are unknown.
  const read = (node: ResolvedNode, key: KeySpec, indices: readonly number[]): unknown => {
    const depth = indices.length;
    for (const one of node.assumed ?? []) {
      assumed.add(one);
      if (one.setting !== undefined) supplied.push({ name: nameAt(key, indices), node, ...one.setting });
    }
    switch (node.kind) {
      case 'unknown':
      case 'missing': {
        const name = nameAt(key, indices);
        const isValue = node.kind === 'unknown' && isValueAt(key, indices);
        const identity = identityOf(node, name, depth);
        const field: UnknownField = { ...unknownPart(name, node), spec: key, isValue, identity };
        unknown.push(field);
        return field;
      }
      case 'scalar': {
        const { value } = node;
        if (isValueAt(key, indices)) know(value);
        return value instanceof Uint8Array ? null : value;
      }
      case 'list':
        return depth < DEEPEST_LIST ? node.items.map((item, index) => read(item, key, [...indices, index])) : [];
      case 'map':
        return {};
    }
  };

  for (const key of spec.keys.values()) {
    const entry = entries.get(key.name);
    if (entry === undefined) {
      if (isValueAt(key, [])) know(key.default);
      continue;
    }
    // What has no effect on any value is left to the rules.
    if (key.noEffect && entry.value.kind !== 'scalar') continue;
    plain.push([key.name, read(entry.value, key, [])]);
  }

  const places = new Set<unknown>(unknown);
  const fill = (value: (part: UnknownField) => number): Record<string, unknown> => {
    const put = (item: unknown): unknown => {
      if (places.has(item)) return value(item as UnknownField);
      return Array.isArray(item) && places.size > 0 ? item.map(put) : item;
    };
    return Object.fromEntries(plain.map(([key, item]) => [key, put(item)]));
  };

  return {
    unknown,
    supplied,
    assumed,
    highest,
    fill,
    unitOf: () => {
      const identities = new Set(unknown.map((part) => part.identity));
      return identities.size === 1 && allZero ? unknown[0]?.expression : undefined;
    },
  };
}

function nameAt(key: KeySpec, indices: readonly number[]): string {
  return key.name + indices.map((index) => `[${index}]`).join('');
}

/** Whether the number at that place of a key's value is a height of the curve. */
function isValueAt(key: KeySpec, indices: readonly number[]): boolean {
  if (key.noEffect) return false;
  if (key.unit === 'points') return indices.length === 2 && indices[1] === 1;
  return key.unit === 'learning rate';
}

function unknownPart(name: string, node: ResolvedNode): UnknownPart {
  return { name, node, expression: node.kind === 'unknown' ? node.expression : '???' };
}

/**
 * An absolute interpolation means the same everywhere, a relative one only from the same place; what was reached
 * through others is the place where the answer failed.
 */
function identityOf(node: ResolvedNode, name: string, depth: number): string {
  if (node.kind !== 'unknown') return name;
  const { expression, via, problem } = node;
  if (!/\$\{\s*\./.test(expression)) return expression;
  if (via !== undefined && via.length > 1) return `${problem.origin.uri}#${problem.origin.start}`;
  return depth === 0 ? expression : `${expression} in ${name.slice(0, name.lastIndexOf('['))}`;
}

/** As many values that are assumed are told one by one. */
const MOST_ASSUMED = 50;

/** What resolving the values of a block took for granted, each said once. A list may hold a hundred thousand. */
class AssumedValues {
  private readonly told = new Map<string, Assumption>();
  private more = 0;

  add(one: Assumption): void {
    if (this.told.size < MOST_ASSUMED) this.told.set(`${one.origin.uri}#${one.origin.start}#${one.text}`, one);
    else this.more += 1;
  }

  lines(from: Standpoint): Line[] {
    const lines = [...this.told.values()].map((one) => assumptionLine(one, from));
    if (this.more > 0) lines.push([l10n.t`Assumed likewise: ${formatCount(this.more, 'more value')}.`]);
    return lines;
  }
}

/**
 * Whether the values really are multiples of the unknown: twice the unknown gives twice the curve. All schedules of
 * the table do when every other value is 0; one that is added and does not must not be drawn as if it did.
 */
function scales(fields: Fields): boolean {
  const one = createSchedule(fields.fill(() => 1));
  const two = createSchedule(fields.fill(() => 2));
  const steps = 97;
  for (let step = 0; step < steps; step += 6) {
    const a = evaluated(one, step, steps);
    const b = evaluated(two, step, steps);
    if (a === undefined || b === undefined) {
      if (a !== b) return false;
    } else if (Number.isFinite(a) && Math.abs(b - 2 * a) > 1e-9 * Math.abs(b)) return false;
  }
  return true;
}

function evaluated(schedule: Schedule, step: number, totalSteps: number): number | undefined {
  try {
    return schedule.valueAt(step, totalSteps);
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

interface Taken {
  readonly value: number;
  readonly line: Line;
}

/** A number for each unknown height, where the curve is no multiple of a single one, and how that reads. */
function assumeValues(fields: Fields, context: CurveContext): Map<string, Taken> {
  const taken = new Map<string, Taken>();
  const { highest } = fields;
  // Peaks first: a lower end may not be above them.
  const ordered = [...fields.unknown].sort((a, b) => Number(b.spec.isLearningRate) - Number(a.spec.isLearningRate));
  let peak: number | undefined;
  const onlyDrawn = l10n.t('{0} is not known from {1}: {2} assumed for {3}, only to draw the curve.');
  for (const part of ordered) {
    if (taken.has(part.identity)) continue;
    const isPeak = part.spec.isLearningRate || part.spec.type !== 'float';
    const named = siblingNamed(part.node, context);
    let value: number;
    let why: string;
    if (named !== undefined) {
      value = named.value;
      why = l10n.t('{0} is not known from {1}: {2} assumed for {3}, the {4} beside the block.');
    } else if (isPeak) {
      value = highest > 0 && highest >= ASSUMED_PEAK ? 10 * highest : ASSUMED_PEAK;
      if (part.spec.type !== 'float' && highest > 0) value = highest;
      why = onlyDrawn;
    } else {
      const usual = typeof part.spec.default === 'number' ? part.spec.default : 0;
      value = Math.min(usual, peak ?? (highest > 0 ? highest : usual));
      why =
        value === part.spec.default
          ? l10n.t('{0} is not known from {1}: {2} assumed for {3}, its default.')
          : onlyDrawn;
    }
    if (isPeak) peak ??= value;
    taken.set(part.identity, {
      value,
      line: sentence(
        why,
        code(part.expression),
        wholeName(context.from),
        formatNumber(value),
        code(part.name),
        code(named?.key ?? ''),
      ),
    });
  }
  return taken;
}

/** The number of the optimizer's key that an unknown interpolation ends in: most likely the very value it points at. */
function siblingNamed(node: ResolvedNode, context: CurveContext): { key: string; value: number } | undefined {
  if (node.kind !== 'unknown') return undefined;
  const key = /^\$\{(?:[^${}]*[^${}\w])?([A-Za-z_]\w*)\s*\}$/.exec(node.expression)?.[1];
  if (key === undefined) return undefined;
  const value = optimizerScalar(context, key)?.value;
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? { key, value } : undefined;
}

/** The total that the curve is laid out for: whole epochs where values are held over epochs, with the overhang. */
export function layoutSteps({ schedule, heldFor, total }: ScheduleCurve): number {
  const steps = heldFor === undefined ? total.steps : Math.floor(total.steps / heldFor) * heldFor;
  try {
    return schedule.effectiveTotal(steps);
  } catch (error) {
    if (error instanceof ScheduleError) return steps;
    throw error;
  }
}

/**
 * The first training step at which a fraction of the run is reached, as upstream tells (step / total ≥ fraction);
 * undefined where training ends before.
 */
export function firstStepFrom(curve: ScheduleCurve, fraction: number): number | undefined {
  const { heldFor, total } = curve;
  const layout = layoutSteps(curve);
  let step = Math.max(0, Math.ceil(fraction * layout));
  if (!(step <= total.steps)) return undefined;
  // Multiplying rounds otherwise than dividing does: the product may be one step off.
  while (step > 0 && (step - 1) / layout >= fraction) step--;
  while (step < total.steps && step / layout < fraction) step++;
  if (heldFor !== undefined) step = Math.ceil(step / heldFor) * heldFor;
  return step < total.steps ? step : undefined;
}

/** More changes than this are not counted. */
export const MOST_CHANGES = 1000;

/**
 * The training steps at which a schedule of steps changes its value, ascending; MOST_CHANGES of them, evenly chosen,
 * where there are as many or more.
 */
export function changesOf({ schedule, total, heldFor }: ScheduleCurve): readonly number[] {
  return jumpsOf(schedule, total.steps, {
    limit: MOST_CHANGES,
    ...(heldFor !== undefined && { updatesPerEpoch: heldFor }),
  });
}

/** A stretch of training in steps, ends included; need not be whole. */
export interface SampleWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * The curve in at most `maxPoints` points, each exact, with every jump kept as far as they fit. Of a stretch the steps
 * beside it too, so that lines lead out of the picture.
 */
function samplesOf({ schedule, total, heldFor }: ScheduleCurve, maxPoints: number, window?: SampleWindow) {
  const last = total.steps - 1;
  const cut = (step: number) => Math.min(Math.max(step, 0), last);
  return sampledOnce(schedule, total.steps, {
    maxPoints,
    ...(heldFor !== undefined && { updatesPerEpoch: heldFor }),
    ...(window !== undefined && {
      from: cut(Math.floor(Math.min(window.from, window.to)) - 1),
      to: cut(Math.ceil(Math.max(window.from, window.to)) + 1) + 1,
    }),
  });
}

export interface Fact {
  /** `first step`, `peak`, `25 %`, `last step`, `training begins`. */
  readonly label: string;
  /** The label for a narrow column, where it has one: `first`. */
  readonly short?: string;
  readonly step: number;
  /** undefined where evaluating the schedule fails. */
  readonly value?: number;
}

export interface Facts {
  readonly first: Fact;
  readonly peak: Fact;
  readonly quarters: readonly Fact[];
  readonly last: Fact;
  /** Where training begins, if that is not step 0. */
  readonly start?: Fact;
}

/** Points in which the peak is looked for; corners and extremes are always among them. */
const FACT_POINTS = 256;

const cachedFacts = new WeakMap<ScheduleCurve, Facts>();

/** The values that matter. A quarter of training is the first step at which it is over. */
export function factsOf(curve: ScheduleCurve): Facts {
  const cached = cachedFacts.get(curve);
  if (cached !== undefined) return cached;
  const total = curve.total.steps;
  const fact = (label: string, step: number, short?: string): Fact => {
    const value = curve.at(step);
    return { label, ...(short !== undefined && { short }), step, ...(typeof value === 'number' && { value }) };
  };
  const known = factsOfSample(samplesOf(curve, FACT_POINTS));
  const start = curve.startStep;
  const facts: Facts = {
    first: fact(l10n.t('first step'), 0, l10n.t('first')),
    peak: fact(l10n.t('peak'), known?.peak.step ?? 0),
    quarters: [0.25, 0.5, 0.75].map((quarter) => fact(formatPercent(quarter), Math.floor(total * quarter))),
    last: fact(l10n.t('last step'), total - 1, l10n.t('last')),
    ...(start !== undefined && start < total && { start: fact(l10n.t('training begins'), start) }),
  };
  cachedFacts.set(curve, facts);
  return facts;
}

/** The facts in the order to show them. */
export function factList({ first, peak, quarters, last, start }: Facts): Fact[] {
  return [first, ...(start ? [start] : []), peak, ...quarters, last];
}

/** A curve for the renderer, of all training or of a stretch, with the points in question marked. */
export function drawnCurve(
  curve: ScheduleCurve,
  maxPoints: number,
  marks: readonly Mark[],
  window?: SampleWindow,
): Curve {
  const isStretch = window !== undefined && Number.isFinite(window.from) && Number.isFinite(window.to);
  const { steps, values, failure } = samplesOf(curve, maxPoints, isStretch ? window : undefined);
  const shape = curve.heldFor !== undefined || curve.schedule.shape.stepwise ? 'step' : 'line';
  const end = failure && { step: failure.step, message: failure.pythonError };
  const phases = curve.phases.map(({ label, from, to }) => ({ label, from, to }));
  const { start } = factsOf(curve);
  const startMark: Mark[] = start === undefined ? [] : [{ step: start.step, label: start.label, role: 'note' }];
  const all = [...startMark, ...marks];
  return {
    series: [{ label: l10n.t(curve.spec.title), steps, values, shape, ...(end && { failure: end }) }],
    totalSteps: curve.total.steps,
    ...(curve.updatesPerEpoch !== undefined && { updatesPerEpoch: curve.updatesPerEpoch }),
    // A picture is also looked at without the text below it.
    quantity: isGuessed(curve) ? l10n.t`${curve.quantity}, partly assumed` : curve.quantity,
    ...(curve.unit !== undefined && { unit: curve.unit }),
    ...(phases.length > 1 && { phases }),
    ...(all.length > 0 && { marks: all }),
  };
}

/** Whether some height of the curve is a number that no file tells. */
export function isGuessed({ unknown, unit }: ScheduleCurve): boolean {
  return unknown.length > 0 && unit === undefined;
}

/** What the x axis is written in: of an assumed length only the fractions mean anything. */
export function xUnitOf(curve: ScheduleCurve): XUnit {
  return curve.total.source === 'assumed' && curve.total.steps === ASSUMED_STEPS ? 'percent' : 'steps';
}

/** Two decades: on a linear axis of a small picture everything below the first of them is one line. */
const LOG_RATIO = 100;

/** What the y axis of a picture that cannot be switched is: drops by a factor are equal steps on a log axis. */
export function yScaleOf(curve: ScheduleCurve): YScale {
  if (!curve.schedule.shape.stepwise) return 'linear';
  const { first, peak, last } = factsOf(curve);
  const values = [first, peak, last].map(({ value }) => value ?? Number.NaN);
  const [most, least] = [Math.max(...values), Math.min(...values)];
  return least > 0 && most / least >= LOG_RATIO ? 'log' : 'linear';
}
