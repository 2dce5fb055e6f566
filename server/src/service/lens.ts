import type { CodeLens } from 'vscode-languageserver-types';
import { formatCount } from '../format';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockView, drawableCurve, isNone } from './block-view';
import { isGuessed } from './curve';
import { summaryOf } from './explain';

/** The client's command that opens the panel. Arguments: the document's uri and the position of the block. */
export const PREVIEW_COMMAND = 'scheduleLens.preview';

/** Longer than this at a time, in milliseconds, the event loop is not held. */
const SLICE = 10;

/** One code lens over each block: what its curve does, and on a click the panel. */
export async function codeLens(
  analysis: Analysis,
  pause: () => Promise<void>,
  token?: { readonly isCancellationRequested: boolean },
): Promise<CodeLens[]> {
  const lenses: CodeLens[] = [];
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
  const { range } = analyzed.context.keyOrigin ?? analyzed.block.value.alias ?? analyzed.block.value.origin;
  const end = range.end.line === range.start.line ? range.end : range.start;
  const curve = drawableCurve(view);
  let title = 'Preview schedule';
  if (curve !== undefined && !isGuessed(curve)) {
    const length = curve.total.source === 'assumed' ? '' : `, ${formatCount(curve.total.steps, 'step')}`;
    title += `: ${summaryOf(curve)}${length}`;
  } else if (view.problems.some(({ severity }) => severity === 'error')) {
    title += ': has errors';
  }
  return {
    range: { start: range.start, end },
    command: { title, command: PREVIEW_COMMAND, arguments: [analysis.uri, range.start] },
  };
}
