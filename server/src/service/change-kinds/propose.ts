import type { KeySpec, KindSpec } from '../../schedules';
import { numberText } from '../complete/write';
import { factsOf, type ScheduleCurve } from '../curve';
import { intervalOf, stepsOf } from '../refactor/kinds';
import { excludes } from './carry';

/** Values for the keys that a new kind needs, so that peak, end and times of the curve stay as near as they can. */
export function proposedKeys(
  curve: ScheduleCurve,
  to: KindSpec,
  given: ReadonlySet<string>,
): readonly { readonly key: string; readonly value: string }[] | undefined {
  const shape = shapeOf(curve);
  const taken = new Set(given);
  const proposed: { key: string; value: string }[] = [];
  for (const key of wantedKeys(to, given, shape)) {
    if (taken.has(key.name) || excludes(to, key.name, taken)) continue;
    const value = valueFor(key, shape, taken);
    if (value === undefined) {
      if (isNeeded(key, to)) return undefined;
      continue;
    }
    taken.add(key.name);
    proposed.push({ key: key.name, value });
  }
  return proposed;
}

function isNeeded(key: KeySpec, { exactlyOneOf }: KindSpec): boolean {
  return key.required || key.requiredIn !== undefined || exactlyOneOf.some((group) => group.includes(key.name));
}

/** Of two ways to say a length the one that its neighbour is said in, else the fraction: it fits a run of any length. */
function wantedKeys(to: KindSpec, given: ReadonlySet<string>, shape: Shape): readonly KeySpec[] {
  const inSteps = [...given].some((name) => name === 'warmup_steps' || name === 'cooldown_steps');
  const keys = [...to.keys.values()].filter((key) => !key.noEffect && (isNeeded(key, to) || isShaping(key, shape)));
  const rank = ({ unit }: KeySpec) => (unit === 'steps' ? 1 : unit === 'fraction of training' ? -1 : 0);
  return keys.sort((a, b) => (inSteps ? rank(b) - rank(a) : rank(a) - rank(b)));
}

/** Optional keys whose default would make another curve of it. */
function isShaping({ name, default: usual }: KeySpec, shape: Shape): boolean {
  const { peak, low, rises } = shape;
  if (name === 'power') return true;
  if (name === 'cooldown_shape') return cooldown(shape) !== undefined;
  if (name === 'start_value') return rises && low !== usual;
  return name === 'end_value' && typeof usual === 'number' && (low < peak ? low !== usual : usual > peak);
}

interface Shape {
  readonly curve: ScheduleCurve;
  readonly total: number;
  readonly peak: number;
  /** The lower end: the last value, or the first one where the curve rises to its end. */
  readonly low: number;
  readonly rises: boolean;
  /** Fractions of training at which the value changes by a jump. */
  readonly drops: readonly number[];
}

/** A smooth curve has no drops; as stairs it gets these, the classic thirds. */
const USUAL_DROPS = [0.3, 0.6, 0.9];
const USUAL_WARMUP = 0.05;
const USUAL_COOLDOWN = 0.2;
const USUAL_FACTOR = 0.1;
const USUAL_POWER = 2;
/** A list with an entry for each step is written out for runs as short as this. */
const MOST_VALUES = 100;
/** Points in which a bent part of a curve is written as straight lines. */
const POINTS_PER_BEND = 8;
const MOST_POINTS = 60;
/** What multiplying leaves behind these is no part of a number that somebody would write. */
const MOST_DIGITS = 12;

function shapeOf(curve: ScheduleCurve): Shape {
  const { first, peak, last } = factsOf(curve);
  const total = curve.total.steps;
  const exact = (value: number | undefined) => digits(value ?? 0, MOST_DIGITS);
  // Lines between points come to the last one behind the last step, and that one is what somebody wrote.
  const { straight, stepwise } = curve.schedule.shape;
  const behind = straight && !stepwise ? curve.at(total) : undefined;
  const end = exact(typeof behind === 'number' && Number.isFinite(behind) ? behind : last.value);
  const top = Math.max(exact(peak.value), end);
  const ends = [exact(first.value), end] as const;
  const rises = ends[0] < top;
  const drops = stepwise ? curve.phases.slice(1).map(({ from }) => digits(from / total, 4)) : [];
  // What comes after a warm-up counts as the end, unless the curve ends at its top.
  const low = ends[1] < top ? ends[1] : ends[0];
  return { curve, total, peak: top, low: Math.max(0, low), rises, drops };
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}

function text(value: number, isWhole = false): string {
  return numberText(value, isWhole ? 'int' : 'float');
}

