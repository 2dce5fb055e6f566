import { formatCount } from '../format';
import type { PrimaryChoice } from '../protocol';
import type { Analysis, AnalyzedBlock, BlockPerspective } from './analysis';
import { blockSpan } from './block-view';
import { curveOf, isGuessed } from './curve';
import { summaryOf } from './explain';

/**
 * The primary configs that reach a document, best first, each with what it makes of the block at an offset, or of the
 * first one. None where the document is read on its own.
 */
export function primaries(analysis: Analysis, offset: number | undefined): PrimaryChoice[] {
  const { view } = analysis;
  if (view === undefined) return [];
  const block = analysis.blocks.find((one) => offset !== undefined && isAt(one, offset)) ?? analysis.blocks[0];
  return view.perspectives.map((perspective) => {
    const composed = block?.perspectives.find((one) => one.perspective.id === perspective.id);
    const summary = composed === undefined ? undefined : summaryIn(composed);
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

function summaryIn({ resolved, context }: BlockPerspective): string | undefined {
  const result = curveOf(resolved, context);
  if (result.status !== 'curve' || isGuessed(result.curve)) return undefined;
  const { total } = result.curve;
  return `${summaryOf(result.curve)}${total.source === 'assumed' ? '' : `, ${formatCount(total.steps, 'step')}`}`;
}
