import { formatNumber, formatPercent, formatStep, formatValue, toWire } from '../format';
import { PANEL_SIZE, renderPlot, type YScale } from '../plot';
import { type BlockView, drawableCurve } from '../service/block-view';
import { titleOf } from '../service/companions';
import { drawnCurve, type ScheduleCurve, xUnitOf, yScaleOf } from '../service/curve';
import { preview } from '../service/preview';
import { linePlain } from '../service/rich-text';
import { blockName, findBlock, type NamedBlock } from './block';
import { type ExitCode, type Io, shownPath, visible } from './io';
import { picture } from './picture';
import { drawnPoints, type Point, parseSteps, pointsAt, type Steps } from './points';
import { type ComposeOptions, openProject, warnOfSettings } from './project';
import { foldersOf } from './select';
import { type Theme, writeText } from './svg';
import { table } from './table';

export interface CurveOptions extends ComposeOptions {
  readonly steps?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly svg?: string;
  readonly theme: Theme;
  readonly picture?: boolean;
  readonly scale?: YScale;
  readonly root?: string;
}

/** Where the output is no terminal. */
const COLUMNS = 80;
const ROWS = 16;
/** Lines of a window that the picture leaves to the text around it. */
const BESIDE = 16;
const HIGHEST = 20;

/** `curve`: the values of one schedule, as a picture, a table, CSV, JSON or SVG. */
export async function curve(given: string, options: CurveOptions, io: Io): Promise<ExitCode> {
  const name = await blockName(io, given);
  const folders = await foldersOf(io, [{ path: name.path, kind: 'file' }], options.root);
  const project = await openProject(io, options, { folders });
  try {
    warnOfSettings(io, project);
    const block = await findBlock(io, project, name);
    const { view } = block;
    for (const message of view.analysis.view?.messages ?? []) io.stderr.write(`note: ${visible(message)}\n`);
    const title = `${shownPath(io, name.path)}: ${block.label}`;
    const drawn = drawableCurve(view);
    if (drawn === undefined) {
      io.stderr.write(`${visible(title)} has no curve. ${visible(whyNone(view))}\n`);
      return 1;
    }
    const steps = options.steps === undefined ? undefined : parseSteps(options.steps);
    if (options.svg !== undefined) await writeText(io, options.svg, svgOf(title, drawn, options));
    if (options.csv === true) writeCsv(drawn, steps, io);
    else if (options.json === true) io.stdout.write(jsonOf(io, name.path, block, drawn, steps));
    else if (options.svg === undefined || steps !== undefined)
      io.stdout.write(textOf(title, view, drawn, steps, options, io));
    return 0;
  } finally {
    project.workspace.dispose();
  }
}

function whyNone(view: BlockView): string {
  const { message } = view.problems.find(({ severity }) => severity === 'error') ?? {};
  return message ?? preview(view.analysis, { offset: view.start }).message ?? '';
}

function svgOf(title: string, drawn: ScheduleCurve, { theme, scale }: CurveOptions): string {
  const plot = renderPlot(drawnCurve(drawn, 1500, []), {
    size: PANEL_SIZE,
    theme,
    x: xUnitOf(drawn),
    y: scale ?? yScaleOf(drawn),
    title,
    heading: [title],
    footer: drawn.assumptions.map(linePlain),
    ground: true,
  });
  return `${plot.svg}\n`;
}

