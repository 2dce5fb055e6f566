import { formatStep, formatValue } from '../format';
import type { PreviewFact } from '../protocol';
import { changesOf, type Fact, factsOf, MOST_CHANGES, type ScheduleCurve } from './curve';

/** More changes than this nobody reads one by one. */
const MOST_ROWS = 200;

/** The values that matter, in the order to show them: first, peak, each change, quarters, last, mean. */
export function factTable(curve: ScheduleCurve): PreviewFact[] {
  const { first, start, peak, quarters, last } = factsOf(curve);
  const row = ({ label, step, value }: Fact): PreviewFact => ({
    label,
    value: value === undefined ? 'fails' : formatValue(value, curve.unit),
    step,
  });
  return [
    ...[first, ...(start ? [start] : []), peak].map(row),
    ...changeRows(curve, row),
    ...[...quarters, last].map(row),
  ];
}

/** Where a part of training begins, or the schedule changes its value by a jump. */
function changeRows(curve: ScheduleCurve, row: (fact: Fact) => PreviewFact): PreviewFact[] {
  const at = (label: string, step: number): PreviewFact => {
    const value = curve.at(step);
    return row({ label, step, ...(typeof value === 'number' && { value }) });
  };
  const named = curve.phases.filter(({ from }) => from > 0);
  const jumps = curve.phases.length > 1 || !curve.schedule.shape.stepwise ? [] : changesOf(curve);
  const rows = [
    ...named.map(({ label, from }) => ({ label, step: from })),
    ...jumps.map((step, index) => ({ label: `change ${formatStep(index + 1)}`, step })),
  ];
  if (rows.length <= MOST_ROWS) return rows.map(({ label, step }) => at(label, step));
  const more = rows.length >= MOST_CHANGES ? `${formatStep(MOST_CHANGES)} or more` : formatStep(rows.length);
  return [
    ...rows.slice(0, MOST_ROWS).map(({ label, step }) => at(label, step)),
    { label: 'more changes', value: `${more} in all; the first ${formatStep(MOST_ROWS)} are listed` },
  ];
}
