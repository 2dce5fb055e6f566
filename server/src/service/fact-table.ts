import * as l10n from '@vscode/l10n';
import { formatCount, formatStep, formatValue } from '../format';
import type { PreviewFact } from '../protocol';
import { meanOf } from '../schedules';
import { changesOf, type Fact, factsOf, MOST_CHANGES, type ScheduleCurve } from './curve';

/** More changes than this nobody reads one by one. */
const MOST_ROWS = 200;

/** The values that matter, in the order to show them: first, peak, each change, quarters, last, mean. */
export function factTable(curve: ScheduleCurve): PreviewFact[] {
  const { first, start, peak, quarters, last } = factsOf(curve);
  const row = ({ label, step, value }: Fact): PreviewFact => ({
    label,
    value: value === undefined ? l10n.t('fails') : formatValue(value, curve.unit),
    step,
  });
  return [
    ...[first, ...(start ? [start] : []), peak].map(row),
    ...changeRows(curve, row),
    ...[...quarters, last].map(row),
    meanRow(curve),
  ];
}

/** The area under the curve by its length. Told with a bound where the curve is too long to add up step by step. */
function meanRow({ schedule, total, heldFor, unit }: ScheduleCurve): PreviewFact {
  const { mean, error, steps, failure } = meanOf(schedule, total.steps, {
    ...(heldFor !== undefined && { updatesPerEpoch: heldFor }),
  });
  const value = `${error > 0 ? '≈ ' : ''}${formatValue(mean, unit)}`;
  return {
    label: l10n.t('mean value'),
    value: failure === undefined ? value : l10n.t`${value}, of the ${formatCount(steps, 'step')} before it fails`,
  };
}

/** Where a part of training begins, or the schedule changes its value by a jump. */
function changeRows(curve: ScheduleCurve, row: (fact: Fact) => PreviewFact): PreviewFact[] {
  const at = (label: string, step: number): PreviewFact => {
    const value = curve.at(step);
    return row({ label, step, ...(typeof value === 'number' && { value }) });
  };
  const named = curve.phases.filter(({ from }) => from > 0);
  const jumps = curve.phases.length > 1 || !curve.schedule.shape.stepwise ? [] : changesOf(curve);
  if (jumps.length >= MOST_CHANGES) {
    // Those at hand are some of them already.
    const some = jumps.filter((_, index) => index % Math.ceil(jumps.length / MOST_ROWS) === 0);
    const note = l10n.t`${formatStep(MOST_CHANGES)} or more in all; ${formatStep(some.length)} of them, evenly chosen, are listed`;
    return [...some.map((step) => at(l10n.t('a change'), step)), { label: l10n.t('more changes'), value: note }];
  }
  const rows = [
    ...named.map(({ label, from }) => ({ label, step: from })),
    ...jumps.map((step, index) => ({ label: l10n.t`change ${formatStep(index + 1)}`, step })),
  ];
  const listed = rows.slice(0, MOST_ROWS).map(({ label, step }) => at(label, step));
  if (listed.length === rows.length) return listed;
  const note = l10n.t`${formatStep(rows.length)} in all; the first ${formatStep(MOST_ROWS)} are listed`;
  return [...listed, { label: l10n.t('more changes'), value: note }];
}
