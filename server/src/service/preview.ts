import * as l10n from '@vscode/l10n';
import type { Range } from 'vscode-languageserver-types';
import { isCommandLine } from '../config/hydra';
import type { Path } from '../config/types';
import { formatStep, toWire } from '../format';
import { encodeCurve } from '../plot';
import type {
  HandleMove,
  PreviewBlock,
  PreviewMoved,
  PreviewParams,
  PreviewPerspective,
  PreviewProblem,
  PreviewResult,
  PreviewTotal,
  PreviewValue,
} from '../protocol';
import type { Analysis, AnalyzedBlock } from './analysis';
import { type BlockView, blockSpan, blockView, drawableCurve, isNone, keyOf, refusalsOf } from './block-view';
import { companionsOf, titleOf } from './companions';
import { type CurveTotal, drawnCurve, type ScheduleCurve, xUnitOf } from './curve';
import { viewSummary, viewsOf } from './explain';
import { factTable } from './fact-table';
import { moveHandle, previewHandles } from './handles';
import { marksAt, variantsOfViews } from './hover';
import { fileName, wholeName } from './names';
import { pathText } from './path-text';
import { phasePlaces, placeAt, placeOf } from './places';
import { differenceLine } from './provenance';
import { linePlain, quoted } from './rich-text';
import { listedKeys } from './trainer';
import { unknownsOf } from './unknowns';

/** Values of single steps in one answer. */
const MOST_VALUES = 1000;
/** Enough for every pixel of a wide panel and the jumps of a long list. */
const CURVE_POINTS = 1500;
const MOST_PROBLEMS = 100;

/** Which block to show: the one at `offset`, else the one with that id, else the one nearest to `offset`. */
export interface PreviewQuery {
  /** Of the document's text, in UTF-16 code units. */
  readonly offset?: number;
  readonly blockId?: string;
  readonly perspectiveId?: string;
  readonly window?: PreviewParams['window'];
  readonly at?: readonly number[];
  readonly companions?: PreviewParams['companions'];
}

export interface Listed {
  readonly entry: PreviewBlock;
  readonly analyzed: AnalyzedBlock;
}

/** What moving a handle of the block that is asked for would write, and the block's id. */
export function movedInPreview(
  analysis: Analysis,
  query: PreviewQuery,
  move: HandleMove,
): { readonly moved: PreviewMoved; readonly blockId?: string } {
  const selected = choose(listBlocks(analysis), query);
  if (selected === undefined) {
    return { moved: { handleId: move.handleId, text: '', edits: [], refused: absence(analysis) } };
  }
  const view = blockView(analysis, selected.analyzed, query.perspectiveId);
  return { moved: moveHandle(view, move), blockId: selected.entry.id };
}

/** What the panel shows of a document. */
export function preview(analysis: Analysis, query: PreviewQuery): PreviewResult {
  const listed = listBlocks(analysis);
  const selected = choose(listed, query);
  if (selected === undefined) return emptyPreview(analysis.version, absence(analysis));
  const view = blockView(analysis, selected.analyzed, query.perspectiveId);
  const marks = query.offset === undefined ? [] : marksAt(view, query.offset);
  const curve = drawableCurve(view);
  const errors = refusalsOf(view.problems);
  const common = {
    version: analysis.version,
    blocks: listed.map(({ entry }) => entry),
    selected: selected.entry.id,
    ...perspectivesOf(analysis, selected.analyzed, view),
    ...epochOf(view),
    ...companionsFor(listed, selected, view, query),
    unknowns: unknownsOf(view),
    problems: view.problems.slice(0, MOST_PROBLEMS).map(
      ({ message, severity, code, origin }): PreviewProblem => ({
        message,
        severity,
        code,
        ...placeOf(origin, view),
      }),
    ),
  };
  const title = titleOf(view.resolved);
  if (curve === undefined)
    return { ...common, title, ...withoutCurve(view, errors.length), facts: [], assumptions: [] };
  const { total, assumptions } = curve;
  return {
    ...common,
    title,
    state: curve.unknown.length > 0 ? 'unknown' : 'ok',
    ...messageOf(curve, view),
    curve: encodeCurve(drawnCurve(curve, CURVE_POINTS, marks, query.window)),
    xUnit: xUnitOf(curve),
    facts: factTable(curve),
    totalSteps: totalOf(total, view),
    handles: previewHandles(view),
    assumptions: assumptions.filter((line) => total.source !== 'assumed' || line !== total.assumption).map(linePlain),
    phasePlaces: phasePlaces(curve, view),
    ...(Array.isArray(query.at) && { at: query.at.slice(0, MOST_VALUES).map((step) => valueAt(curve, step, view)) }),
  };
}

