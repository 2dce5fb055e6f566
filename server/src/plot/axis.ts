import { ticks as niceTicks, tickStep } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { formatEpoch, formatNumber, formatPercent, formatStep, formatStepShort } from '../format';
import { textWidth } from './text';
import type { Axis, Curve, XUnit, YScale } from './types';

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
  readonly format: (value: number) => string;
  readonly unit: (value: number) => string;
  /** Whole numbers only. */
  readonly whole: boolean;
}

function countIn(unit: XUnit, curve: Curve, total: number): XCount {
  const { updatesPerEpoch } = curve;
  if (unit === 'percent') {
    return { perStep: 1 / total, format: formatPercent, unit: () => 'of training', whole: false };
  }
  if (unit === 'fraction') {
    return { perStep: 1 / total, format: (value) => formatNumber(value), unit: () => 'of training', whole: false };
  }
  if (unit === 'epochs' && updatesPerEpoch !== undefined && updatesPerEpoch >= 1 && updatesPerEpoch <= MOST_STEPS) {
    const name = (value: number) => (value === 1 ? 'epoch' : 'epochs');
    return { perStep: 1 / updatesPerEpoch, format: formatEpoch, unit: name, whole: false };
  }
  const short = total >= LONG_STEPS;
  // The end of the axis may be any number of steps: it is shortened only where nothing is lost.
  const format = (value: number) => {
    const text = formatStepShort(value);
    return short && (value !== total || text.length <= 5) ? text : formatStep(value);
  };
  return { perStep: 1, format, unit: (value) => (value === 1 ? 'step' : 'steps'), whole: true };
}

/** What an x axis is called where its title stands apart from the numbers. */
export function xTitle(unit: XUnit, curve: Curve, total: number): string {
  const count = countIn(unit, curve, total);
  return unit === 'percent' ? '% of training' : unit === 'fraction' ? 'fraction of training' : count.unit(2);
}

/** The number at the end of an x axis, without its unit. */
export function xEnd(unit: XUnit, curve: Curve, total: number): string {
  const count = countIn(unit, curve, total);
  return count.format(total * count.perStep);
}

export interface XOptions {
  readonly unit: XUnit;
  readonly range: readonly [number, number];
  /** How far right of the axis a label may reach, in pixels. */
  readonly right: number;
  readonly fontSize: number;
  /** Writes the unit behind the last number, where a title has no room. */
  readonly inlineUnit: boolean;
}

/** An axis over 0 … `total` steps whose last tick always is the end of training. */
export function xAxis(
  curve: Curve,
  total: number,
  { unit, range, right, fontSize, inlineUnit }: XOptions,
): TickedAxis & { readonly end: Tick } {
  const count = countIn(unit, curve, total);
  const scale = scaleLinear().domain([0, total]).range(range);
  const last = total * count.perStep;
  const endLabel = inlineUnit ? `${count.format(last)} ${count.unit(last)}` : count.format(last);
  const endWidth = textWidth(endLabel, fontSize);
  const endAt = range[1];
  const endLeft = Math.min(endAt - textWidth(count.format(last), fontSize) / 2, right - endWidth);

  let ticks: Tick[] = [];
  for (const wanted of [10, 8, 6, 5, 4, 3, 2]) {
    ticks = niceTicks(0, last, wanted)
      .filter((value) => value < last && (!count.whole || Number.isInteger(value)))
      .map((value) => ({ at: scale(value / count.perStep), label: count.format(value) }));
    const widths = ticks.map((tick) => textWidth(tick.label, fontSize));
    const fits = ticks.every((tick, index) => {
      const next = ticks[index + 1];
      return next === undefined || tick.at + (widths[index] ?? 0) / 2 + GAP <= next.at - (widths[index + 1] ?? 0) / 2;
    });
    ticks = ticks.filter((tick, index) => tick.at + (widths[index] ?? 0) / 2 + GAP <= endLeft);
    if (fits) break;
  }
  return {
    axis: {
      kind: 'linear',
      domain: [0, total],
      range,
      toPixel: (step) => scale(step),
      fromPixel: (pixel) => scale.invert(pixel),
    },
    ticks,
    end: { at: endAt, label: endLabel },
  };
}

export interface YOptions {
  readonly scale: YScale;
  /** Lower edge first. */
  readonly range: readonly [number, number];
  readonly fontSize: number;
}

/** An axis over the given values, which are finite and no larger than `LARGEST_VALUE`. */
export function yAxis(values: Iterable<number>, { scale, range, fontSize }: YOptions): TickedAxis {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let minPositive = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    if (value > 0 && value < minPositive) minPositive = value;
  }
  const height = range[0] - range[1];
  const most = Math.max(2, Math.floor(height / (fontSize * (height < 150 ? 2.4 : 4))));
  // Powers of ten are short and what a reader looks for on a log axis, so they may stand closer.
  if (scale === 'log' && max > 0) {
    return logAxis(minPositive, max, range, Math.max(most, Math.floor(height / (fontSize * 2))));
  }
  return linearAxis(min > max ? [0, 1] : [min, max], range, most);
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
  const scale = scaleLinear().domain([from, to]).nice(most).range(range);
  const [low = 0, high = 1] = scale.domain();
  const values = niceTicks(low, high, most);
  const highest = Math.max(...values.map(Math.abs), 0);
  const step = tickStep(low, high, most);
  const digits = Math.max(1, 1 + powerOf(highest) - powerOf(Math.abs(step)));
  // One notation for the whole axis: the one its largest number has by the rule of formatNumber.
  const notation = formatNumber(highest).includes('e') ? 'exponent' : 'decimal';
  return {
    axis: {
      kind: 'linear',
      domain: [low, high],
      range,
      toPixel: (value) => scale(value),
      fromPixel: (pixel) => scale.invert(pixel),
    },
    ticks: values.map((value) => ({ at: scale(value), label: formatNumber(value, { digits, notation }) })),
  };
}

function powerOf(value: number): number {
  return value > 0 ? Math.floor(Math.log10(value) + 1e-9) : 0;
}

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
  const scale = scaleLog().domain([low, high]).range(range);
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
  if (values.length < 2) values = high - low < SMALLEST_SPAN ? [low, high] : niceTicks(low, high, most);
  const floor = range[0];
  const toPixel = (value: number) => (value > low ? scale(value) : floor);
  return {
    axis: { kind: 'log', domain: [low, high], range, toPixel, fromPixel: (pixel) => scale.invert(pixel) },
    ticks: spread(
      values.map((value) => ({ at: scale(value), label: formatNumber(value) })),
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
  return /^0*\.?0*10*(e|$)/.test(label) ? 1 : 0;
}

function roundTo125(value: number, direction: 'up' | 'down'): number {
  const power = powerOf(value);
  const candidates = MANTISSAS.map((mantissa) => times(mantissa, power));
  const slack = value * 1e-9;
  if (direction === 'up') return candidates.find((candidate) => candidate >= value - slack) ?? value;
  const below = candidates.filter((candidate) => candidate <= value + slack && candidate > 0);
  return below.at(-1) ?? Number.MIN_VALUE;
}
