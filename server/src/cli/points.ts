import { drawnCurve, factList, factsOf, type ScheduleCurve } from '../service/curve';
import { UsageError } from './io';

/** A value of a schedule at a training update. */
export interface Point {
  readonly step: number;
  /** What is special about it: `peak`. */
  readonly label?: string;
  /** Undefined where evaluating the schedule fails. */
  readonly value: number | undefined;
}

/** As many as a wide panel has pixels, with every jump. */
const DRAWN_POINTS = 1500;

/** The steps that `--steps` names: `0,500,1_000`, `50%`, or `all` of them. */
export type Steps = readonly string[] | 'all' | undefined;

export function parseSteps(text: string): Steps {
  return text.trim() === 'all' ? 'all' : text.split(',').map((part) => part.trim());
}

/** Every point that is asked for; those that matter where nothing is. */
export function* pointsAt(curve: ScheduleCurve, steps: Steps): Generator<Point> {
  if (steps === undefined) {
    for (const { label, step, value } of factList(factsOf(curve))) yield { label, step, value };
    return;
  }
  if (steps !== 'all') {
    for (const step of steps.map((text) => stepOf(text, curve.total.steps)))
      yield { step, value: valueAt(curve, step) };
    return;
  }
  for (let step = 0; step < curve.total.steps; step += 1) yield { step, value: valueAt(curve, step) };
}

/** The points of the picture: every corner and jump, and enough between them. */
export function* drawnPoints(curve: ScheduleCurve): Generator<Point> {
  const [series] = drawnCurve(curve, DRAWN_POINTS, []).series;
  for (const [index, step] of Array.from(series?.steps ?? []).entries()) yield { step, value: series?.values[index] };
}

function valueAt(curve: ScheduleCurve, step: number): number | undefined {
  const value = curve.at(step);
  return typeof value === 'number' ? value : undefined;
}

/** A step of training, from 0; a percentage is the first step at which so much of it is over. */
function stepOf(text: string, total: number): number {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  const step =
    percent === undefined
      ? Number(text.replaceAll('_', ''))
      : // All of training is over at its end, which is no step any more; more than that never is.
        Number(percent) === 100
        ? total - 1
        : Math.floor((Number(percent) / 100) * total);
  if (!/^[\d_]+$/.test(text) && percent === undefined) {
    throw new UsageError(`--steps ${text}: write steps or percentages with commas between them, or all.`);
  }
  if (step >= total)
    throw new UsageError(`--steps ${text}: training has ${total} steps, the last one is ${total - 1}.`);
  return step;
}
