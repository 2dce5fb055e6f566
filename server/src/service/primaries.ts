import type { PrimaryChoice } from '../protocol';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockSpan, blockView } from './block-view';
import { viewSummary } from './explain';

/**
 * The primary configs that reach a document, best first, each with what it makes of the block at an offset, or of the
 * first one. None where the document is read on its own.
 */
export function primaries(analysis: Analysis, offset: number | undefined): PrimaryChoice[] {
  const { view } = analysis;
  if (view === undefined) return [];
  const block = analysis.blocks.find((one) => offset !== undefined && isAt(one, offset)) ?? analysis.blocks[0];
  return view.perspectives.map((perspective) => {
    const isSeen = block?.perspectives.some((one) => one.perspective.id === perspective.id) === true;
    const summary =
      block === undefined || !isSeen ? undefined : viewSummary(blockView(analysis, block, perspective.id));
    return {
      id: perspective.id,
      label: perspective.label,
      because: perspective.because,
      ...(summary === undefined ? {} : { summary }),
      chosen: perspective.id === view.chosen?.id,
    };
  });
}

function isAt(block: AnalyzedBlock, offset: number): boolean {
  const { start, end } = blockSpan(block);
  return start <= offset && offset <= end;
}