/** The value of one training step, and what makes it. */
function valueAt(curve: ScheduleCurve, step: number, view: BlockView): PreviewValue {
  const value = curve.at(step);
  if (typeof value !== 'number') return { step, failure: value.message };
  const place = placeAt(curve, step, view);
  return { step, value: toWire(value), ...(place && { place }) };
}

function companionsFor(
  listed: readonly Listed[],
  { analyzed }: Listed,
  view: BlockView,
  { companions, window }: PreviewQuery,
): Pick<PreviewResult, 'companions'> {
  if (companions === undefined) return {};
  const idOf = (one: AnalyzedBlock) => listed.find((each) => each.analyzed === one)?.entry.id;
  return {
    companions: companionsOf(view, analyzed, { of: companions, maxPoints: CURVE_POINTS, window, idOf }),
  };
}

function epochOf({ context, from }: BlockView): Pick<PreviewResult, 'updatesPerEpoch'> {
  const { updatesPerEpoch: updates, epochFrom } = context;
  if (updates === undefined || epochFrom === undefined) return {};
  const { keys, origin } = epochFrom;
  const place = origin === undefined || isCommandLine(origin.uri) ? undefined : origin;
  const setting = l10n.t`setting ${listedKeys(keys)}`;
  const isElsewhere = place !== undefined && place.uri !== from.uri;
  return {
    updatesPerEpoch: {
      updates,
      source: 'setting',
      text: isElsewhere ? l10n.t`${setting} in ${fileName(place.uri, from)}` : setting,
      ...(place && { place: { uri: place.uri, range: place.range } }),
    },
  };
}

/** The primary configs that reach a block, and where they differ. */
function perspectivesOf(
  analysis: Analysis,
  analyzed: AnalyzedBlock,
  view: BlockView,
): Pick<PreviewResult, 'perspectives' | 'difference'> {
  const shown = view.from.perspective;
  if (shown === undefined) return {};
  const byId = new Map(analyzed.perspectives.map(({ perspective }) => [perspective.id, perspective]));
  const compared = viewsOf(analysis, analyzed);
  const summaries = new Map(compared.map((one) => [one.from.perspective?.id, viewSummary(one)]));
  // In the order of the view, so that the list stands still while another one is chosen.
  const perspectives = (analysis.view?.perspectives ?? []).filter(({ id }) => byId.has(id));
  const difference = differenceLine(variantsOfViews(compared));
  return {
    perspectives: perspectives.map(({ id, label, because }): PreviewPerspective => {
      const summary = summaries.get(id);
      return { id, label, because, ...(summary !== undefined && { summary }), chosen: id === shown.id };
    }),
    ...(difference !== undefined && { difference: linePlain(difference) }),
  };
}

/** The blocks that hold a schedule, in the order of the text. */
export function listBlocks(analysis: Analysis): Listed[] {
  const seen = new Map<string, number>();
  return analysis.blocks
    .filter(({ resolved }) => !isNone(resolved))
    .map((analyzed) => {
      const { path } = analyzed.block;
      const place = JSON.stringify(path);
      const repeat = seen.get(place) ?? 0;
      seen.set(place, repeat + 1);
      const kind = writtenKind(analyzed);
      const entry: PreviewBlock = {
        // A key that is written twice makes two blocks at one path.
        id: repeat === 0 ? place : `${place}#${repeat + 1}`,
        label: labelOf(path) + (repeat === 0 ? '' : ` (${repeat + 1})`),
        path,
        range: rangeOf(analyzed),
        ...(kind !== undefined && { kind }),
      };
      return { entry, analyzed };
    });
}

function labelOf(path: Path): string {
  return path.length === 0 ? l10n.t('the whole file') : quoted(pathText(path));
}

/** The key and the block. */
function rangeOf(analyzed: AnalyzedBlock): Range {
  const { block } = analyzed;
  const value = (block.value.alias ?? block.value.origin).range;
  const key = keyOf(analyzed)?.range ?? value;
  return { start: key.start, end: value.end };
}

function writtenKind({ block }: AnalyzedBlock): string | undefined {
  const kind = block.value.kind === 'map' ? block.value.entries.get('kind')?.value : undefined;
  return kind?.kind === 'scalar' && typeof kind.value === 'string' ? kind.value : undefined;
}

