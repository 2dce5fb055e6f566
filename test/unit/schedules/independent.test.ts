import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSchedule, kindSpecs } from '../../../server/src/schedules';
import {
  block,
  decreasingBlock,
  increasingBlock,
  piecewiseBlock,
  stableBlock,
  stepBlock,
  stepDecreasingBlock,
  warmupBlock,
} from './blocks';
import { distance, shortName } from './reference';

/*
 * The formulas of the framework, written here a second time and without a look at ours: as short as they can be, with
 * Math's functions, for valid blocks and steps of the run only.
 */

interface Keys {
  readonly kind: string;
  readonly [key: string]: unknown;
}

const { cos, max, min, PI, sqrt, trunc } = Math;

function independent(keys: Keys, step: number, total: number): number {
  const number = (name: string, otherwise: number) => (keys[name] === undefined ? otherwise : Number(keys[name]));
  const n = total + trunc(total * number('overhang_percent', 0)) + number('overhang_steps', 0);
  const name = shortName(keys.kind).replace('Schedule', '');
  const shape = /^(.*?)(?:De|In)creasing$/.exec(name)?.[1];
  if (shape !== undefined) {
    const peak = number('max_value', Number.NaN);
    const [from, to] = name.includes('De') ? [peak, number('end_value', 0)] : [number('start_value', 0), peak];
    const first = keys.exclude_first === true ? 1 : 0;
    const whole = n + first + (keys.exclude_last === true ? 1 : 0);
    return from + progress(shape, keys, step + first, whole) * (to - from);
  }
  const start = number('start_value', 1);
  const factor = number('factor', Number.NaN);
  switch (name) {
    case 'Constant':
      return number('value', Number.NaN);
    case 'Custom':
      return (keys.values as number[])[step] ?? Number.NaN;
    case 'StepFixed':
      return start * factor ** (keys.steps as number[]).filter((at) => at <= step / n).length;
    case 'StepInterval':
      return start * factor ** drops(step / n, number('update_interval', Number.NaN));
    case 'PiecewiseLinear':
      return piecewise(keys.control_points as [number, number][], step / n);
    default:
      return inParts(name, keys, step, n);
  }
}

function progress(shape: string, keys: Keys, step: number, n: number): number {
  const share = step / max(1, n - 1);
  if (shape === 'Linear') return share;
  if (shape === 'Sqrt') return sqrt(share);
  if (shape === 'Cosine') return 1 - (1 + cos((PI * step) / max(1, n - 1))) / 2;
  if (shape === 'Polynomial') return 1 - (1 - share) ** Number(keys.power ?? 1);
  return 1 - Number(keys.factor) ** drops(step / n, Number(keys.decreases_interval));
}

/** How many intervals are over, but for the tenth decimal. */
const drops = (share: number, interval: number) => trunc(Number((share / interval).toFixed(10)));

function piecewise(points: readonly [number, number][], share: number): number {
  const behind = points.filter(([at]) => at <= share);
  const [x0, y0] = share === 0 ? (points[0] ?? [0, 0]) : (behind.at(-1) ?? [0, 0]);
  const next = points[behind.length];
  if (share === 0 || next === undefined) return y0;
  // Other orders of the product are 1 ulp off: this is the one that the reference's numbers, met to the bit, leave.
  return y0 + ((share - x0) / (next[0] - x0)) * (next[1] - y0);
}

