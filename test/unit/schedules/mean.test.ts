import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchedule, meanOf, type Schedule, ScheduleError, valueAtUpdate } from '../../../server/src/schedules';
import { anyBlock, block } from './blocks';

/** Every value of the run that can be computed, one after the other. */
function allValues(schedule: Schedule, total: number, updatesPerEpoch = 1): number[] {
  const values: number[] = [];
  for (let step = 0; step < total; step += 1) {
    try {
      values.push(valueAtUpdate(schedule, schedule.interval, step, { totalUpdates: total, updatesPerEpoch }));
    } catch (error) {
      if (error instanceof ScheduleError) break;
      throw error;
    }
  }
  return values;
}

/** What is left for rounding, when up to a million values of a size are added one by one. */
const ROUNDING = 1e-10;

function expectMean(schedule: Schedule, total: number, updatesPerEpoch?: number): void {
  const values = allValues(schedule, total, updatesPerEpoch);
  const { mean, error, steps } = meanOf(schedule, total, updatesPerEpoch === undefined ? {} : { updatesPerEpoch });
  expect(steps).toBe(values.length);
  if (steps === 0) return;
  const sum = values.reduce((all, value) => all + value, 0);
  const size = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (!Number.isFinite(size) || !Number.isFinite(sum)) return;
  expect(Math.abs(mean - sum / values.length)).toBeLessThanOrEqual(error + size * ROUNDING);
}