export function choose(listed: readonly Listed[], { offset, blockId }: PreviewQuery): Listed | undefined {
  if (offset !== undefined) {
    const around = listed.filter(({ analyzed }) => distance(analyzed, offset) === 0);
    // The innermost, should one block stand inside another.
    const inner = around.sort((a, b) => length(a.analyzed) - length(b.analyzed))[0];
    if (inner !== undefined) return inner;
  }
  const named = blockId === undefined ? undefined : listed.find(({ entry }) => entry.id === blockId);
  if (named !== undefined || offset === undefined) return named ?? listed[0];
  let nearest = listed[0];
  for (const one of listed) {
    if (nearest !== undefined && distance(one.analyzed, offset) < distance(nearest.analyzed, offset)) nearest = one;
  }
  return nearest;
}

function distance(analyzed: AnalyzedBlock, offset: number): number {
  const { start, end } = blockSpan(analyzed);
  return Math.max(0, start - offset, offset - end);
}

function length(analyzed: AnalyzedBlock): number {
  const { start, end } = blockSpan(analyzed);
  return end - start;
}

/** Why a document has nothing to show. */
function absence({ state, blocks, settings }: Analysis): string {
  if (state === 'too-large') {
    return l10n.t`This file is longer than ${formatStep(settings.maxFileSize)} characters and is not read. Raise scheduleLens.maxFileSize to read it.`;
  }
  return blocks.length > 0
    ? l10n.t(
        'The schedules of this file are null: what they would change stays as the optimizer has it. Write a kind below the key to see its curve.',
      )
    : l10n.t(
        'No schedule in this file. Write schedule_config below an optimizer, with a kind such as noether.core.schedules.LinearWarmupCosineDecaySchedule.',
      );
}

/** A preview of nothing. */
export function emptyPreview(version: number, message?: string): PreviewResult {
  return {
    version,
    blocks: [],
    state: 'empty',
    title: l10n.t('No schedule'),
    ...(message !== undefined && { message }),
    facts: [],
    assumptions: [],
    problems: [],
  };
}

function withoutCurve({ curve, from }: BlockView, errors: number): { state: 'error' | 'unknown'; message: string } {
  if (errors > 0) {
    return {
      state: 'error',
      message: l10n.t('noether would refuse this block, so there is no curve. Its problems are listed below.'),
    };
  }
  if (curve.status === 'unknown') {
    const shown = curve.unknown.slice(0, 3).map(({ name, expression }) => `${name} (${quoted(expression)})`);
    const more = curve.unknown.length > shown.length ? l10n.t(' and more') : '';
    return {
      state: 'unknown',
      message: l10n.t`${capital(wholeName(from))} does not tell ${shown.join(', ')}${more}, and the shape of the curve depends on it. Give it a value in the setting scheduleLens.interpolations.`,
    };
  }
  // No finding, and yet no curve: a rule may have been switched off.
  const message = curve.status === 'refused' ? curve.message : l10n.t('There is no curve.');
  return { state: 'error', message };
}

function messageOf(curve: ScheduleCurve, { problems, from, analysis }: BlockView): { message?: string } {
  const [failing] = refusalsOf(problems);
  if (failing !== undefined) return { message: failing.message };
  if (curve.unit !== undefined) {
    return {
      message: l10n.t`${capital(wholeName(from))} does not tell ${quoted(curve.unit)}: the curve is drawn in units of it. Give it a value in the setting scheduleLens.interpolations to see numbers.`,
    };
  }
  if (curve.unknown.length > 0) {
    return {
      message: l10n.t`${capital(wholeName(from))} does not tell every value: the curve is drawn with the assumptions below.`,
    };
  }
  const chosen = analysis.view?.chosen;
  if (chosen?.composition.stage === 'compose') {
    const shown =
      from.perspective === undefined ? l10n.t('this file alone has it') : l10n.t`${from.perspective.label} composes it`;
    return { message: l10n.t`${chosen.label} does not compose: ${chosen.composition.message} Shown as ${shown}.` };
  }
  return {};
}

function totalOf({ steps, source, text, origin, assumption }: CurveTotal, { from }: BlockView): PreviewTotal {
  const isElsewhere = origin !== undefined && origin.uri !== from.uri && !isCommandLine(origin.uri);
  const words = {
    config: isElsewhere ? l10n.t`${text} in ${fileName(origin.uri, from)}` : text,
    setting: text.replace(/^the /, ''),
    assumed: linePlain(assumption ?? []),
  };
  return {
    steps,
    source,
    text: words[source],
    ...(origin && !isCommandLine(origin.uri) && { place: { uri: origin.uri, range: origin.range } }),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
