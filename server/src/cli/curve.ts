import { formatCount, formatNumber, formatPercent, formatStep, formatValue } from '../format';
import { PANEL_SIZE, renderPlot, type YScale } from '../plot';
import { type BlockView, drawableCurve, refusalsOf } from '../service/block-view';
import { titleOf } from '../service/companions';
import { drawnCurve, type ScheduleCurve, xUnitOf, yScaleOf } from '../service/curve';
import { preview } from '../service/preview';
import { linePlain } from '../service/rich-text';
import { askedFor, failedText, noteAsked } from './asked';
import { blockName, findBlock } from './block';
import { csvOf, jsonOf } from './curve-data';
import { type ExitCode, type Io, shownPath, UsageError, visible, writeParts } from './io';
import { picture } from './picture';
import { type Point, parseSteps, pointsAt, type Steps } from './points';
import { type ComposeOptions, openProject, type Project, warnOfSettings } from './project';
import { foldersOf } from './select';
import { type Pictures, type Theme, writePictures } from './svg';
import { table } from './table';

export interface CurveOptions extends ComposeOptions, Pictures {
  readonly steps?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly theme: Theme;
  readonly picture?: boolean;
  readonly scale?: YScale;
  readonly root?: string;
}

type Words = Project['inWords'];

/** Where the output is no terminal. */
const COLUMNS = 80;
const ROWS = 16;
/** Lines of a window that the picture leaves to the text around it. */
const BESIDE = 16;
const HIGHEST = 20;

/** `curve`: the values of one schedule, as a picture, a table, CSV, JSON, SVG or PNG. */
export async function curve(given: string, options: CurveOptions, io: Io): Promise<ExitCode> {
  const name = await blockName(io, given);
  const folders = await foldersOf(io, [{ path: name.path, kind: 'file' }], options.root);
  const project = await openProject(io, options, { folders });
  try {
    warnOfSettings(io, project);
    const block = await findBlock(io, project, name);
    const { view } = block;
    await ensureAsked(project, options, name.path, shownPath(io, name.path), view);
    const drawn = drawableCurve(view);
    const words = project.inWords;
    // A curve that ends early has a reason, which the numbers do not tell.
    const ends = drawn === undefined ? [] : refusalsOf(view.problems).map(({ message }) => message);
    for (const message of [...(view.analysis.view?.messages ?? []), ...project.notes, ...ends]) {
      io.stderr.write(`note: ${visible(words(message))}\n`);
    }
    const title = `${shownPath(io, name.path)}: ${block.label}`;
    if (drawn === undefined) {
      io.stderr.write(`${visible(title)} has no curve. ${visible(words(whyNone(view)))}\n`);
      return 1;
    }
    const steps = options.steps === undefined ? undefined : parseSteps(options.steps);
    await writePictures(io, options, () => svgOf(title, drawn, options, words));
    if (options.csv === true) await writeParts(io.stdout, csvOf(drawn, steps));
    else if (options.json === true) await writeParts(io.stdout, jsonOf(io, name.path, block, drawn, steps, words));
    else if ((options.svg ?? options.png) === undefined || steps !== undefined)
      io.stdout.write(words(textOf(title, view, drawn, steps, options, io)));
    return 0;
  } finally {
    project.workspace.dispose();
  }
}

/** Nothing is shown as another primary config has it than the one that is asked for. */
async function ensureAsked(
  project: Project,
  options: CurveOptions,
  path: string,
  shown: string,
  { from: { perspective } }: BlockView,
): Promise<void> {
  const { primary, override = [] } = options;
  if (primary === undefined) {
    await noteAsked(project, options, [path]);
    if (override.length > 0 && perspective === undefined) {
      project.notes.add(`no primary config reaches ${shown}, so --override changes nothing.`);
    }
  } else if (perspective?.origin !== 'setting') {
    const [failed] = (await askedFor(project, options, [path]))?.failed ?? [];
    throw new UsageError(
      failed === undefined
        ? `--primary ${primary}: it does not read ${shown}, so it does not tell how the schedules there come out.`
        : failedText(failed),
    );
  }
}

function whyNone(view: BlockView): string {
  return refusalsOf(view.problems)[0]?.message ?? preview(view.analysis, { offset: view.start }).message ?? '';
}

function svgOf(title: string, drawn: ScheduleCurve, { theme, scale }: CurveOptions, words: Words): string {
  const plot = renderPlot(drawnCurve(drawn, 1500, []), {
    size: PANEL_SIZE,
    theme,
    x: xUnitOf(drawn),
    y: scale ?? yScaleOf(drawn),
    title,
    heading: [title],
    footer: drawn.assumptions.map((line) => words(linePlain(line))),
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
    `${values}, ${formatCount(total.steps, 'step')}${total.text === '' ? '' : ` from ${total.text}`}`,
    ...(perspective === undefined ? [] : [`as ${perspective.label} composes it (${perspective.because})`]),
  ];
  if (steps === 'all' && total.steps > MOST_ROWS) {
    throw new UsageError(`--steps all is a table of ${formatStep(total.steps)} lines. --csv and --json write them.`);
  }
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

/** Rows of a table at most: it is laid out as a whole. */
const MOST_ROWS = 100_000;
