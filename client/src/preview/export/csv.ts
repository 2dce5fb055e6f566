import type { Curve, Series, Span } from '../../../../server/src/plot';
import { pythonFloat } from './numbers';

/** A field that spreadsheets and Python's csv module read back as it is. */
export function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What the values of a series are, for the head of a column. */
function columnName({ label, axis }: Series, { unit, right }: Curve): string {
  const own = axis === 'right' && right !== undefined ? right.unit : unit;
  return own === undefined ? label : `${label} (1 = ${own})`;
}

/** Steps that are whole numbers as such; those of another run, stretched to this one, need not be. */
function stepText(step: number): string {
  return Number.isInteger(step) ? String(step) : pythonFloat(step);
}

/**
 * The points of the picture as CSV: a row for each step at which some series has a point, an empty field for those that
 * have none there. With a window, the points in sight. Values read back exactly, in Python and in JavaScript.
 */
export function pointsCsv(curve: Curve, window?: Span): string {
  const { series, updatesPerEpoch } = curve;
  const from = window?.from ?? Number.NEGATIVE_INFINITY;
  const to = window?.to ?? Number.POSITIVE_INFINITY;
  const all = series.flatMap(({ steps }) => Array.from(steps).filter((step) => step >= from && step <= to));
  const steps = [...new Set(all)].sort((a, b) => a - b);
  const epochs = updatesPerEpoch !== undefined && updatesPerEpoch > 0;
  const head = ['step', ...(epochs ? ['epoch'] : []), ...series.map((one) => columnName(one, curve))];
  const next = series.map(() => 0);
  const lines = steps.map((step) => {
    const fields = [stepText(step), ...(epochs ? [pythonFloat(step / updatesPerEpoch)] : [])];
    series.forEach((one, place) => {
      let index = next[place] ?? 0;
      while ((one.steps[index] ?? Number.POSITIVE_INFINITY) < step) index += 1;
      next[place] = index;
      fields.push(one.steps[index] === step ? pythonFloat(one.values[index] ?? Number.NaN) : '');
    });
    return fields.join(',');
  });
  return `${[head.map(csvField).join(','), ...lines].join('\n')}\n`;
}

/** Some values of steps that follow each other, and where they end early. */
export interface StepValues {
  readonly values: readonly number[];
  readonly failure?: { readonly step: number; readonly message: string };
}

export interface StepsOptions {
  readonly totalSteps: number;
  /** Name of the column of values. */
  readonly label: string;
  readonly updatesPerEpoch?: number;
  /** The values from a step on, at most `count`; fewer before the end of training only where evaluating fails. */
  readonly ask: (from: number, count: number) => Promise<StepValues>;
  readonly token?: { readonly isCancellationRequested: boolean };
  /** Called with the part that is done, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

export type StepsResult =
  | {
      readonly state: 'written';
      readonly bytes: Uint8Array;
      readonly steps: number;
      readonly failure?: StepValues['failure'];
    }
  | { readonly state: 'cancelled' }
  /** More steps than a file of this kind is made for. */
  | { readonly state: 'tooMany'; readonly most: number };

/** Rows that are asked for at once. */
const AT_ONCE = 50_000;
/** About 150 MB of text. */
export const MOST_CSV_STEPS = 5_000_000;

/**
 * Every step of training as CSV, in UTF-8. Written chunk by chunk, so that nobody waits for long and no text of all rows
 * is ever held. Ends before the step that fails, if one does. Rejects only where `ask` does.
 */
export async function stepsCsv(options: StepsOptions): Promise<StepsResult> {
  const { totalSteps, label, updatesPerEpoch, ask, token, onProgress } = options;
  if (totalSteps > MOST_CSV_STEPS) return { state: 'tooMany', most: MOST_CSV_STEPS };
  const encoder = new TextEncoder();
  const epochs = updatesPerEpoch !== undefined && updatesPerEpoch > 0;
  const head = ['step', ...(epochs ? ['epoch'] : []), label].map(csvField).join(',');
  const parts: Uint8Array[] = [encoder.encode(`${head}\n`)];
  let step = 0;
  let failure: StepValues['failure'];
  while (step < totalSteps && failure === undefined) {
    if (token?.isCancellationRequested) return { state: 'cancelled' };
    const answer = await ask(step, Math.min(AT_ONCE, totalSteps - step));
    if (token?.isCancellationRequested) return { state: 'cancelled' };
    const rows = answer.values.map((value, index) => {
      const epoch = epochs ? `${pythonFloat((step + index) / updatesPerEpoch)},` : '';
      return `${step + index},${epoch}${pythonFloat(value)}\n`;
    });
    parts.push(encoder.encode(rows.join('')));
    step += rows.length;
    failure = answer.failure;
    // An answer of nothing would be asked for again and again.
    if (rows.length === 0) break;
    onProgress?.(step / totalSteps);
  }
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { state: 'written', bytes, steps: step, ...(failure && { failure }) };
}

/** The points of a series that say most of it in a table: ends, jumps, extremes, and some between. At most `most`. */
export function tellingPoints(
  { steps, values }: Series,
  most = 24,
): { readonly step: number; readonly value: number }[] {
  const last = steps.length - 1;
  const chosen = new Set<number>();
  const add = (index: number) => {
    if (chosen.size < most && index >= 0 && index <= last) chosen.add(index);
  };
  let low = 0;
  let high = 0;
  for (let index = 0; index <= last; index += 1) {
    if ((values[index] ?? 0) < (values[low] ?? 0)) low = index;
    if ((values[index] ?? 0) > (values[high] ?? 0)) high = index;
  }
  for (const index of [0, last, high, low]) add(index);
  // Two points next to each other in a curve of many steps are the two sides of a jump.
  const sparse = last > 0 && (steps[last] ?? 0) - (steps[0] ?? 0) > 2 * last;
  for (let index = 1; sparse && index <= last && chosen.size + 2 <= most - 4; index += 1) {
    if ((steps[index] ?? 0) - (steps[index - 1] ?? 0) !== 1 || values[index] === values[index - 1]) continue;
    add(index - 1);
    add(index);
  }
  const free = most - chosen.size;
  for (let index = 1; index <= free; index += 1) add(Math.round((index * last) / (free + 1)));
  return [...chosen]
    .sort((a, b) => a - b)
    .map((index) => ({ step: steps[index] ?? 0, value: values[index] ?? Number.NaN }));
}

/** A name for a file of what is shown, without anything that a file system minds. */
export function fileNameOf(title: string, extension: string): string {
  const plain = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, '')
    .slice(0, 80);
  return `${plain === '' ? 'schedule' : plain}.${extension}`;
}
