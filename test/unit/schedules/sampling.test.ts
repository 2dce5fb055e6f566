import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSchedule,
  jumpsOf,
  keyFacts,
  phasesOf,
  type Schedule,
  ScheduleError,
  sampleCurve,
  valueAtUpdate,
} from '../../../server/src/schedules';
import {
  anyBlock,
  block,
  decreasingBlock,
  increasingBlock,
  piecewiseBlock,
  stableBlock,
  stepBlock,
  stepDecreasingBlock,
  warmupBlock,
} from './blocks';

function outcome(evaluate: () => number): number | string {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ScheduleError) return error.pythonError;
    throw error;
  }
}

const anyTotal = fc.oneof(
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.constantFrom(10 ** 6, 10 ** 9, 2 ** 40),
);

/** Rounding may step back by this share of the span between two steps that should be equal. */
const slack = 1e-15;

function valuesOf(schedule: Schedule, total: number): number[] {
  return Array.from({ length: total }, (_, step) => schedule.valueAt(step, total));
}

describe('curves', () => {
  test.each([
    ['decreasing', fc.oneof(decreasingBlock, stepDecreasingBlock), -1],
    ['increasing', increasingBlock, 1],
  ])('%s kinds are monotone and stay between their ends', (_name, blocks, direction) => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 1, max: 120 }), (config, total) => {
        const keys: Readonly<Record<string, unknown>> = config;
        const peak = Number(keys.max_value);
        const other = Number(direction < 0 ? keys.end_value : keys.start_value);
        const values = valuesOf(createSchedule(config), total);
        for (const [index, now] of values.entries()) {
          expect(now).toBeGreaterThanOrEqual(other - peak * slack);
          expect(now).toBeLessThanOrEqual(peak * (1 + slack));
          const before = values[index - 1] ?? now;
          expect(direction * (now - before)).toBeGreaterThanOrEqual(-peak * slack);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a warm-up and decay stays between zero and its peak', () => {
    fc.assert(
      fc.property(fc.oneof(warmupBlock, stableBlock), fc.integer({ min: 1, max: 400 }), (config, total) => {
        const keys: Readonly<Record<string, unknown>> = config;
        for (const now of valuesOf(createSchedule(config), total)) {
          expect(now).toBeGreaterThanOrEqual(0);
          expect(now).toBeLessThanOrEqual(Number(keys.max_value) * (1 + slack));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('sampleCurve', () => {
  test('never lies: every point is the value of its step, in order and within the run and the limit', () => {
    fc.assert(
      fc.property(anyBlock, anyTotal, fc.integer({ min: 0, max: 300 }), (config, total, maxPoints) => {
        const schedule = createSchedule(config);
        const { steps, values, failure } = sampleCurve(schedule, total, { maxPoints });
        expect(steps.length).toBeLessThanOrEqual(maxPoints);
        expect(values).toEqual(steps.map((step) => schedule.valueAt(step, total)));
        const end = failure?.step ?? total;
        for (const [index, step] of steps.entries()) {
          expect(step).toBeGreaterThan(steps[index - 1] ?? -1);
          expect(step).toBeLessThan(end);
        }
        if (end > 0 && maxPoints > 0) expect(steps[0]).toBe(0);
        if (maxPoints > 2 && end > 1) expect(steps.at(-1)).toBe(end - 1);
        if (failure !== undefined) {
          expect(outcome(() => schedule.valueAt(failure.step, total))).toBe(failure.pythonError);
          if (failure.step > 0) expect(typeof outcome(() => schedule.valueAt(failure.step - 1, total))).toBe('number');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('with interval epoch it is what training uses', () => {
    fc.assert(
      fc.property(
        anyBlock,
        anyTotal,
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 500 }),
        (config, total, maxPoints, updatesPerEpoch) => {
          const schedule = createSchedule({ ...config, interval: 'epoch' });
          const { steps, values, failure } = sampleCurve(schedule, total, { maxPoints, updatesPerEpoch });
          expect(steps.length).toBeLessThanOrEqual(maxPoints);
          const at = (update: number) =>
            valueAtUpdate(schedule, 'epoch', update, { totalUpdates: total, updatesPerEpoch });
          expect(values).toEqual(steps.map(at));
          if (failure !== undefined) {
            expect(outcome(() => at(failure.step))).toBe(failure.pythonError);
            if (failure.step > 0) expect(typeof outcome(() => at(failure.step - 1))).toBe('number');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a stretch is as exact as the whole, and tells the same failure', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const epochs = fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined });
    fc.assert(
      fc.property(
        anyBlock,
        anyTotal,
        share,
        share,
        fc.integer({ min: 0, max: 200 }),
        epochs,
        (config, total, a, b, maxPoints, updatesPerEpoch) => {
          const schedule = createSchedule(updatesPerEpoch === undefined ? config : { ...config, interval: 'epoch' });
          const from = Math.floor(Math.min(a, b) * total);
          const to = Math.ceil(Math.max(a, b) * total);
          const run = updatesPerEpoch === undefined ? {} : { updatesPerEpoch };
          const { steps, values, failure } = sampleCurve(schedule, total, { maxPoints, from, to, ...run });
          expect(steps.length).toBeLessThanOrEqual(maxPoints);
          for (const [index, step] of steps.entries()) {
            expect(step).toBeGreaterThan(steps[index - 1] ?? from - 1);
            expect(step).toBeLessThan(to);
            const length = { totalUpdates: total, updatesPerEpoch: updatesPerEpoch ?? 1 };
            expect(values[index]).toBe(valueAtUpdate(schedule, schedule.interval, step, length));
          }
          expect(failure).toEqual(sampleCurve(schedule, total, { maxPoints, ...run }).failure);
          const end = Math.min(to, failure?.step ?? total);
          if (maxPoints > 0 && end > from) expect(steps[0]).toBe(from);
          if (maxPoints > 2 && end > from) expect(steps.at(-1)).toBe(end - 1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('every jump inside of a stretch is there as two points, under interval epoch too', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        stepBlock,
        fc.integer({ min: 2000, max: 8000 }),
        share,
        share,
        fc.integer({ min: 1, max: 200 }),
        (config, total, a, b, epoch) => {
          const from = Math.floor(Math.min(a, b) * (total - 1));
          const to = Math.ceil(Math.max(a, b) * total);
          for (const updatesPerEpoch of [undefined, epoch]) {
            const schedule = createSchedule(updatesPerEpoch === undefined ? config : { ...config, interval: 'epoch' });
            const run = updatesPerEpoch === undefined ? {} : { updatesPerEpoch };
            const at = (step: number) =>
              valueAtUpdate(schedule, schedule.interval, step, { totalUpdates: total, updatesPerEpoch: epoch });
            const jumps: number[] = [];
            for (let step = from + 1; step < to; step += 1) if (at(step) !== at(step - 1)) jumps.push(step);
            // Intervals are a thousandth of training at least: 1,000 pairs, and the first and last step.
            const shown = new Set(sampleCurve(schedule, total, { maxPoints: 2002, from, to, ...run }).steps);
            for (const step of jumps) expect(shown.has(step) && shown.has(step - 1), `step ${step}`).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('three drops of a million are found where one looks closely', () => {
    // Powers of two, so that no rounding moves a drop: one every 1,024 of 2 ** 30 steps.
    const schedule = createSchedule(block('StepIntervalSchedule', { factor: 0.999, update_interval: 2 ** -20 }));
    const from = 2 ** 29 + 500;
    const { steps } = sampleCurve(schedule, 2 ** 30, { maxPoints: 8, from, to: from + 3 * 1024 });
    const drops = [1024, 2048, 3072].map((offset) => 2 ** 29 + offset);
    expect(steps).toEqual([from, ...drops.flatMap((step) => [step - 1, step]), from + 3 * 1024 - 1]);
  });

  test('a few of ten thousand control points are found where one looks closely', () => {
    const control_points = Array.from({ length: 10_001 }, (_, index) => [index / 10_000, index % 2]);
    const schedule = createSchedule(block('PiecewiseLinearSchedule', { control_points }));
    const { steps } = sampleCurve(schedule, 10 ** 7, { maxPoints: 20, from: 5_000_500, to: 5_003_500 });
    for (const corner of [5_001_000, 5_002_000, 5_003_000]) expect(steps).toContain(corner);
  });

  test('a spike in a list is found in the stretch that has it', () => {
    const values: number[] = new Array(10 ** 5).fill(0.5);
    values[54_321] = 9;
    const schedule = createSchedule(block('CustomSchedule', { values }));
    const inside = sampleCurve(schedule, 10 ** 5, { maxPoints: 50, from: 50_000, to: 60_000 });
    expect(inside.steps).toContain(54_321);
    const outside = sampleCurve(schedule, 10 ** 5, { maxPoints: 50, from: 60_000, to: 70_000 });
    expect(Math.max(...outside.values)).toBe(0.5);
  });

  test('a stretch is cut to the run, a touched step is in it, and an odd one has no points', () => {
    const schedule = createSchedule(block('LinearDecreasingSchedule', { max_value: 1 }));
    expect(sampleCurve(schedule, 11, { from: 8.5, to: 99 }).steps).toEqual([8, 9, 10]);
    expect(sampleCurve(schedule, 11, { from: -5, to: 1.5 }).steps).toEqual([0, 1]);
    for (const [from, to] of [
      [5, 5],
      [7, 3],
      [11, 20],
    ] as const) {
      expect(sampleCurve(schedule, 11, { from, to })).toEqual({ steps: [], values: [] });
    }
    expect(() => sampleCurve(schedule, 11, { from: Number.NaN })).toThrow(ScheduleError);
  });

  test('every jump of a step kind is there as two points', () => {
    fc.assert(
      fc.property(stepBlock, fc.integer({ min: 1, max: 3000 }), (config, total) => {
        const schedule = createSchedule(config);
        const { steps } = sampleCurve(schedule, total, { maxPoints: 2500 });
        const shown = new Set(steps);
        const all = valuesOf(schedule, total);
        const jumps = all.flatMap((now, step) => (step > 0 && now !== all[step - 1] ? [step] : []));
        // A jump needs two points, and the first and last step are always there.
        if (2 * jumps.length + 2 > 2500) return;
        for (const step of jumps) {
          expect(shown.has(step), `step ${step}`).toBe(true);
          expect(shown.has(step - 1), `step ${step - 1}`).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('jumps are found in a run far too long to look through', () => {
    const total = 10 ** 9;
    const schedule = createSchedule(block('StepFixedSchedule', { factor: 0.1, steps: [0.9, 0.3, 0.6] }));
    expect(jumpsOf(schedule, total)).toEqual([300_000_000, 600_000_000, 900_000_000]);
    const { steps, values } = sampleCurve(schedule, total, { maxPoints: 8 });
    expect(steps).toEqual([
      0, 299_999_999, 300_000_000, 599_999_999, 600_000_000, 899_999_999, 900_000_000, 999_999_999,
    ]);
    expect(values.map((now) => now.toPrecision(3))).toEqual([
      '1.00',
      '1.00',
      '0.100',
      '0.100',
      '0.0100',
      '0.0100',
      '0.00100',
      '0.00100',
    ]);
  });

  test('more jumps than room leave whole pairs spread over the run', () => {
    const schedule = createSchedule(block('StepIntervalSchedule', { factor: 0.999, update_interval: 1e-5 }));
    const { steps, values } = sampleCurve(schedule, 10 ** 8, { maxPoints: 100 });
    expect(steps.length).toBeLessThanOrEqual(100);
    const inner = steps.slice(1, -1);
    expect(inner.filter((step, index) => inner[index - 1] === step - 1).length).toBeGreaterThan(40);
    expect(steps.filter((step) => step > 5 * 10 ** 7).length).toBeGreaterThan(40);
    expect(new Set(values).size).toBeGreaterThan(40);
  });

  test('a list of a million keeps its minima and maxima', () => {
    const values: number[] = new Array(10 ** 6).fill(0.5);
    values[123_456] = 9;
    values[654_321] = -9;
    const schedule = createSchedule(block('CustomSchedule', { values }));
    const curve = sampleCurve(schedule, 10 ** 6, { maxPoints: 500 });
    expect(curve.steps).toContain(123_456);
    expect(curve.steps).toContain(654_321);
    expect(keyFacts(schedule, 10 ** 6)).toMatchObject({
      peak: { step: 123_456, value: 9 },
      minimum: { step: 654_321, value: -9 },
    });
  });

  test('a list that ends early gives the part before and the first step without a value', () => {
    const schedule = createSchedule(block('CustomSchedule', { values: Array.from({ length: 70 }, (_, step) => step) }));
    for (const maxPoints of [3, 10, 69, 70, 71, 1000]) {
      const { steps, failure } = sampleCurve(schedule, 100, { maxPoints });
      expect(failure).toMatchObject({ step: 70, pythonError: 'IndexError' });
      expect(steps.at(-1)).toBe(69);
    }
  });

  test.each([
    // 1 − s/99 turns negative behind step 99, where the overhang has cut the curve, and 0.5 is no whole power.
    ['PolynomialDecreasingSchedule', { max_value: 1, power: 0.5, overhang_steps: -900 }, 100, 'TypeError'],
    // 1 − s/99 is 0 at step 99 alone.
    ['PolynomialDecreasingSchedule', { max_value: 1, power: -1, overhang_steps: -900 }, 99, 'ZeroDivisionError'],
    // 10 ** k is beyond a float from k = 309, which starts at step 309 / 1000 of a million.
    ['StepIntervalSchedule', { factor: 10, update_interval: 0.001 }, 309, 'OverflowError'],
    // The run after the overhang has 100 steps, and step 101 lies outside of it.
    ['LinearWarmupCosineDecaySchedule', { warmup_steps: 10, overhang_steps: -900 }, 101, 'ValueError'],
    ['StepFixedSchedule', { factor: 0.1, steps: [0.5], overhang_steps: -1000 }, 0, 'ZeroDivisionError'],
    ['LinearDecreasingSchedule', { max_value: 1, overhang_percent: 'nan' }, 0, 'ValueError'],
    ['LinearDecreasingSchedule', { max_value: 1, overhang_percent: 'inf' }, 0, 'OverflowError'],
    ['StepIntervalSchedule', { factor: 0.5, update_interval: 1e-320 }, 1, 'OverflowError'],
    ['DecreasingProgressSchedule', { max_value: 1 }, 0, 'NotImplementedError'],
  ])('%s %o fails first at step %i', (kind, keys, step, pythonError) => {
    const schedule = createSchedule(block(kind, keys));
    for (const maxPoints of [0, 1, 2, 7, 64, 5000]) {
      const { failure } = sampleCurve(schedule, 1000, { maxPoints });
      expect(failure, `${maxPoints} points`).toMatchObject({ step, pythonError });
      expect(failure?.message.length).toBeGreaterThan(10);
    }
  });

  test('the first overflow in a million steps is found exactly', () => {
    const schedule = createSchedule(block('StepIntervalSchedule', { factor: 10, update_interval: 0.001 }));
    expect(sampleCurve(schedule, 10 ** 6, { maxPoints: 100 }).failure).toMatchObject({ step: 309_000 });
  });

  test('odd lengths and limits', () => {
    const schedule = createSchedule(block('LinearDecreasingSchedule', { max_value: 1 }));
    expect(sampleCurve(schedule, 0)).toEqual({ steps: [], values: [] });
    expect(sampleCurve(schedule, 1)).toEqual({ steps: [0], values: [1] });
    expect(sampleCurve(schedule, 2)).toEqual({ steps: [0, 1], values: [1, 0] });
    expect(sampleCurve(schedule, 101, { maxPoints: 0 })).toEqual({ steps: [], values: [] });
    expect(sampleCurve(schedule, 101, { maxPoints: 1 })).toEqual({ steps: [0], values: [1] });
    expect(sampleCurve(schedule, 101, { maxPoints: 2 })).toEqual({ steps: [0, 100], values: [1, 0] });
    for (const total of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(sampleCurve(schedule, total)).toMatchObject({
        steps: [],
        failure: { step: 0, pythonError: 'ValueError' },
      });
    }
    for (const maxPoints of [Number.NaN, -1]) {
      expect(() => sampleCurve(schedule, 10, { maxPoints })).toThrow(ScheduleError);
    }
    expect(sampleCurve(schedule, 10 ** 9, { maxPoints: 10.9 }).steps.length).toBe(10);
  });

  test('a curve from long corners keeps them all over the run', () => {
    const control_points = Array.from({ length: 10_001 }, (_, index) => [index / 10_000, index % 2]);
    const { steps } = sampleCurve(createSchedule(block('PiecewiseLinearSchedule', { control_points })), 10 ** 7, {
      maxPoints: 200,
    });
    expect(steps.length).toBeLessThanOrEqual(200);
    expect(steps.filter((step) => step > 5 * 10 ** 6).length).toBeGreaterThan(80);
  });
});

describe('phasesOf', () => {
  const shown = (config: unknown, total: number, options = {}) =>
    phasesOf(createSchedule(config), total, options).map(({ label, from, to }) => `${label} ${from}–${to}`);

  test('parts of the run have names, places and the keys that make them', () => {
    expect(shown(block('LinearWarmupCosineDecaySchedule', { warmup_percent: 0.1 }), 1001)).toEqual([
      'warm-up 0–100',
      'decay 100–1001',
    ]);
    expect(
      shown(block('WarmupStableDecaySchedule', { max_value: 1, warmup_steps: 10, cooldown_steps: 30 }), 100),
    ).toEqual(['warm-up 0–10', 'plateau 10–70', 'cool-down 70–100']);
    expect(shown(block('StepFixedSchedule', { factor: 0.1, steps: [0.6, 0.3] }), 1000)).toEqual([
      'start 0–300',
      'drop 1 300–600',
      'drop 2 600–1000',
    ]);
    expect(shown(block('StepIntervalSchedule', { factor: 2, update_interval: 0.5 }), 100)).toEqual([
      'start 0–50',
      'rise 1 50–100',
    ]);
    expect(shown(block('CosineDecreasingSchedule', { max_value: 1 }), 100)).toEqual(['decay 0–100']);
    expect(shown(block('CosineIncreasingSchedule', { max_value: 1 }), 100)).toEqual(['increase 0–100']);
    expect(shown(block('CustomSchedule', { values: [1, 2, 3] }), 100)).toEqual(['list 0–3']);
    expect(shown(block('ConstantSchedule', { value: 1 }), 100)).toEqual(['constant 0–100']);
    expect(
      shown(
        block('PiecewiseLinearSchedule', {
          control_points: [
            [0, 0],
            [0.25, 1],
            [0.25, 2],
            [1, 0],
          ],
        }),
        100,
      ),
    ).toEqual(['segment 1 0–25', 'segment 2 25–100']);
  });

  test('entries of a list are named as they are written', () => {
    const schedule = createSchedule(block('StepFixedSchedule', { factor: 0.1, steps: [0.6, 0.3, 0.6] }));
    expect(phasesOf(schedule, 1000).map(({ keys }) => keys)).toEqual([
      [['start_value']],
      [['steps', 1], ['factor']],
      [['steps', 0], ['steps', 2], ['factor']],
    ]);
  });

  test('a warm-up as long as the run leaves nothing else', () => {
    expect(shown(block('LinearWarmupCosineDecaySchedule', { warmup_steps: 5000 }), 1000)).toEqual(['warm-up 0–1000']);
  });

  test('under interval epoch a phase begins with an epoch', () => {
    const config = block('StepFixedSchedule', { factor: 0.1, steps: [0.33], interval: 'epoch' });
    expect(shown(config, 1000, { updatesPerEpoch: 100 })).toEqual(['start 0–400', 'drop 1 400–1000']);
  });

  test('too many drops to name are one phase', () => {
    const config = block('StepIntervalSchedule', { factor: 0.999, update_interval: 1e-5 });
    expect(shown(config, 10 ** 8)).toEqual([`changes 0–${10 ** 8}`]);
  });

  test('too many control points to name are one phase', () => {
    const control_points = Array.from({ length: 10_001 }, (_, index) => [index / 10_000, index % 2]);
    expect(shown(block('PiecewiseLinearSchedule', { control_points }), 10 ** 6)).toEqual([`changes 0–${10 ** 6}`]);
  });

  test('phases cover the run without gaps', () => {
    fc.assert(
      fc.property(
        fc.oneof(decreasingBlock, stepBlock, warmupBlock, stableBlock, piecewiseBlock),
        fc.integer({ min: 1, max: 10 ** 9 }),
        (config, total) => {
          const phases = phasesOf(createSchedule(config), total);
          expect(phases[0]?.from).toBe(0);
          expect(phases.at(-1)?.to).toBe(total);
          for (const [index, phase] of phases.entries()) expect(phase.from).toBe(phases[index - 1]?.to ?? 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('where nothing can be computed there is nothing to name', () => {
    const schedule = createSchedule(block('StepFixedSchedule', { factor: 0.1, steps: [0.5], overhang_percent: 'nan' }));
    expect(phasesOf(schedule, 100)).toEqual([]);
    expect(phasesOf(schedule, Number.NaN)).toEqual([]);
    expect(jumpsOf(schedule, 0)).toEqual([]);
  });
});
