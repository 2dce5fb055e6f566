import * as l10n from '@vscode/l10n';
import type { Range } from 'vscode-languageserver-types';
import type { Origin, Path, ResolvedNode } from '../config';
import { isCommandLine } from '../config/hydra';
import { encodeCurve } from '../plot';
import type { PreviewCompanion, PreviewPlace } from '../protocol';
import type { Finding, RuleContext } from '../rules';
import { shortName } from '../rules/names';
import type { Analysis, AnalyzedBlock } from './analysis';
import { type BlockView, curveContext, isNone, isPartial } from './block-view';
import { composedFacts, Outlook } from './composed';
import { curveOf, drawnCurve, type SampleWindow } from './curve';
import { wholeName } from './names';
import { pathText } from './path-text';
import { linePlain, quoted } from './rich-text';
import type { TrainerFacts } from './trainer';
import { levelOf } from './validate';

/** A composite of more optimizers shows these. */
const MOST_COMPANIONS = 24;

/** Another schedule of the same run. */
interface Sibling {
  /** Path of the block; the last part is its key. */
  readonly path: Path;
  readonly key: Origin | undefined;
  readonly value: Origin;
  readonly resolved: ResolvedNode;
  readonly context: RuleContext;
  readonly trainer: TrainerFacts;
  readonly findings: readonly Finding[];
  /** Of the file that is shown, where the block stands in it. */
  readonly analyzed?: AnalyzedBlock | undefined;
  /** Whether it is the block that they are the siblings of. */
  readonly isSelected: boolean;
}

export interface CompanionOptions {
  /** `optimizer`: those of the optimizer that the block belongs to. `model`: those of every optimizer of the config. */
  readonly of: 'optimizer' | 'model';
  readonly maxPoints: number;
  readonly window?: SampleWindow | undefined;
  /** The id of a block of the file that is shown. */
  idOf(analyzed: AnalyzedBlock): string | undefined;
}

/**
 * The schedules of the run that a block belongs to: as its primary config composes them, or those of its file. The block
 * itself is one of its model's.
 */
export function companionsOf(view: BlockView, analyzed: AnalyzedBlock, options: CompanionOptions): PreviewCompanion[] {
  const siblings = view.seen === undefined ? writtenSiblings(view, analyzed, options) : composedSiblings(view, options);
  return siblings
    .filter(({ resolved }) => !isNone(resolved))
    .slice(0, MOST_COMPANIONS)
    .map((sibling) => companion(sibling, view, options));
}

function writtenSiblings({ analysis }: BlockView, own: AnalyzedBlock, { of }: CompanionOptions): Sibling[] {
  return analysis.blocks
    .filter(({ block }) => block.key !== undefined && (of === 'model' || block.parent === own.block.parent))
    .filter((one) => of === 'model' || one !== own)
    .map((one) => ({
      path: one.block.path,
      key: one.block.keyOrigin,
      value: one.block.value.alias ?? one.block.value.origin,
      resolved: one.resolved,
      context: one.context,
      trainer: analysis.trainer,
      findings: one.findings,
      analyzed: one,
      isSelected: one === own,
    }));
}

function composedSiblings({ analysis, seen }: BlockView, { of }: CompanionOptions): Sibling[] {
  if (seen === undefined) return [];
  const { settings, environment } = analysis;
  const { units, trainer } = composedFacts(seen.composition, new Outlook(settings, environment));
  const own = units.find(({ place, shownAt }) => isSame(place.path, seen.path) && isSame(shownAt[0], seen.shownAt[0]));
  const holder = own?.holder;
  return units
    .filter((unit) => unit.key !== undefined && (of === 'model' || (holder !== undefined && unit.holder === holder)))
    .flatMap((unit) =>
      // One block can be that of several optimizers, by links.
      (of === 'model' ? unit.shownAt : unit.shownAt.slice(0, 1))
        .map((path) => ({ path, isSelected: unit === own && path === unit.shownAt[0] }))
        .filter(({ isSelected }) => of === 'model' || !isSelected)
        .map(({ path, isSelected }) => ({
          path,
          key: unit.keyOrigin,
          value: unit.link ?? unit.place.node.origin,
          resolved: unit.resolved,
          context: unit.context,
          trainer,
          findings: unit.findings,
          analyzed: writtenAs(analysis, seen.perspective.id, unit.path, path),
          isSelected,
        })),
    );
}

/** The block of the document that holds a part of a composed one. */
function writtenAs({ blocks }: Analysis, perspectiveId: string, path: Path, shownAt: Path): AnalyzedBlock | undefined {
  return blocks.find(({ perspectives }) =>
    perspectives.some(
      (one) =>
        one.perspective.id === perspectiveId &&
        isSame(one.path, path) &&
        one.shownAt.some((each) => isSame(each, shownAt)),
    ),
  );
}

function isSame(a: Path | undefined, b: Path | undefined): boolean {
  return a?.length === b?.length && a?.every((part, index) => part === b?.[index]) === true;
}

function companion(sibling: Sibling, view: BlockView, options: CompanionOptions): PreviewCompanion {
  const { path, resolved, context, trainer, findings, analyzed, isSelected } = sibling;
  const { from, analysis } = view;
  const blockId = analyzed && options.idOf(analyzed);
  const common = {
    optimizer: pathText(path.slice(0, -1)),
    label: pathText(path),
    title: titleOf(resolved),
    place: placeOfSibling(sibling, view),
    ...(blockId !== undefined && { blockId }),
    ...(isSelected && { isSelected }),
  };
  const failing = findings.find(
    (finding) =>
      levelOf(finding, analysis.settings.rules) === 'error' &&
      levelOf(finding, {}) === 'error' &&
      !isPartial(finding.ruleId),
  );
  if (failing !== undefined) return { ...common, message: failing.message, assumptions: [] };
  const result = curveOf(resolved, curveContext(context, trainer, from));
  if (result.status === 'refused') return { ...common, message: result.message, assumptions: [] };
  if (result.status === 'unknown') {
    const names = result.unknown.slice(0, 3).map(({ name, expression }) => `${name} (${quoted(expression)})`);
    return { ...common, message: l10n.t`Not told by ${wholeName(from)}: ${names.join(', ')}.`, assumptions: [] };
  }
  const { curve } = result;
  return {
    ...common,
    curve: encodeCurve(drawnCurve(curve, options.maxPoints, [], options.window)),
    assumptions: curve.assumptions.map(linePlain),
  };
}

/** The kind of a resolved block for a title; `Schedule` where there is none. */
export function titleOf(resolved: ResolvedNode): string {
  const kind = resolved.kind === 'map' ? resolved.entries.get('kind')?.value : undefined;
  return kind?.kind === 'scalar' && typeof kind.value === 'string' && kind.value.trim() !== ''
    ? quoted(shortName(kind.value))
    : l10n.t('Schedule');
}

function placeOfSibling({ key, value }: Sibling, { block }: BlockView): PreviewPlace {
  const shown = key !== undefined && !isCommandLine(key.uri) ? key : value;
  if (isCommandLine(shown.uri)) {
    const { uri, range } = block.value.alias ?? block.value.origin;
    return { uri, range };
  }
  const isTogether = key === shown && value.uri === key.uri && key.end <= value.start;
  const range: Range = isTogether ? { start: key.range.start, end: value.range.end } : shown.range;
  return { uri: shown.uri, range };
}
