import * as l10n from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver-types';
import { formatStep } from '../format';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockView, isNone, keyOf, refusalsOf } from './block-view';
import { differingViews, viewSummary } from './explain';

/** The client's command that opens the panel. Arguments: the document's uri and the position of the block. */
export const PREVIEW_COMMAND = 'scheduleLens.preview';

/** Longer than this at a time, in milliseconds, the event loop is not held. */
const SLICE = 10;

/** One code lens over each block, unless the settings have none: what its curve does, and on a click the panel. */
export async function codeLens(
  analysis: Analysis,
  pause: () => Promise<void>,
  token?: { readonly isCancellationRequested: boolean },
): Promise<CodeLens[]> {
  const lenses: CodeLens[] = [];
  if (!analysis.settings.codeLens) return lenses;
  let since = Date.now();
  for (const analyzed of analysis.blocks) {
    if (isNone(analyzed.resolved)) continue;
    lenses.push(lensOver(analysis, analyzed));
    if (Date.now() - since < SLICE) continue;
    await pause();
    if (token?.isCancellationRequested === true) return [];
    since = Date.now();
  }
  return lenses;
}

function lensOver(analysis: Analysis, analyzed: AnalyzedBlock): CodeLens {
  const view = blockView(analysis, analyzed);
  const { range } = keyOf(analyzed) ?? analyzed.block.value.alias ?? analyzed.block.value.origin;
  const end = range.end.line === range.start.line ? range.end : range.start;
  let title = l10n.t('Preview schedule');
  const summary = viewSummary(view);
  if (summary !== undefined) {
    title += `: ${summary}`;
    const others = differingViews(analysis, analyzed, view).length;
    if (others > 0) {
      const differ =
        others === 1
          ? l10n.t('1 other primary config differs')
          : l10n.t`${formatStep(others)} other primary configs differ`;
      title += ` (${view.from.perspective?.label ?? ''}; ${differ})`;
    }
  } else if (refusalsOf(view.problems).length > 0) {
    title += l10n.t(': has errors');
  }
  return {
    range: { start: range.start, end },
    command: { title, command: PREVIEW_COMMAND, arguments: [analysis.uri, range.start] },
  };
}
