import type { CodeLens } from 'vscode-languageserver-types';
import { formatCount } from '../format';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockView, drawableCurve, isNone } from './block-view';
import { summaryOf } from './explain';

/** The client's command that opens the panel. Arguments: the document's uri and the position of the block. */
export const PREVIEW_COMMAND = 'scheduleLens.preview';

/** One code lens over each block: what its curve does, and on a click the panel. */
export function codeLens(analysis: Analysis, analyzed: AnalyzedBlock): CodeLens[] {
  if (isNone(analyzed.resolved)) return [];
  const view = blockView(analysis, analyzed);
  const { range } = analyzed.context.keyOrigin ?? analyzed.block.value.alias ?? analyzed.block.value.origin;
  const end = range.end.line === range.start.line ? range.end : range.start;
  const curve = drawableCurve(view);
  let title = 'Preview schedule';
  if (curve !== undefined) {
    const length = curve.total.source === 'assumed' ? '' : `, ${formatCount(curve.total.steps, 'step')}`;
    title += `: ${summaryOf(curve)}${length}`;
  } else if (view.problems.some(({ severity }) => severity === 'error')) {
    title += ': has errors';
  }
  return [
    {
      range: { start: range.start, end },
      command: { title, command: PREVIEW_COMMAND, arguments: [analysis.uri, range.start] },
    },
  ];
}