/** A picture and what it rests on, then a table. */
function textOf(
  title: string,
  view: BlockView,
  drawn: ScheduleCurve,
  steps: Steps,
  options: CurveOptions,
  io: Io,
): string {
  const { perspective } = view.from;
  const { total, quantity, unit, assumptions } = drawn;
  const values = unit === undefined ? quantity : `${quantity}, in units of ${unit}`;
  const lines = [
    `${title} (${titleOf(view.resolved)})`,
    `${values}, ${formatStep(total.steps)} steps${total.text === '' ? '' : ` from ${total.text}`}`,
    ...(perspective === undefined ? [] : [`as ${perspective.label} composes it (${perspective.because})`]),
  ];
  const scale = options.scale ?? yScaleOf(drawn);
  if (options.picture ?? (io.stdout.isTTY === true && steps === undefined)) {
    const size = {
      columns: io.stdout.columns ?? COLUMNS,
      rows: Math.min(HIGHEST, (io.stdout.rows ?? ROWS + BESIDE) - BESIDE),
    };
    lines.push('', ...picture(drawnCurve(drawn, 1500, []), { size, x: xUnitOf(drawn), y: scale }));
    if (scale === 'log') lines.push('(log scale)');
  }
  lines.push('', ...tableOf(drawn, pointsAt(drawn, steps)));
  for (const line of assumptions) lines.push('', linePlain(line));
  return `${lines.map(visible).join('\n')}\n`;
}

/** The columns that a curve has: of an assumed length only the fractions mean anything, and epochs may be unknown. */
function tableOf(drawn: ScheduleCurve, points: Iterable<Point>): string[] {
  const { updatesPerEpoch: epoch, total } = drawn;
  const rows = [['', 'step', ...(epoch === undefined ? [] : ['epoch']), 'of training', drawn.quantity]];
  for (const { label = '', step, value } of points) {
    rows.push([
      label,
      formatStep(step),
      ...(epoch === undefined ? [] : [formatNumber(step / epoch)]),
      formatPercent(step / total.steps),
      value === undefined ? 'fails' : formatValue(value, drawn.unit),
    ]);
  }
  const named = rows.some(([label]) => label !== '');
  return named
    ? table(rows, new Set([1, 2, 3]))
    : table(
        rows.map(([, ...row]) => row),
        new Set([0, 1, 2]),
      );
}

/** Rows written at a time: a run may have millions of steps. */
const ROWS_AT_ONCE = 10_000;

/** Every number in full. Without `--steps` the points of the picture. */
function writeCsv(drawn: ScheduleCurve, steps: Steps, io: Io): void {
  const { updatesPerEpoch: epoch, total, unit } = drawn;
  let rows = [
    ['step', ...(epoch === undefined ? [] : ['epoch']), 'fraction', unit === undefined ? 'value' : `value / ${unit}`],
  ];
  const flush = () => {
    io.stdout.write(rows.map((row) => `${row.map(csvCell).join(',')}\n`).join(''));
    rows = [];
  };
  for (const { step, value } of steps === undefined ? drawnPoints(drawn) : pointsAt(drawn, steps)) {
    const epochs = epoch === undefined ? [] : [String(step / epoch)];
    rows.push([String(step), ...epochs, String(step / total.steps), value === undefined ? '' : String(toWire(value))]);
    if (rows.length >= ROWS_AT_ONCE) flush();
  }
  flush();
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonOf(io: Io, path: string, { label, view }: NamedBlock, drawn: ScheduleCurve, steps: Steps): string {
  const { total, updatesPerEpoch, unit, quantity, assumptions, spec } = drawn;
  const [series] = drawnCurve(drawn, 1500, []).series;
  const points = steps === undefined ? drawnPoints(drawn) : pointsAt(drawn, steps);
  const report = {
    file: shownPath(io, path),
    block: label,
    ...(view.from.perspective && { primary: view.from.perspective.label }),
    kind: spec.kind,
    quantity,
    ...(unit !== undefined && { unit }),
    totalSteps: { steps: total.steps, source: total.source, ...(total.text !== '' && { text: total.text }) },
    ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
    assumptions: assumptions.map(linePlain),
    ...(series?.failure && { failure: series.failure }),
    points: Array.from(points, ({ step, value }) => ({
      step,
      ...(updatesPerEpoch !== undefined && { epoch: step / updatesPerEpoch }),
      fraction: step / total.steps,
      value: value === undefined ? null : toWire(value),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
