import { formatNumber, formatStep, formatValue } from '../format';
import { type BlockView, drawableCurve, refusalsOf } from '../service/block-view';
import { drawnCurve, factList, factsOf, type ScheduleCurve } from '../service/curve';
import { viewSummary } from '../service/explain';

/** What is another on the new side; undefined on the side that does not have it. */
export interface Difference {
  readonly what: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** How one schedule differs, as one primary config (or the file alone) has it. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly differences: readonly Difference[];
  /** The greatest distance of the curves at one step, where both have values there. */
  readonly largest?: { readonly step: number; readonly before: number; readonly after: number };
}

/** Two numbers closer than this are the same to a reader. */
const SAME = 1e-9;

/** What is another in `after`; undefined where both would train alike. */
export function compareViews(before: BlockView | undefined, after: BlockView | undefined): Change | undefined {
  if (before === undefined || after === undefined) {
    const one = before ?? after;
    if (one === undefined) return undefined;
    const text = describe(one);
    const difference = { what: 'schedule', before: before && text, after: after && text };
    return { kind: before === undefined ? 'added' : 'removed', differences: [difference] };
  }
  const [old, now] = [drawableCurve(before), drawableCurve(after)];
  if (old === undefined || now === undefined) {
    const texts = [describe(before), describe(after)] as const;
    if (texts[0] === texts[1]) return undefined;
    return { kind: 'changed', differences: [{ what: 'schedule', before: texts[0], after: texts[1] }] };
  }
  const largest = largestDifference(old, now);
  const differences = [...trained(old, now), ...keys(old, now)];
  const isSame = largest === undefined && !differences.some(({ what }) => WHOLE.includes(what));
  return isSame ? undefined : { kind: 'changed', differences, ...(largest && { largest }) };
}

/** What makes two runs different although their curves have the same values where both have one. */
const WHOLE = ['total steps', 'unit', 'fails'];

/** What a block comes to on one line, or why it comes to nothing. */
function describe(view: BlockView): string {
  const summary = viewSummary(view);
  if (summary !== undefined) return summary;
  const [error] = refusalsOf(view.problems);
  // The sentence may begin as what is said of it here does.
  if (error !== undefined) return `refused: ${error.message.replace(/^noether refuses the block: /, '')}`;
  return view.curve.status === 'refused' ? `refused: ${view.curve.message}` : 'not known from the files';
}

function trained(old: ScheduleCurve, now: ScheduleCurve): Difference[] {
  const found: Difference[] = [];
  const add = (what: string, before: string | undefined, after: string | undefined) => {
    if (before !== after) found.push({ what, before, after });
  };
  add('kind', old.spec.title, now.spec.title);
  add('total steps', formatStep(old.total.steps), formatStep(now.total.steps));
  add('unit', old.unit, now.unit);
  const facts = new Map(factList(factsOf(old)).map((fact) => [fact.label, fact]));
  for (const after of factList(factsOf(now))) {
    const before = facts.get(after.label);
    const text = (curve: ScheduleCurve, fact: typeof before) =>
      fact === undefined ? undefined : fact.value === undefined ? 'fails' : formatValue(fact.value, curve.unit);
    const place = (fact: typeof before) => (fact?.label === 'peak' ? ` at step ${formatStep(fact.step)}` : '');
    const [was, is] = [text(old, before), text(now, after)];
    add(after.label, was && `${was}${place(before)}`, is && `${is}${place(after)}`);
  }
  const ends = [old, now].map((curve) => drawnCurve(curve, POINTS, []).series[0]?.failure);
  add('fails', failureText(ends[0]), failureText(ends[1]));
  return found;
}

function failureText(failure: { readonly step: number; readonly message: string } | undefined): string | undefined {
  return failure && `at step ${formatStep(failure.step)}: ${failure.message}`;
}

function keys(old: ScheduleCurve, now: ScheduleCurve): Difference[] {
  const names = new Set([...Object.keys(old.config), ...Object.keys(now.config)]);
  names.delete('kind');
  return [...names].flatMap((what) => {
    const [before, after] = [shown(old.config[what]), shown(now.config[what])];
    return before === after ? [] : [{ what, before, after }];
  });
}

/** Entries of a list that are shown. */
const MOST_ENTRIES = 8;

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return formatNumber(value);
  if (!Array.isArray(value)) return String(value);
  const entries = value.slice(0, MOST_ENTRIES).map((entry) => shown(entry) ?? '');
  const more = value.length > entries.length ? `, … ${formatStep(value.length)} in all` : '';
  return `[${entries.join(', ')}${more}]`;
}

/** Points of each curve at which the two are compared: every corner and jump, and enough between them. */
const POINTS = 1500;

function largestDifference(old: ScheduleCurve, now: ScheduleCurve): Change['largest'] {
  const total = Math.min(old.total.steps, now.total.steps);
  const steps = new Set<number>();
  for (const curve of [old, now])
    for (const step of Array.from(drawnCurve(curve, POINTS, []).series[0]?.steps ?? [])) steps.add(step);
  let largest: Change['largest'];
  let distance = 0;
  for (const step of steps) {
    if (step >= total) continue;
    const [before, after] = [old.at(step), now.at(step)];
    if (typeof before !== 'number' || typeof after !== 'number') continue;
    const d = Math.abs(after - before);
    if (!(d > SAME * Math.max(Math.abs(before), Math.abs(after))) || d <= distance) continue;
    distance = d;
    largest = { step, before, after };
  }
  return largest;
}
