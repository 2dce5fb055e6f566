import type { WireNumber } from '../format';
import { toWire } from '../format';
import type { CurveValuesResult } from '../protocol';
import type { Analysis } from './analysis';
import { blockView, drawableCurve } from './block-view';
import { choose, listBlocks, type PreviewQuery } from './preview';

/** Values in one answer. */
const MOST_VALUES = 100_000;

/** Values between two looks at the clock. */
const STRIDE = 1000;

export interface ValueQuery extends PreviewQuery {
  /** The first training step that is wanted, and how many steps. */
  readonly from: number;
  readonly count: number;
}

/**
 * The values of one training step after the other, of the block that a preview would show. Undefined once nobody waits
 * for them any more; `pace` gives way to other work, and is false then.
 */
export async function curveValues(
  analysis: Analysis,
  query: ValueQuery,
  pace: () => Promise<boolean>,
): Promise<CurveValuesResult | undefined> {
  const { version } = analysis;
  const selected = choose(listBlocks(analysis), query);
  const curve = selected && drawableCurve(blockView(analysis, selected.analyzed, query.perspectiveId));
  if (curve === undefined) return { version, totalSteps: 0, values: [] };
  const totalSteps = curve.total.steps;
  const from = whole(query.from, totalSteps);
  const to = Math.min(totalSteps, from + whole(query.count, MOST_VALUES));
  const values: WireNumber[] = [];
  for (let step = from; step < to; step += 1) {
    const value = curve.at(step);
    if (typeof value !== 'number') {
      return { version, totalSteps, values, failure: { step, message: value.message } };
    }
    values.push(toWire(value));
    if (step % STRIDE === 0 && !(await pace())) return undefined;
  }
  return { version, totalSteps, values };
}

/** A whole number from 0 to `most`, whatever was asked for. */
function whole(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.floor(value), 0), most) : 0;
}
