import * as l10n from '@vscode/l10n';
import { nice, ticks as niceTicks, tickStep } from 'd3-array';
import { formatEpoch, formatNumber, formatPercent, formatStep, formatStepShort } from '../format';
import type { Extent } from './extent';
import { textWidth } from './text';
import type { Axis, Curve, Span, XUnit, YScale } from './types';

export interface Tick {
  /** In pixels. */
  readonly at: number;
  readonly label: string;
}

export interface TickedAxis {
  readonly axis: Axis;
  readonly ticks: readonly Tick[];
}

/** Beyond this, differences of two values overflow: such a value is left out as an infinite one is. */
export const LARGEST_VALUE = 1e300;
/** More steps than any training has, and few enough that every one of them is a number of its own. */
export const MOST_STEPS = 1e15;
/** Below this, d3's ticks divide by zero: a linear axis is never finer. */
const SMALLEST_SPAN = 1e-290;
/** A curve that changes by less than this part of its largest value is drawn without the zero line. */
const FLAT = 0.05;
/** From here on all steps of the axis are written in thousands or millions. */
const LONG_STEPS = 100_000;

const GAP = 10;

/** How the x axis counts: `perStep` of its unit to the step. */
interface XCount {
  readonly perStep: number;
  /** How all of the axis' values are written, the last of which may be the end of training. */
  readonly format: (values: readonly number[], toEnd: boolean) => (value: number) => string;
  readonly unit: (value: number) => string;
  /** Whole numbers only. */
  readonly whole: boolean;
}

function countIn(unit: XUnit, curve: Curve, total: number): XCount {
  const { updatesPerEpoch } = curve;
  if (unit === 'percent') {
    const format = (values: readonly number[]) => {
      const digits = digitsOf(values);
      return digits <= 3 ? formatPercent : (value: number) => `${exactly(value * 100, digits)} %`;
    };
    return { perStep: 1 / total, format, unit: () => l10n.t('of training'), whole: false };
  }
  if (unit === 'fraction') {
    const format = (values: readonly number[]) => {
      const digits = digitsOf(values);
      return digits <= 4 ? (value: number) => formatNumber(value) : (value: number) => exactly(value, digits);
    };
    return { perStep: 1 / total, format, unit: () => l10n.t('of training'), whole: false };
  }
  if (unit === 'epochs' && updatesPerEpoch !== undefined && updatesPerEpoch >= 1 && updatesPerEpoch <= MOST_STEPS) {
    const name = (value: number) => (value === 1 ? l10n.t('epoch') : l10n.t('epochs'));
    const format = (values: readonly number[]) => {
      const digits = digitsOf(values);
      return stepOf(values) >= 0.01 ? formatEpoch : (value: number) => exactly(value, digits);
    };
    return { perStep: 1 / updatesPerEpoch, format, unit: name, whole: false };
  }
  const format = (values: readonly number[], toEnd: boolean) => {
    const round = toEnd ? values.slice(0, -1) : values;
    const short = total >= LONG_STEPS && round.every(isRound);
    // The end of training may be any number of steps: it is shortened only where nothing is lost.
    return (value: number) => {
      const text = formatStepShort(value);
      return short && (value !== total || text.length <= 5) ? text : formatStep(value);
    };
  };
  return { perStep: 1, format, unit: (value) => (value === 1 ? l10n.t('step') : l10n.t('steps')), whole: true };
}

/** Whether nothing is lost when it is written with two decimals in thousands, millions or billions. */
function isRound(step: number): boolean {
  return step < 10_000 || step % (step >= 1e9 ? 1e7 : step >= 1e6 ? 1e4 : 10) === 0;
}

/** From the first value to the second one; without a second, no axis is too coarse for it. */
function stepOf([first, second]: readonly number[]): number {
  return first === undefined || second === undefined ? Number.POSITIVE_INFINITY : second - first;
}

/** The significant digits in which the values of an axis differ: many, where one has zoomed in far from 0. */
function digitsOf(values: readonly number[]): number {
  const step = stepOf(values);
  return step > 0 && step < Number.POSITIVE_INFINITY ? 1 + powerOf(Math.abs(values.at(-1) ?? 0)) - powerOf(step) : 1;
}

function exactly(value: number, digits: number): string {
  return formatNumber(value, { digits: Math.min(17, digits), notation: 'decimal' });
}

/** What an x axis is called where its title stands apart from the numbers. */
export function xTitle(unit: XUnit, curve: Curve, total: number): string {
  const count = countIn(unit, curve, total);
  return unit === 'percent'
    ? l10n.t('% of training')
    : unit === 'fraction'
      ? l10n.t('fraction of training')
      : count.unit(2);
}

/** The number at the end of training, without its unit. */
export function xEnd(unit: XUnit, curve: Curve, total: number): string {
  const count = countIn(unit, curve, total);
  const last = total * count.perStep;
  return count.format([last], true)(last);
}

