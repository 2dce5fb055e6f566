import { formatNumber, formatStep } from '../format';
import { type Curve, PANEL_SIZE, type Plot, renderPlot, type Series } from '../plot';
import { type BlockView, blockView, drawableCurve } from '../service/block-view';
import { drawnCurve, xUnitOf, yScaleOf } from '../service/curve';
import { viewsOf } from '../service/explain';
import { listBlocks } from '../service/preview';
import { linePlain } from '../service/rich-text';
import { type Change, compareViews, type Difference } from './compare';
import type { DIFF_FORMATS } from './formats';
import { type ExitCode, type Io, UsageError, visible } from './io';
import { progressLine } from './progress';
import { warnOfSettings } from './project';
import { openSide, type Side, type SideOptions, targetOf, workingTree } from './side';
import { svgSheet, type Theme, writeText } from './svg';
import { table } from './table';

export interface DiffOptions extends SideOptions {
  readonly format: (typeof DIFF_FORMATS)[number];
  readonly svg?: string;
  readonly theme: Theme;
  readonly exitCode?: boolean;
}

/** A schedule that is another on the new side, once for all primary configs that make the same of it. */
export interface ChangedSchedule {
  /** The file as the sides name it; empty where two files are compared. */
  readonly file: string;
  readonly block: string;
  /** Labels of the primary configs; empty where the file is read by itself. */
  readonly primaries: readonly string[];
  readonly change: Change;
  readonly before: BlockView | undefined;
  readonly after: BlockView | undefined;
}

/** `diff`: which schedules change between two files, folders or Git revisions, and how. */
export async function diff(given: string, other: string | undefined, options: DiffOptions, io: Io): Promise<ExitCode> {
  const old = await targetOf(io, given);
  if (other === undefined && old.kind !== 'commit') {
    throw new UsageError(`Name what ${given} is compared with. Only a Git revision is compared with the working tree.`);
  }
  const now = other === undefined ? workingTree(io) : await targetOf(io, other);
  const opened: Side[] = [];
  const line = progressLine(io);
  try {
    for (const [target, counterpart] of [
      [old, now],
      [now, old],
    ] as const) {
      opened.push(await openSide(io, options, target, counterpart));
    }
    const [before, after] = opened as [Side, Side];
    // Those of the old side are past mending.
    warnOfSettings(io, after.project);
    const blocks: [Blocks, Blocks] = [await blocksOf(before, line.show), await blocksOf(after, line.show)];
    line.clear();
    const changes = changesBetween(...blocks);
    const labels = [before.label, after.label] as const;
    io.stdout.write(written(changes, labels, options.format));
    if (options.svg !== undefined) await writeText(io, options.svg, svgOf(changes, labels, options.theme, io));
    return options.exitCode === true && changes.length > 0 ? 1 : 0;
  } finally {
    line.clear();
    for (const side of opened) side.close();
  }
}

/** The blocks of a side by file and name, each as its primary configs see it, by their labels. */
type Blocks = Map<
  string,
  { readonly file: string; readonly block: string; readonly views: ReadonlyMap<string, BlockView> }
>;

async function blocksOf({ project, files, label }: Side, show: (text: string) => void): Promise<Blocks> {
  const blocks: Blocks = new Map();
  let done = 0;
  for (const [file, path] of files) {
    done += 1;
    show(`${label}: reading ${done} of ${files.size} files`);
    const document = await project.open(path);
    const analysis = document === undefined ? undefined : await project.service.analyze(document);
    if (analysis === undefined) throw new UsageError(`${path}: it cannot be read.`);
    for (const { entry, analyzed } of listBlocks(analysis)) {
      const seen = analyzed.perspectives.length === 0 ? [blockView(analysis, analyzed)] : viewsOf(analysis, analyzed);
      const views = seen.map((view) => [view.from.perspective?.label ?? '', view] as const);
      blocks.set(JSON.stringify([file, entry.label]), { file, block: entry.label, views: new Map(views) });
    }
  }
  return blocks;
}