describe('meanOf', () => {
  test('is the mean of every single value, for every kind, failures and epochs included', () => {
    const total = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 15_000 }));
    const epoch = fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined });
    fc.assert(
      fc.property(anyBlock, total, epoch, (config, steps, updatesPerEpoch) => {
        const held = updatesPerEpoch !== undefined;
        const schedule = createSchedule(held ? { ...config, interval: 'epoch' } : config);
        expectMean(schedule, steps, updatesPerEpoch);
      }),
      { numRuns: 250 },
    );
  });

  test.each([
    ['LinearDecreasingSchedule', { max_value: 1, end_value: 0.25, overhang_steps: -3000 }],
    ['LinearIncreasingSchedule', { max_value: 1, exclude_first: true, exclude_last: true }],
    ['CosineDecreasingSchedule', { max_value: 1, overhang_percent: 0.3 }],
    ['CosineIncreasingSchedule', { max_value: 1 }],
    ['SqrtDecreasingSchedule', { max_value: 1 }],
    ['PolynomialDecreasingSchedule', { max_value: 1, power: 0.1 }],
    ['PolynomialDecreasingSchedule', { max_value: 1, power: 9 }],
    ['PolynomialDecreasingSchedule', { max_value: 1, power: 1000 }],
    ['PolynomialIncreasingSchedule', { max_value: 1, power: 0.5 }],
    ['LinearWarmupCosineDecaySchedule', { max_value: 1, warmup_percent: 0.07 }],
    ['WarmupStableDecaySchedule', { max_value: 1, warmup_steps: 999, cooldown_steps: 7777 }],
    [
      'WarmupStableDecaySchedule',
      { max_value: 1, warmup_percent: 0.3, cooldown_percent: 0.5, cooldown_shape: 'cosine' },
    ],
    ['StepDecreasingSchedule', { max_value: 1, factor: 0.9, decreases_interval: 0.013 }],
    ['StepFixedSchedule', { factor: 0.1, steps: [0.31, 0.62, 0.93] }],
    ['StepIntervalSchedule', { factor: 1.01, update_interval: 0.0011 }],
  ])('%s %o keeps its word in a run too long to be added up', (kind, keys) => {
    expectMean(createSchedule(block(kind, keys)), 30_011);
    expectMean(createSchedule(block(kind, { ...keys, interval: 'epoch' })), 30_011, 7);
  });

  test.each([
    // Straight from 1 to 0: the mean of the first and the last value.
    ['LinearDecreasingSchedule', { max_value: 1, end_value: 0 }, 0.5, 0],
    // Areas below the curves: 1 − ∫ √x = 1/3, ∫ (1 − x)³ = 1/4, half a cosine wave = 1/2.
    ['SqrtDecreasingSchedule', { max_value: 1, end_value: 0 }, 1 / 3, 1e-6],
    ['PolynomialDecreasingSchedule', { max_value: 1, end_value: 0, power: 3 }, 1 / 4, 1e-6],
    ['CosineDecreasingSchedule', { max_value: 1, end_value: 0 }, 1 / 2, 1e-6],
    // 0.3 · 1 + 0.3 · 0.1 + 0.4 · 0.01
    ['StepFixedSchedule', { factor: 0.1, start_value: 1, steps: [0.3, 0.6] }, 0.334, 0],
    // A triangle of height 2 on half of training, after 1 for a quarter and 0 for a quarter.
    [
      'PiecewiseLinearSchedule',
      {
        control_points: [
          [0, 1],
          [0.25, 1],
          [0.25, 0],
          [0.5, 0],
          [0.75, 2],
          [1, 0],
        ],
      },
      0.75,
      0,
    ],
  ] as const)('%s %o has the mean %d over 10 ** 9 steps', (kind, keys, expected, bound) => {
    const { mean, error, steps } = meanOf(createSchedule(block(kind, keys)), 10 ** 9);
    expect(error).toBe(bound);
    expect(steps).toBe(10 ** 9);
    // A run of steps differs from the area below its curve by a step's worth.
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(bound + 3e-9);
  });

  test('a constant is its own mean, to the last bit', () => {
    for (const total of [1, 3, 5000, 10 ** 9]) {
      expect(meanOf(createSchedule(block('ConstantSchedule', { value: 0.1 })), total)).toEqual({
        mean: 0.1,
        error: 0,
        steps: total,
      });
    }
  });

  test('more drops than can be looked at give a bound that holds', () => {
    // 100,000 drops of a thousandth in a run of a million: the values are a geometric series of 0.999.
    const config = block('StepIntervalSchedule', { factor: 0.9999, update_interval: 2 ** -17 });
    const total = 2 ** 20;
    const { mean, error } = meanOf(createSchedule(config), total);
    // Drops 0 … 2 ** 17 − 1, eight steps each: (1 − r ** n) / (1 − r) / n.
    const count = 2 ** 17;
    const expected = (1 - 0.9999 ** count) / (1 - 0.9999) / count;
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(1e-3);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(error);
  });

  test('a failure ends it, and it says of how many steps it is', () => {
    const list = createSchedule(block('CustomSchedule', { values: [3, 5, 10] }));
    expect(meanOf(list, 100)).toMatchObject({
      mean: 6,
      error: 0,
      steps: 3,
      failure: { step: 3, pythonError: 'IndexError' },
    });
    const never = createSchedule(block('LinearDecreasingSchedule', { max_value: 1, overhang_percent: 'nan' }));
    expect(meanOf(never, 100)).toMatchObject({ mean: Number.NaN, steps: 0, failure: { step: 0 } });
  });

  test('no steps, no mean; odd lengths are told as a curve tells them', () => {
    const schedule = createSchedule(block('LinearDecreasingSchedule', { max_value: 1 }));
    expect(meanOf(schedule, 0)).toEqual({ mean: Number.NaN, error: 0, steps: 0 });
    expect(meanOf(schedule, 1.5)).toMatchObject({ mean: Number.NaN, failure: { step: 0, pythonError: 'ValueError' } });
    const held = createSchedule(block('LinearDecreasingSchedule', { max_value: 1, interval: 'epoch' }));
    expect(() => meanOf(held, 10, { updatesPerEpoch: 0 })).toThrow(ScheduleError);
  });

  test('values at the ends of what a float can hold', () => {
    const mean = (values: readonly unknown[]) =>
      meanOf(createSchedule(block('CustomSchedule', { values })), values.length).mean;
    // 1.7e308 + 1.7e308 is more than a float holds.
    expect(mean([1.7e308, 1.7e308, 1.7e308, 0])).toBeCloseTo(1.275e308, -295);
    expect(mean(['inf', 1])).toBe(Number.POSITIVE_INFINITY);
    expect(mean(['inf', '-inf'])).toBeNaN();
    expect(mean(['nan', 1])).toBeNaN();
    // Added from left to right, the ones would be lost beside 1e16.
    expect(mean([1e16, 1, 1, 1, 1, -1e16])).toBe(4 / 6);
  });
});