export interface XOptions {
  readonly unit: XUnit;
  /** What is in sight, in steps. */
  readonly window: Span;
  readonly range: readonly [number, number];
  /** How far right a label may reach, in pixels. */
  readonly right: number;
  readonly fontSize: number;
  /** Writes the unit behind the last number, where a title has no room. */
  readonly inlineUnit: boolean;
}

/** A tick with the place of its label's middle, which the picture's edges may have pushed aside. */
export interface XTick extends Tick {
  readonly middle: number;
}

/** An axis over a stretch of training. Where the end of training is in sight, it has a tick of its own. */
export function xAxis(
  curve: Curve,
  total: number,
  { unit, window, range, right, fontSize, inlineUnit }: XOptions,
): { readonly axis: Axis; readonly ticks: readonly XTick[] } {
  const count = countIn(unit, curve, total);
  const axis = linearAxisOver([window.from, window.to], range);
  const toEnd = window.to >= total;
  const first = window.from * count.perStep;
  const last = window.to * count.perStep;
  // A tick on an end of the axis is not lost to the rounding of that end.
  const slack = (last - first) * 1e-9;
  let placed: (XTick & { readonly left: number; readonly right: number })[] = [];
  for (const wanted of [10, 8, 6, 5, 4, 3, 2]) {
    const nice = niceTicks(first - slack, last + slack, wanted);
    const between = nice.filter((value) => !count.whole || Number.isInteger(value));
    const values = toEnd ? [...between.filter((value) => value < last - slack), last] : between;
    const format = count.format(values, toEnd);
    placed = values.map((value, index) => {
      const at = axis.toPixel(value / count.perStep);
      const isLast = index === values.length - 1;
      const label = isLast && inlineUnit ? `${format(value)} ${count.unit(value)}` : format(value);
      const half = textWidth(label, fontSize) / 2;
      const middle = Math.max(2 + half, Math.min(at, right - half));
      return { at, label, middle, left: middle - half, right: middle + half };
    });
    const end = placed.at(-1);
    // With the end of training a tick comes in at an odd place: those too close to it go.
    const beside = toEnd ? placed.slice(0, -1) : placed;
    const fits = beside.every(
      (tick, index) => tick.right + GAP <= (beside[index + 1]?.left ?? Number.POSITIVE_INFINITY),
    );
    placed = placed.filter((tick) => tick === end || (end !== undefined && tick.right + GAP <= end.left));
    if (fits) break;
  }
  return { axis, ticks: placed.map(({ at, label, middle }) => ({ at, label, middle })) };
}

export interface YOptions {
  readonly scale: YScale;
  /** Ends to take as they are; those that no axis can have are left aside. */
  readonly window?: Span;
  /** Lower edge first. */
  readonly range: readonly [number, number];
  readonly fontSize: number;
}

/** An axis over values that are finite and no larger than `LARGEST_VALUE`. */
export function yAxis(extent: Extent, { scale, window, range, fontSize }: YOptions): TickedAxis {
  const { min, max, minPositive } = extent;
  const height = range[0] - range[1];
  const most = Math.max(2, Math.floor(height / (fontSize * (height < 150 ? 2.4 : 4))));
  if (scale === 'log' && (max > 0 || isUsable(window, 'log'))) {
    // Powers of ten are short and what a reader looks for on a log axis, so they may stand closer.
    const mostPowers = Math.max(most, Math.floor(height / (fontSize * 2)));
    if (isUsable(window, 'log')) return logAxisOver([window.from, window.to], range, mostPowers, true);
    return logAxis(minPositive, max, range, mostPowers);
  }
  if (isUsable(window, 'linear')) return tickedLinear([window.from, window.to], range, most);
  return linearAxis(min > max ? [0, 1] : [min, max], range, most);
}

function isUsable(window: Span | undefined, scale: YScale): window is Span {
  if (window === undefined) return false;
  const { from, to } = window;
  const largest = Math.max(Math.abs(from), Math.abs(to));
  if (!(largest <= LARGEST_VALUE && to - from >= Math.max(SMALLEST_SPAN, largest * 1e-12))) return false;
  return scale === 'linear' || from > 0;
}

function linearAxis([min, max]: [number, number], range: readonly [number, number], most: number): TickedAxis {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const flat = max > min && (max - min) / largest < FLAT;
  let from = flat ? min : Math.min(0, min);
  let to = flat ? max : Math.max(0, max);
  if (to - from < SMALLEST_SPAN) to = from === 0 && largest === 0 ? 1 : from + SMALLEST_SPAN;
  // Near the end of a float's precision there may be nothing between two values to put a tick on.
  if (to - from < largest * 1e-12) {
    from = Math.min(0, min);
    to = Math.max(0, max);
  }
  const [low, high] = nice(from, to, most);
  return tickedLinear([low, high], range, most);
}