function valueFor(key: KeySpec, shape: Shape, taken: ReadonlySet<string>): string | undefined {
  const { curve, peak, low, total } = shape;
  if (key.isLearningRate) return text(peak);
  switch (key.name) {
    case 'values':
      return valuesText(shape);
    case 'control_points':
      return pointsText(shape);
    case 'steps': {
      const interval = curve.schedule.fields.optionalNumber(intervalName(curve) ?? '');
      return (interval === undefined ? undefined : stepsOf(interval)) ?? listText(stairs(shape));
    }
    case 'update_interval':
    case 'decreases_interval':
      return intervalOf(stairs(shape)) ?? text(intervalNear(stairs(shape)));
    case 'factor': {
      const count = stairs(shape).length;
      const factor = low > 0 && low < peak ? digits((low / peak) ** (1 / count), 2) : USUAL_FACTOR;
      return text(factor);
    }
    case 'power':
      return text(USUAL_POWER);
    case 'start_value':
      return text(Math.min(curve.at(0) instanceof Error ? 0 : Number(curve.at(0)), peak));
    case 'end_value':
      return text(low < peak ? low : 0);
    case 'warmup_percent':
      return text(warmup(shape) ?? USUAL_WARMUP);
    case 'warmup_steps':
      return text(Math.max(1, Math.round((warmup(shape) ?? USUAL_WARMUP) * total)), true);
    case 'cooldown_percent':
      return taken.has('warmup_steps') ? undefined : text(cooldown(shape) ?? USUAL_COOLDOWN);
    case 'cooldown_steps':
      return taken.has('warmup_percent')
        ? undefined
        : text(Math.max(1, Math.round((cooldown(shape) ?? USUAL_COOLDOWN) * total)), true);
    case 'cooldown_shape':
      return 'linear';
    default:
      return typeof key.example === 'number' ? text(key.example, key.type === 'int') : undefined;
  }
}

function intervalName({ spec }: ScheduleCurve): string | undefined {
  return [...spec.keys.keys()].find((name) => name.endsWith('_interval'));
}

function stairs({ drops }: Shape): readonly number[] {
  const inside = drops.filter((drop) => drop > 0 && drop < 1);
  return inside.length > 0 ? inside : USUAL_DROPS;
}

/** The fraction of training in which the curve comes to its peak; undefined where it begins there or ends there. */
function warmup({ curve, total, rises }: Shape): number | undefined {
  const phase = curve.phases.find(({ name }) => name === 'warm-up' || name === 'increase');
  const end = phase?.to ?? (rises && !curve.schedule.shape.stepwise ? factsOf(curve).peak.step : 0);
  return end < total - 1 ? proper(digits(end / total, 3)) : undefined;
}

/** The fraction of training in which straight lines come down from the peak at its end, behind the warm-up. */
function cooldown(shape: Shape): number | undefined {
  const { curve, total, peak, low } = shape;
  const last = curve.phases.at(-1);
  const { straight, stepwise } = curve.schedule.shape;
  if (last === undefined || !straight || stepwise || last.to < total || low >= peak) return undefined;
  if (digits(numberAt(shape, last.from) ?? 0, MOST_DIGITS) !== peak) return undefined;
  const begin = digits(last.from / total, 3);
  return begin < (warmup(shape) ?? USUAL_WARMUP) ? undefined : proper(digits(1 - begin, 3));
}

function proper(part: number): number | undefined {
  return part > 0 && part < 1 ? part : undefined;
}

/**
 * The interval whose drops are as many as these, which have none in common, and as near to them as that allows: the n-th
 * comes before training ends, and the one behind it does not.
 */
function intervalNear(drops: readonly number[]): number {
  const count = drops.length;
  const least = 1 / (count + 1);
  const near = drops.reduce((sum, drop, index) => sum + drop / (index + 1), 0) / count;
  for (let places = 2; places <= MOST_DIGITS; places++) {
    const unit = 10 ** -places;
    const rounded = Math.round(near / unit) * unit;
    const widest = (Math.ceil(1 / count / unit) - 1) * unit;
    const narrowest = Math.ceil(least / unit) * unit;
    const interval = digits(Math.max(Math.min(rounded, widest), narrowest), MOST_DIGITS);
    if (interval >= least && interval * count < 1) return interval;
  }
  return least;
}

function listText(values: readonly number[]): string {
  return `[${values.map((value) => text(value)).join(', ')}]`;
}

function numberAt({ curve }: Shape, step: number): number | undefined {
  const value = curve.at(step);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function valuesText(shape: Shape): string | undefined {
  if (shape.total > MOST_VALUES) return undefined;
  const values = Array.from({ length: shape.total }, (_, step) => numberAt(shape, step));
  return values.some((value) => value === undefined) ? undefined : listText(values as number[]);
}

/** The curve as straight lines: its corners, the middle of what is bent, and both sides of each jump. */
function pointsText(shape: Shape): string | undefined {
  const { curve, total } = shape;
  const { straight, stepwise } = curve.schedule.shape;
  const points: [number, number][] = [];
  const add = (fraction: number, step: number): boolean => {
    const value = numberAt(shape, step);
    if (value === undefined) return false;
    points.push([fraction, digits(value, 6)]);
    return true;
  };
  const phases = curve.phases.length > 0 ? curve.phases : [{ from: 0, to: total }];
  for (const { from, to } of phases) {
    const bends = straight || stepwise ? 0 : POINTS_PER_BEND - 1;
    for (let part = 0; part <= bends; part++) {
      const step = Math.floor(from + ((to - from) * part) / (bends + 1));
      if (!add(digits(step / total, 4), step)) return undefined;
    }
    // The other side of a jump, and the end of training.
    if ((stepwise || to >= total) && !add(to >= total ? 1 : digits(to / total, 4), to - 1)) return undefined;
  }
  if (points.length > MOST_POINTS || points.length < 2) return undefined;
  return `[${points.map(([fraction, value]) => `[${text(fraction)}, ${text(value)}]`).join(', ')}]`;
}
