import * as l10n from '@vscode/l10n';
import type { ConfigDocument } from '../../config';
import type { Replacement } from '../../rules';
import { createSchedule, kindPrefix, ScheduleError } from '../../schedules';
import type { Analysis, AnalyzedBlock } from '../analysis';
import { blockView } from '../block-view';
import { decimalText } from '../fix/numbers';
import { entryEnd, inPlaceOf } from '../fix/text';

interface Conversion {
  readonly title: string;
  readonly changes: readonly Replacement[];
}

/** A longer list is no better to read than its interval. */
const MOST_STEPS = 50;

/** Upstream rounds the number of intervals that have passed to ten decimals. */
const SAME = 1e-11;

/** Lengths of training at which a conversion is tried before it is offered. */
const TRIED = [7, 10, 97, 1000, 4096];

/**
 * StepIntervalSchedule as StepFixedSchedule and back, where both have the same value at every step of a run of any
 * length.
 */
export function kindConversions(analysis: Analysis, document: ConfigDocument, block: AnalyzedBlock): Conversion[] {
  const { curve: result } = blockView(analysis, block);
  const map = block.block.value;
  if (result.status !== 'curve' || map.kind !== 'map') return [];
  const { spec, schedule, config } = result.curve;
  const isInterval = spec.name === 'StepIntervalSchedule';
  if (!isInterval && spec.name !== 'StepFixedSchedule') return [];
  // Beyond the end of the run an interval goes on and a list does not.
  if ((schedule.fields.optionalNumber('overhang_percent') ?? 0) < 0) return [];
  if ((schedule.fields.optionalNumber('overhang_steps') ?? 0) < 0) return [];
  const [oldKey, newKey] = isInterval ? ['update_interval', 'steps'] : ['steps', 'update_interval'];
  const [kind, entry] = [map.entries.get('kind'), map.entries.get(oldKey)];
  if (kind?.value.kind !== 'scalar' || kind.value.alias !== undefined || entry === undefined) return [];
  for (const one of [kind, entry]) if (one.merged || one.key.origin.uri !== document.uri || one.value.alias) return [];
  if (map.entries.has(newKey) || hasInterpolation(entry.value.origin.text)) return [];
  const text = isInterval
    ? stepsOf(schedule.fields.optionalNumber(oldKey))
    : intervalOf(schedule.fields.knownNumbers(oldKey));
  const end = entryEnd(document, entry);
  if (text === undefined || end === undefined) return [];
  const name = isInterval ? 'StepFixedSchedule' : 'StepIntervalSchedule';
  const other: Record<string, unknown> = { ...config, kind: kindPrefix + name, [newKey]: JSON.parse(text) };
  delete other[oldKey];
  if (!isSameSchedule(config, other)) return [];
  const changes = [
    inPlaceOf(document, kind.value.origin, kindPrefix + name),
    inPlaceOf(document, entry.key.origin, newKey),
  ];
  const { value } = entry;
  if (value.kind === 'list' && !value.flow) {
    // Comments between the items would be lost with them.
    const between = document.text.slice(entry.key.origin.end, end);
    if (between.includes('#') || between.includes('&')) return [];
    const colon = between.indexOf(':') + 1;
    changes.push({ origin: document.originAt(entry.key.origin.end + colon, end), text: ` ${text}` });
  } else if (value.kind === 'list') {
    if (value.origin.text.includes('#')) return [];
    changes.push({ origin: value.origin, text });
  } else {
    changes.push({ origin: value.origin, text: text });
  }
  return [{ title: l10n.t`Convert to ${name}`, changes }];
}

function hasInterpolation(text: string): boolean {
  return text.includes('${') || text.includes('*');
}

export function stepsOf(interval: number | undefined): string | undefined {
  if (interval === undefined || !(interval > 0 && interval < 1) || 1 / interval > MOST_STEPS + 1) return undefined;
  const steps: string[] = [];
  for (let count = 1; count * interval < 1 - SAME; count++) {
    // As many digits as the interval has, and not those that multiplying makes.
    steps.push(decimalText(Number((count * interval).toPrecision(12))));
  }
  return `[${steps.join(', ')}]`;
}

export function intervalOf(steps: readonly number[]): string | undefined {
  const sorted = [...steps].sort((a, b) => a - b);
  const [interval] = sorted;
  if (interval === undefined || !(interval > 0 && interval < 1)) return undefined;
  if ((sorted.length + 1) * interval < 1 - SAME) return undefined;
  const even = sorted.every((step, index) => Math.abs(step - (index + 1) * interval) <= SAME * step);
  return even ? decimalText(interval) : undefined;
}

/** Whether two schedules of steps agree at every step of some runs. */
function isSameSchedule(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  try {
    const [one, two] = [createSchedule(a), createSchedule(b)];
    return TRIED.every((total) => {
      for (let step = 0; step < total; step++) {
        if (!Object.is(one.valueAt(step, total), two.valueAt(step, total))) return false;
      }
      return true;
    });
  } catch (error) {
    if (error instanceof ScheduleError) return false;
    throw error;
  }
}
