import { toWire } from '../format';
import { drawnCurve, type ScheduleCurve } from '../service/curve';
import { linePlain } from '../service/rich-text';
import type { NamedBlock } from './block';
import { type Io, shownPath } from './io';
import { drawnPoints, type Point, pointsAt, type Steps } from './points';
import type { Project } from './project';

/** Points written at a time: a run may have millions of steps. */
const POINTS_AT_ONCE = 10_000;

function* inParts(lines: Iterable<string>): Generator<string> {
  let part: string[] = [];
  for (const line of lines) {
    part.push(line);
    if (part.length < POINTS_AT_ONCE) continue;
    yield part.join('');
    part = [];
  }
  yield part.join('');
}

/** Every number in full. Without `--steps` the points of the picture. */
export function csvOf(drawn: ScheduleCurve, steps: Steps): Iterable<string> {
  const { updatesPerEpoch: epoch, total, unit } = drawn;
  function* lines(): Generator<string> {
    const value = unit === undefined ? 'value' : `value / ${unit}`;
    yield csvLine(['step', ...(epoch === undefined ? [] : ['epoch']), 'fraction', value]);
    for (const { step, value } of pointsOf(drawn, steps)) {
      const epochs = epoch === undefined ? [] : [String(step / epoch)];
      const text = value === undefined ? '' : String(toWire(value));
      yield csvLine([String(step), ...epochs, String(step / total.steps), text]);
    }
  }
  return inParts(lines());
}

function pointsOf(drawn: ScheduleCurve, steps: Steps): Iterable<Point> {
  return steps === undefined ? drawnPoints(drawn) : pointsAt(drawn, steps);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same as JSON, with what the curve rests on. */
export function jsonOf(
  io: Io,
  path: string,
  { label, view }: NamedBlock,
  drawn: ScheduleCurve,
  steps: Steps,
  words: Project['inWords'],
): Iterable<string> {
  const { total, updatesPerEpoch, unit, quantity, assumptions, spec } = drawn;
  const [series] = drawnCurve(drawn, 1500, []).series;
  const report = {
    file: shownPath(io, path),
    block: label,
    ...(view.from.perspective && { primary: view.from.perspective.label }),
    kind: spec.kind,
    quantity,
    ...(unit !== undefined && { unit }),
    totalSteps: { steps: total.steps, source: total.source, ...(total.text !== '' && { text: words(total.text) }) },
    ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
    assumptions: assumptions.map((line) => words(linePlain(line))),
    ...(series?.failure && { failure: series.failure }),
  };
  function* lines(): Generator<string> {
    yield `${JSON.stringify(report, null, 2).slice(0, -2)},\n  "points": [`;
    let separator = '';
    for (const { step, value } of pointsOf(drawn, steps)) {
      const point = {
        step,
        ...(updatesPerEpoch !== undefined && { epoch: step / updatesPerEpoch }),
        fraction: step / total.steps,
        value: value === undefined ? null : toWire(value),
      };
      yield `${separator}\n    ${JSON.stringify(point)}`;
      separator = ',';
    }
    yield '\n  ]\n}\n';
  }
  return inParts(lines());
}
