import * as l10n from '@vscode/l10n';
import { newPace } from './pace';
import type { LogFailure, LogSeries, LogTable, SeriesChoice } from './types';

/** Points of a series at most: four (first, lowest, highest, last) for each of as many buckets as a panel has pixels. */
const MOST_POINTS = 4000;

/** Rows between two looks at the clock. */
const ROWS_AT_ONCE = 2 ** 14;

/**
 * The course of one column over training steps. Where the counter goes back (a run that was taken up again from a
 * checkpoint, two runs in one file), what comes later stands in place of what was there, and a note says so. Rows without
 * a step or a value are left out. Works a few milliseconds at a time and never rejects. More than 4,000 points are reduced, and lowest and highest values are kept.
 */
export async function seriesOf(table: LogTable, choice: SeriesChoice): Promise<LogSeries | LogFailure> {
  const { token } = choice;
  const column = (name: string) => table.columns.find((one) => one.name === name);
  const values = column(choice.value);
  const counter = choice.step === undefined ? undefined : column(choice.step);
  const missing = values === undefined ? choice.value : counter === undefined ? choice.step : undefined;
  if (values === undefined || missing !== undefined) {
    return { failure: l10n.t('The log has no column of numbers called {0}.', missing ?? choice.value) };
  }
  const isEpochs = choice.unit === 'epochs' && counter !== undefined;
  const { updatesPerEpoch } = choice;
  if (isEpochs && !(updatesPerEpoch !== undefined && updatesPerEpoch > 0)) {
    return {
      failure: l10n.t('{0} counts epochs, and how many updates make an epoch is not known.', counter.name),
    };
  }
  const perUnit = isEpochs ? (updatesPerEpoch ?? 1) : 1;
  const steps = new Float64Array(table.rows);
  const shown = new Float64Array(table.rows);
  let length = 0;
  let skipped = 0;
  let negative = 0;
  let resets = 0;
  let firstReset: { readonly row: number; readonly from: number; readonly to: number } | undefined;
  const pace = newPace();
  for (let row = 0; row < table.rows; row += 1) {
    if (row % ROWS_AT_ONCE === 0 && pace.isOver()) {
      if (token?.isCancellationRequested) return { failure: l10n.t('Reading the log was cancelled.'), cancelled: true };
      await pace.pause();
    }
    const count = counter === undefined ? row : counter.at(row);
    const value = values.at(row);
    if (Number.isNaN(value) || !Number.isFinite(count)) {
      skipped += 1;
      continue;
    }
    if (count < 0) {
      negative += 1;
      continue;
    }
    const step = count * perUnit;
    const before = length === 0 ? -1 : (steps[length - 1] ?? 0);
    if (step < before) {
      resets += 1;
      firstReset ??= { row: row + 1, from: before / perUnit, to: count };
    }
    // Of several values for a step, the last one counts.
    while (length > 0 && (steps[length - 1] ?? 0) >= step) length -= 1;
    steps[length] = step;
    shown[length] = value;
    length += 1;
  }
  if (length === 0) {
    return { failure: l10n.t('No row of the log has both a step and a number in {0}.', choice.value) };
  }
  const notes: string[] = [];
  if (firstReset !== undefined && counter !== undefined) {
    const { row, from, to } = firstReset;
    notes.push(
      resets === 1
        ? l10n.t(
            '{0} goes back from {1} to {2} in row {3}: what follows stands in place of what was there.',
            counter.name,
            from,
            to,
            row,
          )
        : l10n.t(
            '{0} goes back {1} times, first from {2} to {3} in row {4}: what follows stands in place of what was there.',
            counter.name,
            resets,
            from,
            to,
            row,
          ),
    );
  }
  if (skipped > 0) notes.push(l10n.t('{0} of {1} rows have no number in {2}.', skipped, table.rows, choice.value));
  if (negative > 0) notes.push(l10n.t('{0} rows have a step below 0.', negative));
  const kept = reduce(steps.subarray(0, length), shown.subarray(0, length));
  if (kept.steps.length < length) {
    notes.push(l10n.t('{0} points are drawn as {1}, lowest and highest values kept.', length, kept.steps.length));
  }
  return { ...kept, points: length, notes };
}

/** First, lowest, highest and last point of each of as many stretches of equal length as fit. */
function reduce(steps: Float64Array, values: Float64Array): Pick<LogSeries, 'steps' | 'values'> {
  if (steps.length <= MOST_POINTS) return { steps: steps.slice(), values: values.slice() };
  const buckets = Math.floor(MOST_POINTS / 4);
  const first = steps[0] ?? 0;
  const width = ((steps[steps.length - 1] ?? 0) - first) / buckets;
  const kept: number[] = [];
  let start = 0;
  for (let bucket = 0; bucket < buckets && start < steps.length; bucket += 1) {
    const edge = bucket === buckets - 1 ? Number.POSITIVE_INFINITY : first + (bucket + 1) * width;
    let end = start;
    let low = start;
    let high = start;
    for (; end < steps.length && (steps[end] ?? 0) < edge; end += 1) {
      if ((values[end] ?? 0) < (values[low] ?? 0)) low = end;
      if ((values[end] ?? 0) > (values[high] ?? 0)) high = end;
    }
    if (end === start) continue;
    kept.push(...[...new Set([start, low, high, end - 1])].sort((a, b) => a - b));
    start = end;
  }
  return {
    steps: Float64Array.from(kept, (index) => steps[index] ?? 0),
    values: Float64Array.from(kept, (index) => values[index] ?? 0),
  };
}
