import { expect, test } from 'vitest';
import { createSchedule, ScheduleError, valueAtUpdate } from '../../../server/src/schedules';
import { distance, numberOf, type ReferenceValue, shortName, valueEntries, wrapperEntries } from './reference';

interface Tally {
  compared: number;
  failures: number;
  worst: number;
}

const tallies = new Map<string, Tally>();

function tallyOf(kind: string): Tally {
  const name = shortName(kind);
  const tally = tallies.get(name) ?? { compared: 0, failures: 0, worst: 0 };
  tallies.set(name, tally);
  return tally;
}

function outcome(evaluate: () => number): number | string {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ScheduleError) return error.pythonError;
    throw error;
  }
}

/** What differs, as lines to read; empty where every value is as Python's. */
function compare(
  kind: string,
  expected: readonly ReferenceValue[],
  actual: (index: number) => number | string,
): string[] {
  const tally = tallyOf(kind);
  const largest = Math.max(...expected.map((value) => (typeof value === 'number' ? Math.abs(value) : 0)));
  const differences: string[] = [];
  for (const [index, value] of expected.entries()) {
    const ours = actual(index);
    if (typeof value === 'object') {
      tally.failures += 1;
      if (ours !== value.error) differences.push(`[${index}] expected ${value.error}, got ${ours}`);
      continue;
    }
    tally.compared += 1;
    if (typeof ours === 'string') {
      differences.push(`[${index}] expected ${value}, got ${ours}`);
      continue;
    }
    const { ulps, allowed } = distance(kind, numberOf(value), ours, largest);
    if (ulps > allowed) differences.push(`[${index}] expected ${value}, got ${ours}: ${ulps} ulp`);
    tally.worst = Math.max(tally.worst, ulps);
  }
  return differences;
}

test('valueAt gives what upstream computes, for every reference value', () => {
  const wrong: unknown[] = [];
  for (const entry of valueEntries) {
    const schedule = createSchedule(entry.config);
    const differences = compare(entry.config.kind, entry.values, (index) =>
      outcome(() => schedule.valueAt(entry.steps[index] ?? Number.NaN, entry.total_steps)),
    );
    if (differences.length > 0)
      wrong.push({ config: entry.config, total: entry.total_steps, steps: entry.steps, differences });
  }
  expect(wrong).toEqual([]);
});

test('valueAtUpdate gives what upstream trains with, for every reference value', () => {
  const wrong: unknown[] = [];
  for (const entry of wrapperEntries) {
    const schedule = createSchedule(entry.config);
    const run = { totalUpdates: entry.total_updates, updatesPerEpoch: entry.wrapper.updates_per_epoch };
    const differences = compare(entry.config.kind, entry.values, (index) =>
      outcome(() =>
        valueAtUpdate(schedule, entry.config.interval ?? 'update', entry.updates[index] ?? Number.NaN, run),
      ),
    );
    if (differences.length > 0) wrong.push({ entry, differences });
  }
  expect(wrong).toEqual([]);
});

test('report of the comparison', () => {
  const rows = [...tallies].map(([kind, { compared, failures, worst }]) => ({
    kind,
    values: compared,
    exceptions: failures,
    'worst ulp': Number(worst.toFixed(3)),
  }));
  console.table(rows);
  const sum = (pick: (tally: Tally) => number) => [...tallies.values()].reduce((all, tally) => all + pick(tally), 0);
  const expectedValues = [...valueEntries, ...wrapperEntries].flatMap((entry) => entry.values);
  expect(sum(({ compared }) => compared)).toBe(expectedValues.filter((value) => typeof value !== 'object').length);
  expect(sum(({ failures }) => failures)).toBe(expectedValues.filter((value) => typeof value === 'object').length);
});
