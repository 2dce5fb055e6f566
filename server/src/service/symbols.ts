import * as l10n from '@vscode/l10n';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { shortName } from '../rules/names';
import { short } from '../rules/text';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockSpan, blockView, drawableCurve, isNone, refusalsOf } from './block-view';
import { isGuessed } from './curve';
import { summaryOf } from './explain';

/**
 * The schedule blocks of a document, and nothing else: the name of the kind, and its curve as first → peak → last value.
 * The rest of the file is the YAML extension's to outline.
 */
export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  return analysis.blocks.flatMap((block) => (isNone(block.resolved) ? [] : [symbolOf(analysis, block)]));
}

function symbolOf(analysis: Analysis, analyzed: AnalyzedBlock): DocumentSymbol {
  const { block, context } = analyzed;
  const { start, end } = blockSpan(analyzed);
  const range = analysis.document?.originAt(start, end).range ?? block.value.origin.range;
  const key = context.keyOrigin;
  const { document } = analysis;
  // Within the block: a line may go on for megabytes behind it.
  const ends = document?.text.slice(start, end).search(/[\r\n]/) ?? 0;
  const lineBehind = ends < 0 ? end : start + ends;
  const first = document?.originAt(start, lineBehind).range ?? range;
  return {
    name: nameOf(analyzed),
    detail: detailOf(analysis, analyzed),
    kind: SymbolKind.Object,
    range,
    selectionRange: key !== undefined && key.uri === analysis.uri ? key.range : first,
  };
}

function nameOf({ block, resolved }: AnalyzedBlock): string {
  const kind = resolved.kind === 'map' ? resolved.entries.get('kind')?.value : undefined;
  const text = kind?.kind === 'scalar' && typeof kind.value === 'string' ? short(shortName(kind.value)) : '';
  // An empty name is an error for a client.
  return text === '' ? (block.key ?? 'schedule') : text;
}

function detailOf(analysis: Analysis, analyzed: AnalyzedBlock): string {
  const view = blockView(analysis, analyzed);
  const curve = drawableCurve(view);
  if (curve !== undefined && !isGuessed(curve)) return summaryOf(curve);
  return refusalsOf(view.problems).length > 0 ? l10n.t('has errors') : '';
}