/** A warm-up, a plateau that may have no length, and what follows. */
function inParts(name: string, keys: Keys, step: number, n: number): number {
  const peak = Number(keys.max_value);
  const low = Number(keys.start_value ?? 0);
  const end = Number(keys.end_value ?? 1e-6);
  const byShare = keys.warmup_percent !== undefined;
  const warm = byShare ? trunc((n - 1) * Number(keys.warmup_percent)) : Number(keys.warmup_steps);
  // The last step of the warm-up is left out, and the first one where it would train with nothing.
  const first = low === 0 ? 1 : 0;
  if (step < warm) return low + ((step + first) / max(1, warm + first)) * (peak - low);
  const isStable = name === 'WarmupStableDecay';
  const cool = !isStable
    ? warm
    : byShare
      ? trunc((1 - Number(keys.cooldown_percent)) * (n - 1))
      : n - Number(keys.cooldown_steps);
  if (step < cool) return peak;
  const asked = isStable ? String(keys.cooldown_shape ?? 'sqrt') : 'cosine';
  const shape = asked.charAt(0).toUpperCase() + asked.slice(1);
  return peak + progress(shape, keys, min(step - cool, n - cool - 1), n - cool) * (end - peak);
}

const value = fc.double({ min: 0, max: 1, noNaN: true });
const share = fc.double({ min: 0, max: 0.5, noNaN: true });
const levels = fc.tuple(value, value).map(([peak, part]) => ({ max_value: peak, end_value: peak * part }));

const arbitraries: Readonly<Record<string, fc.Arbitrary<Keys>>> = {
  constant: value.map((each) => block('ConstantSchedule', { value: each })),
  custom: fc
    .array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 50 })
    .map((some) =>
      block('CustomSchedule', { values: Array.from({ length: 2000 }, (_, at) => some[at % some.length]) }),
    ),
  decreasing: decreasingBlock,
  increasing: increasingBlock,
  'in steps': stepBlock,
  'decreasing in steps': stepDecreasingBlock,
  'warm-up by share': warmupBlock.filter((keys) => (keys as Keys).warmup_percent !== 1),
  'warm-up by steps': fc
    .tuple(levels, fc.integer({ min: 0, max: 400 }), fc.boolean())
    .map(([keys, warmup_steps, low]) =>
      block('LinearWarmupCosineDecaySchedule', { ...keys, warmup_steps, start_value: low ? keys.end_value : 0 }),
    ),
  'plateau by steps': stableBlock,
  'plateau by share': fc
    .tuple(levels, share, share, fc.constantFrom('sqrt', 'linear', 'cosine'))
    .map(([keys, warmup_percent, cooldown_percent, cooldown_shape]) =>
      block('WarmupStableDecaySchedule', { ...keys, warmup_percent, cooldown_percent, cooldown_shape }),
    ),
  piecewise: piecewiseBlock,
};

const kinds = new Set<string>();

it.each(Object.entries(arbitraries))('%s: what the core evaluates is what the formula says', (_, arbitrary) => {
  const run = fc.record({
    keys: arbitrary,
    // No part is longer than the run: the longest warm-up and cool-down take 1,000 updates together.
    total: fc.integer({ min: 1001, max: 2000 }),
    at: fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 4, maxLength: 4 }),
    overhang: fc.option(share, { nil: undefined }),
  });
  fc.assert(
    fc.property(run, ({ keys: written, total, at, overhang }) => {
      const keys =
        overhang !== undefined && !('overhang_steps' in written) ? { ...written, overhang_percent: overhang } : written;
      const schedule = createSchedule(keys);
      kinds.add(keys.kind);
      const steps = [0, 1, total - 1, ...at.map((part) => trunc(part * total))];
      const expected = steps.map((step) => independent(keys, step, total));
      const largest = max(...expected.map(Math.abs), Number(keys.max_value ?? 0));
      for (const [index, step] of steps.entries()) {
        const ours = schedule.valueAt(step, total);
        const { ulps, allowed } = distance(keys.kind, expected[index] ?? Number.NaN, ours, largest);
        expect(ulps, `step ${step}: ${ours} is not ${expected[index]}`).toBeLessThanOrEqual(allowed);
      }
    }),
    { numRuns: 1000 },
  );
});

it('every kind that can be trained with was among them', () => {
  expect([...kinds].sort()).toEqual(
    kindSpecs
      .filter(({ usable }) => usable)
      .map(({ kind }) => kind)
      .sort(),
  );
});
