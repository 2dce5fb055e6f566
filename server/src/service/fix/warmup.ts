import * as l10n from '@vscode/l10n';
import type { ConfigDocument, MapEntry } from '../../config';
import type { Replacement } from '../../rules';
import { listed } from '../../rules/text';
import { createSchedule, type Schedule, ScheduleError } from '../../schedules';
import type { Analysis, AnalyzedBlock } from '../analysis';
import { blockView } from '../block-view';
import { layoutSteps, type ScheduleCurve } from '../curve';
import { decimalText, shortestFraction } from './numbers';
import { inPlaceOf } from './text';

interface Conversion {
  readonly title: string;
  readonly changes: readonly Replacement[];
}

/** The keys of both phases, and how many steps of `total` a share of it takes, as upstream rounds them. */
const phases = [
  { name: 'warmup', steps: (share: number, total: number) => Math.trunc((total - 1) * share) },
  { name: 'cooldown', steps: (share: number, total: number) => total - Math.trunc((1 - share) * (total - 1)) },
] as const;

/**
 * A warm-up (and the cool-down with it) in steps as fractions of training, or the other way round, where that gives the
 * same value at every step. Needs the length of training.
 */
export function warmupConversions(analysis: Analysis, document: ConfigDocument, block: AnalyzedBlock): Conversion[] {
  const { curve: result } = blockView(analysis, block);
  if (result.status !== 'curve' || result.curve.total.source === 'assumed') return [];
  const { curve } = result;
  const total = curve.total.steps;
  if (!block.perspectives.every(({ context }) => context.totalSteps?.value === total)) return [];
  const map = block.block.value;
  if (map.kind !== 'map') return [];
  const layout = layoutSteps(curve);
  const changes: Replacement[] = [];
  const config: Record<string, unknown> = { ...curve.config };
  const to: string[] = [];
  for (const phase of phases) {
    for (const unit of ['steps', 'percent'] as const) {
      const key = `${phase.name}_${unit}`;
      const entry = map.entries.get(key);
      const given = curve.schedule.fields.optionalNumber(key);
      if (entry === undefined || given === undefined) continue;
      if (!isOwnNumber(document, entry)) return [];
      const text = unit === 'steps' ? shareText(given, phase, layout) : String(phase.steps(given, layout));
      if (text === undefined) return [];
      const other = `${phase.name}_${unit === 'steps' ? 'percent' : 'steps'}`;
      // Two phases in different units are refused anyway.
      if (map.entries.has(other)) return [];
      changes.push(inPlaceOf(document, entry.key.origin, other), inPlaceOf(document, entry.value.origin, text));
      delete config[key];
      config[other] = Number(text);
      to.push(other);
    }
  }
  if (to.length === 0 || !isSameCurve(curve, config)) return [];
  return [{ title: l10n.t`Convert to ${listed(to)}`, changes }];
}

function shareText(steps: number, phase: (typeof phases)[number], total: number): string | undefined {
  const from = phase.name === 'warmup' ? steps / (total - 1) : 1 - (total - steps) / (total - 1);
  if (!(from >= 0 && from <= 1)) return undefined;
  // The share of a cool-down is rounded down from the other side.
  const share =
    shortestFraction(from, (candidate) => candidate <= 1 && phase.steps(candidate, total) === steps) ??
    (phase.steps(from, total) === steps ? from : undefined);
  return share === undefined ? undefined : decimalText(share);
}

function isOwnNumber(document: ConfigDocument, { key, value, merged }: MapEntry): boolean {
  return (
    !merged &&
    key.origin.uri === document.uri &&
    value.kind === 'scalar' &&
    value.alias === undefined &&
    value.origin.uri === document.uri &&
    typeof value.value === 'number'
  );
}

/** Whether another block has the values of a curve wherever its phases begin and end. */
export function isSameCurve(curve: ScheduleCurve, config: Readonly<Record<string, unknown>>): boolean {
  const last = curve.total.steps - 1;
  try {
    const schedule: Schedule = createSchedule(config);
    const edges = curve.phases.flatMap(({ from, to }) => [from - 1, from, from + 1, to - 1, to]);
    return [0, 1, last - 1, last, ...edges]
      .filter((step) => step >= 0 && step <= last)
      .every((step) => Object.is(curve.evaluate(schedule, step), curve.at(step)));
  } catch (error) {
    if (error instanceof ScheduleError) return false;
    throw error;
  }
}