function tickedLinear(domain: readonly [number, number], range: readonly [number, number], most: number): TickedAxis {
  const [low, high] = domain;
  const axis = linearAxisOver(domain, range);
  let values = niceTicks(low, high, most);
  if (values.length < 2) values = niceTicks(low, high, 2 * most);
  const highest = Math.max(...values.map(Math.abs), 0);
  const step = tickStep(low, high, most);
  const digits = Math.max(1, 1 + powerOf(highest) - powerOf(Math.abs(step)));
  // One notation for the whole axis: the one its largest number has by the rule of formatNumber.
  const notation = formatNumber(highest).includes('e') ? 'exponent' : 'decimal';
  return {
    axis,
    ticks: values.map((value) => ({ at: axis.toPixel(value), label: formatNumber(value, { digits, notation }) })),
  };
}

/** Written out, because every point of every frame goes through it. */
function linearAxisOver(domain: readonly [number, number], range: readonly [number, number]): Axis {
  const [low, high] = domain;
  const [start, end] = range;
  const span = high - low;
  const pixels = end - start;
  return {
    kind: 'linear',
    domain,
    range,
    toPixel: (value) => start + ((value - low) / span) * pixels,
    fromPixel: (pixel) => low + ((pixel - start) / pixels) * span,
  };
}

function powerOf(value: number): number {
  return value > 0 ? Math.floor(Math.log10(value) + 1e-9) : 0;
}

/** How many pixels below a zoomed log axis the values lie that it has no place for. */
const BELOW = 1000;

/** Powers of ten from one tick to the next on a log axis. */
const STRIDES = [1, 2, 3, 5, 10, 20, 25, 50, 100, 200];

const MANTISSAS = [1, 2, 5, 10];

/** Power of ten from its text, which is exact where `10 ** power` is off by a bit. */
function times(mantissa: number, power: number): number {
  return Number(`${mantissa}e${power}`);
}

function logAxis(min: number, max: number, range: readonly [number, number], most: number): TickedAxis {
  let low = roundTo125(min, 'down');
  let high = roundTo125(max, 'up');
  if (low === high) {
    low = Math.max(low / 10, Number.MIN_VALUE);
    high *= 10;
  }
  return logAxisOver([low, high], range, most, false);
}

function logAxisOver(
  domain: readonly [number, number],
  range: readonly [number, number],
  most: number,
  zoomed: boolean,
): TickedAxis {
  const [low, high] = domain;
  const bottom = powerOf(low);
  const top = powerOf(high);
  const inSight = (value: number) => value >= low && value <= high;
  const powers = (stride: number) => {
    const values: number[] = [];
    // Multiples of the stride, so that 1 (10⁰) is among them wherever it is in sight.
    for (let power = Math.ceil(bottom / stride) * stride; power <= top; power += stride) values.push(times(1, power));
    return values.filter(inSight);
  };
  let values = STRIDES.map(powers).find((candidate) => candidate.length <= most) ?? [];
  if (values.length < 2) values = powers(1);
  if (values.length < 3 && top - bottom < 3) {
    values = [];
    for (let power = bottom; power <= top; power++) {
      for (const mantissa of [1, 2, 5]) values.push(times(mantissa, power));
    }
    values = values.filter(inSight);
  }
  let digits = 4;
  if (values.length < 2) {
    values = high - low < SMALLEST_SPAN ? [low, high] : niceTicks(low, high, most);
    digits = Math.max(digits, digitsOf(values));
  }
  const [floor, ceiling] = range;
  const lowest = Math.log(low);
  const span = Math.log(high) - lowest;
  const pixels = ceiling - floor;
  const scaled = (value: number) => floor + ((Math.log(value) - lowest) / span) * pixels;
  // What has no logarithm is farther down than anything that has one.
  const toPixel = zoomed
    ? (value: number) => (value > 0 ? scaled(value) : floor + BELOW)
    : (value: number) => (value > low ? scaled(value) : floor);
  const fromPixel = (pixel: number) => Math.exp(lowest + ((pixel - floor) / pixels) * span);
  return {
    axis: { kind: 'log', domain, range, toPixel, fromPixel },
    ticks: spread(
      values.map((value) => ({ at: scaled(value), label: formatNumber(value, { digits }) })),
      Math.abs(range[0] - range[1]) / (most + 1),
    ),
  };
}

/** Leaves out ticks that stand closer than `distance` pixels to the one before, the round powers first to stay. */
function spread(ticks: readonly Tick[], distance: number): readonly Tick[] {
  const kept: Tick[] = [];
  const byRoundness = [...ticks].sort((a, b) => roundness(b.label) - roundness(a.label));
  for (const tick of byRoundness) {
    if (kept.every((other) => Math.abs(other.at - tick.at) >= distance * 0.75)) kept.push(tick);
  }
  return kept.sort((a, b) => b.at - a.at);
}

function roundness(label: string): number {
  return /^(?:0*\.)?0*10*(e|$)/.test(label) ? 1 : 0;
}

function roundTo125(value: number, direction: 'up' | 'down'): number {
  const power = powerOf(value);
  const candidates = MANTISSAS.map((mantissa) => times(mantissa, power));
  const slack = value * 1e-9;
  if (direction === 'up') return candidates.find((candidate) => candidate >= value - slack) ?? value;
  const below = candidates.filter((candidate) => candidate <= value + slack && candidate > 0);
  return below.at(-1) ?? Number.MIN_VALUE;
}
