import { expect, test } from 'vitest';
import { type BlockCheck, checkBlock, createSchedule, ScheduleError } from '../../../server/src/schedules';
import { decode, distance, numberOf, type ValidationEntry, validationEntries } from './reference';

/** 1e20 is a float in that case and an int in another one; JSON and JavaScript cannot tell them apart. */
const floatTooLargeForInt = 'r147';

const loaded = validationEntries.filter((entry) => entry.verdict !== 'load_error' && entry.id !== floatTooLargeForInt);

function differences(describe: (entry: ValidationEntry, check: BlockCheck) => unknown): unknown[] {
  return loaded.flatMap((entry) => {
    const difference = describe(entry, checkBlock(decode(entry.loaded)));
    return difference === undefined ? [] : [{ id: entry.id, loaded: entry.loaded, difference }];
  });
}

test('what pydantic refuses is refused with its error types and places, in its order', () => {
  expect(
    differences((entry, { problems }) => {
      // Below the union pydantic puts the tag in front of the loc.
      const expected = (entry.errors ?? []).map(({ loc, type }) => ({ loc: loc.slice(1), type }));
      const actual = problems.filter(({ stage }) => stage === 'validate').map(({ loc, type }) => ({ loc, type }));
      return JSON.stringify(actual) === JSON.stringify(expected) ? undefined : { expected, actual };
    }),
  ).toEqual([]);
});

test('accepted values come out as pydantic coerces them', () => {
  expect(
    differences((entry, { fields }) => {
      if (entry.verdict !== 'accept') return undefined;
      for (const [key, raw] of Object.entries(entry.validated ?? {})) {
        if (key === 'kind') continue;
        const value = decode(raw);
        const actual = fields?.get(key);
        const same =
          typeof actual === 'bigint' ? Number(actual) === value : JSON.stringify(actual) === JSON.stringify(value);
        if (!same || (typeof value === 'number' && !Object.is(Number(actual), value)))
          return { key, expected: value, actual };
      }
      return undefined;
    }),
  ).toEqual([]);
});

test('what fails in the constructor fails with its class', () => {
  expect(
    differences((entry, { problems }) => {
      if (entry.verdict !== 'accept') return undefined;
      const expected = entry.construct?.ok === false ? entry.construct.error : undefined;
      const actual = problems[0]?.pythonError;
      return actual === expected && problems.length < 2 ? undefined : { expected, problems };
    }),
  ).toEqual([]);
});

test('createSchedule throws what upstream raises and evaluates what it accepts', () => {
  expect(
    differences((entry) => {
      const expected = entry.verdict === 'reject' ? 'ValidationError' : entry.construct?.error;
      try {
        const schedule = createSchedule(decode(entry.loaded));
        if (expected !== undefined) return { expected, actual: 'a schedule' };
        const { total_steps, steps, values } = entry.evaluate ?? { total_steps: 0, steps: [], values: [] };
        const largest = Math.max(0, ...values.map((value) => (typeof value === 'number' ? Math.abs(value) : 0)));
        for (const [index, value] of values.entries()) {
          const step = steps[index] ?? Number.NaN;
          let actual: number | string;
          try {
            actual = schedule.valueAt(step, total_steps);
          } catch (error) {
            if (!(error instanceof ScheduleError)) throw error;
            actual = error.pythonError;
          }
          if (typeof value === 'object') {
            if (actual !== value.error) return { step, expected: value.error, actual };
            continue;
          }
          if (typeof actual === 'string') return { step, expected: value, actual };
          const { ulps, allowed } = distance(schedule.spec.kind, numberOf(value), actual, largest);
          if (ulps > allowed) return { step, expected: value, actual, ulps };
        }
        return undefined;
      } catch (error) {
        if (!(error instanceof ScheduleError)) throw error;
        return error.pythonError === expected ? undefined : { expected, actual: error.pythonError };
      }
    }),
  ).toEqual([]);
});

test('the reference has cases for each of these', () => {
  expect(loaded.filter(({ verdict }) => verdict === 'reject').length).toBeGreaterThan(200);
  expect(loaded.filter(({ construct }) => construct?.ok === false).length).toBeGreaterThan(40);
});

test('every problem names keys that stand in the block, and says something', () => {
  for (const entry of loaded) {
    const block = decode(entry.loaded);
    for (const problem of checkBlock(block).problems) {
      expect(problem.message.length, entry.id).toBeGreaterThan(20);
      for (const key of problem.keys) expect(Object.keys(block ?? {}), entry.id).toContain(key);
    }
  }
});
