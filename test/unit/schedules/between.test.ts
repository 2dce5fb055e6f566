import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchedule, type Schedule, ScheduleError, valuesBetween } from '../../../server/src/schedules';
import { valueEntries } from './reference';

/** The values as `valueAt` gives them one by one, up to the first that fails, and what it fails with. */
function oneByOne(schedule: Schedule, total: number, from: number, to: number): { values: number[]; error?: string } {
  const values: number[] = [];
  for (let step = from; step < to; step += 1) {
    try {
      values.push(schedule.valueAt(step, total));
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      return { values, error: error.pythonError };
    }
  }
  return { values };
}

function together(schedule: Schedule, total: number, from: number, to: number): { values: number[]; error?: string } {
  try {
    return { values: [...valuesBetween(schedule, total, from, to)] };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return { values: [], error: error.pythonError };
  }
}

const built = valueEntries.flatMap(({ config, total_steps: total }) => {
  try {
    return [{ config, schedule: createSchedule(config), total }];
  } catch (error) {
    if (error instanceof ScheduleError) return [];
    throw error;
  }
});

describe('values between two steps', () => {
  it('are those of valueAt bit by bit, for every block of the reference, from its first step and from others', () => {
    let compared = 0;
    for (const { config, schedule, total } of built) {
      const to = Math.min(total + 1, 3_000);
      for (const from of [0, 1, Math.floor(to / 3)]) {
        const one = oneByOne(schedule, total, from, to);
        const all = together(schedule, total, from, to);
        expect(all.error, JSON.stringify([config, total, from])).toBe(one.error);
        if (one.error !== undefined) continue;
        const differs = one.values.findIndex((value, index) => !Object.is(value, all.values[index]));
        expect(differs, JSON.stringify([config, total, from, one.values[differs], all.values[differs]])).toBe(-1);
        compared += one.values.length;
      }
    }
    expect(compared).toBeGreaterThan(100_000);
  });

  it('are so for any part of any length of training', () => {
    const run = fc.record({
      index: fc.nat(built.length - 1),
      total: fc.integer({ min: 0, max: 5_000 }),
      a: fc.double({ min: 0, max: 1, noNaN: true }),
      b: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(run, ({ index, total, a, b }) => {
        const schedule = built[index]?.schedule;
        if (schedule === undefined) throw new Error('no such block');
        const [from, to] = [a, b].map((share) => Math.round(share * (total + 1))).sort((x, y) => x - y) as [
          number,
          number,
        ];
        const one = oneByOne(schedule, total, from, to);
        const all = together(schedule, total, from, to);
        expect(all.error).toBe(one.error);
        if (one.error === undefined) expect(all.values).toEqual(one.values);
      }),
      { seed: 20, numRuns: 2_000 },
    );
  });

  it('go into the array that is given, where it is long enough', () => {
    const schedule = createSchedule({
      kind: 'noether.core.schedules.LinearDecreasingSchedule',
      max_value: 1,
      end_value: 0,
    });
    const out = new Float64Array(6).fill(-1);
    // Of 5 steps the last is the fourth after the first: 1 − step / 4.
    expect([...valuesBetween(schedule, 5, 1, 4, out)]).toEqual([0.75, 0.5, 0.25]);
    expect([...out]).toEqual([0.75, 0.5, 0.25, -1, -1, -1]);
    expect([...valuesBetween(schedule, 5, 0, 5, new Float64Array(2))]).toEqual([1, 0.75, 0.5, 0.25, 0]);
  });

  it('are refused outside the run and between whole steps', () => {
    const schedule = createSchedule({ kind: 'noether.core.schedules.ConstantSchedule', value: 1 });
    expect(() => valuesBetween(schedule, 5, -1, 3)).toThrow('Step -1 lies outside a run of 5 steps.');
    expect(() => valuesBetween(schedule, 5, 0, 7)).toThrow('Step 6 lies outside a run of 5 steps.');
    expect(() => valuesBetween(schedule, 5, 0.5, 3)).toThrow('steps are counted in whole numbers');
    expect([...valuesBetween(schedule, 5, 3, 3)]).toEqual([]);
  });
});