function changesBetween(old: Blocks, now: Blocks): ChangedSchedule[] {
  const found: ChangedSchedule[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(key), now.get(key)];
    const { file, block } = is ?? was ?? { file: '', block: '' };
    const same = new Map<string, ChangedSchedule>();
    for (const [primary, before, after] of pairs(was?.views, is?.views)) {
      const change = compareViews(before, after);
      if (change === undefined) continue;
      const text = JSON.stringify(change);
      const known = same.get(text);
      const primaries = [...(known?.primaries ?? []), ...(primary === '' ? [] : [primary])];
      same.set(text, known === undefined ? { file, block, primaries, change, before, after } : { ...known, primaries });
    }
    found.push(...same.values());
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

type Pair = readonly [primary: string, before: BlockView | undefined, after: BlockView | undefined];

/** Views of the two sides through the same primary configs; the only ones with each other, whatever they are called. */
function pairs(
  old: ReadonlyMap<string, BlockView> = new Map(),
  now: ReadonlyMap<string, BlockView> = new Map(),
): Pair[] {
  const [[was, before] = [], [is, after] = []] = [[...old][0], [...now][0]];
  if (old.size <= 1 && now.size <= 1) return [[is ?? was ?? '', before, after]];
  const common = [...now].filter(([label]) => old.has(label));
  // A primary config that came or went is no change of a schedule that others still show.
  if (common.length > 0) return common.map(([label, view]) => [label, old.get(label), view]);
  return [[is ?? was ?? '', before, after]];
}

function written(
  changes: readonly ChangedSchedule[],
  labels: readonly [string, string],
  format: DiffOptions['format'],
): string {
  switch (format) {
    case 'text':
      return textOf(changes, labels);
    case 'markdown':
      return markdownOf(changes, labels);
    case 'json':
      return `${JSON.stringify({ old: labels[0], new: labels[1], changes: changes.map(jsonOf) }, null, 2)}\n`;
  }
}

function jsonOf({ file, block, primaries, change }: ChangedSchedule): object {
  return { ...(file !== '' && { file }), block, primaries, ...change };
}

function headline(
  changes: readonly ChangedSchedule[],
  [old, now]: readonly [string, string],
  code: (text: string) => string,
): string {
  const names = new Set(changes.map(({ file, block }) => JSON.stringify([file, block])));
  const count =
    names.size === 0
      ? 'No schedule changes'
      : names.size === 1
        ? 'One schedule changes'
        : `${names.size} schedules change`;
  return `${count} from ${code(old)} to ${code(now)}`;
}

const NONE = '–';

function rowsOf({ change }: ChangedSchedule): Difference[] {
  const { largest } = change;
  if (largest === undefined) return [...change.differences];
  const what = `furthest apart, at step ${formatStep(largest.step)}`;
  return [...change.differences, { what, before: formatNumber(largest.before), after: formatNumber(largest.after) }];
}

function textOf(changes: readonly ChangedSchedule[], labels: readonly [string, string]): string {
  const lines = [`${headline(changes, labels, (text) => text)}.`];
  for (const one of changes) {
    const where = [one.file, one.block].filter((part) => part !== '').join(': ');
    lines.push('', `${where}${one.primaries.length === 0 ? '' : ` (in ${one.primaries.join(', ')})`}${word(one)}`);
    const rows = rowsOf(one).map(({ what, before = NONE, after = NONE }) => [`  ${what}`, before, '→', after]);
    lines.push(...table(rows, new Set()));
  }
  return `${lines.map(visible).join('\n')}\n`;
}

function word({ change: { kind } }: ChangedSchedule): string {
  return kind === 'changed' ? '' : `: ${kind}`;
}

/** For a comment on a pull request. */
function markdownOf(changes: readonly ChangedSchedule[], labels: readonly [string, string]): string {
  const lines = [`### ${headline(changes, labels, codeOf)}`];
  for (const one of changes) {
    const where = [one.file, one.block]
      .filter((part) => part !== '')
      .map(codeOf)
      .join(': ');
    const seen = one.primaries.length === 0 ? '' : `, in ${one.primaries.map(codeOf).join(', ')}`;
    lines.push('', `**${where}**${seen}${word(one)}`, '');
    lines.push(`| | ${cell(labels[0])} | ${cell(labels[1])} |`, '| --- | --- | --- |');
    for (const { what, before = NONE, after = NONE } of rowsOf(one)) {
      lines.push(`| ${cell(what)} | ${cell(before)} | ${cell(after)} |`);
    }
  }
  return `${lines.map(visible).join('\n')}\n`;
}

function codeOf(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Text that Markdown and HTML leave alone. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~@]/g, '\\$&');
}

/** More pictures than this are no help. */
const MOST_PICTURES = 50;

/** Old and new curve over each other, one picture a schedule; those that have no curve are left out. */
function svgOf(changes: readonly ChangedSchedule[], labels: readonly [string, string], theme: Theme, io: Io): string {
  const plots = changes.flatMap((one, place) => overlay(one, labels, theme, place) ?? []);
  if (plots.length > MOST_PICTURES) {
    io.stderr.write(`Only the first ${MOST_PICTURES} of ${plots.length} schedules that change are drawn.\n`);
  }
  return svgSheet(plots.slice(0, MOST_PICTURES));
}

function overlay(
  { before, after, file, block, primaries, change }: ChangedSchedule,
  [old, now]: readonly [string, string],
  theme: Theme,
  place: number,
): Plot | undefined {
  const sides = [before, after].map((view) => view && drawableCurve(view));
  const [was, is] = sides;
  const main = is ?? was;
  if (main === undefined) return undefined;
  const drawn = (curve: typeof was, label: string, style: NonNullable<Series['style']>): Series[] => {
    const [series] = curve === undefined ? [] : drawnCurve(curve, 1500, []).series;
    return series === undefined ? [] : [{ ...series, label, style }];
  };
  const { series: _, marks: __, ...frame } = drawnCurve(main, 1500, []);
  const seen = primaries.length === 0 ? '' : ` in ${primaries.join(', ')}`;
  const sort = change.kind === 'changed' ? '' : `, ${change.kind}`;
  const title = `${[file, block].filter((part) => part !== '').join(': ')}${seen}${sort}`;
  const curve: Curve = {
    ...frame,
    totalSteps: Math.max(...sides.map((side) => side?.total.steps ?? 0)),
    // The old curve is dashed and lies below; the new one keeps the colour that it has everywhere.
    series: [...drawn(was, old, { color: 1, dash: 1, marker: 0 }), ...drawn(is, now, { color: 0, dash: 0, marker: 0 })],
  };
  const isAssumed = sides.every((side) => side === undefined || xUnitOf(side) === 'percent');
  return renderPlot(curve, {
    size: PANEL_SIZE,
    theme,
    x: isAssumed ? 'percent' : 'steps',
    y: yScaleOf(main),
    id: `change-${place}`,
    title,
    heading: [title],
    footer: main.assumptions.map(linePlain),
    ground: true,
  });
}
