import * as l10n from '@vscode/l10n';
import { show } from './errors';
import type { Fields } from './fields';
import {
  type Anchor,
  type KeyPath,
  type Kind,
  levelAt,
  type Phase,
  type PhaseName,
  type Problem,
  type Shape,
  type Stretch,
} from './kind';
import { decreasingRamp, endAbovePeak, rampValue } from './progress';
import { divide, power, roundToTenDecimals, truncate } from './python';

/** How often the value has changed by a step, as upstream counts it. Rising in the step for a positive total. */
type Count = (step: number, total: number) => number;

/** The first step of a stretch at which `count` is at least `wanted`, given about where to look; undefined for none. */
function firstStepWith(
  count: Count,
  wanted: number,
  guess: number,
  total: number,
  { from, to }: Stretch,
): number | undefined {
  const reached = (step: number) => count(step, total) >= wanted;
  let high = Math.min(Math.max(from, Math.ceil(guess)), to - 1);
  let width = 1;
  while (!reached(high)) {
    if (high === to - 1) return undefined;
    high = Math.min(high + width, to - 1);
    width *= 2;
  }
  let low = from - 1;
  width = 1;
  for (let probe = high - 1; probe >= from; probe -= width, width *= 2) {
    if (!reached(probe)) {
      low = probe;
      break;
    }
    high = probe;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

interface Stairs {
  readonly count: Count;
  readonly valueAt: (step: number, total: number) => number;
  /** About the step at which the count reaches `change`. */
  readonly guess: (change: number, total: number) => number;
  readonly factor: number;
  readonly firstKeys: readonly KeyPath[];
  /** What makes the changes after `from` up to and including `to`, counted from 1. */
  readonly changeKeys: (from: number, to: number) => readonly KeyPath[];
  /** What says where changes are: the place of each as `Anchor.at`, and which change is the first at it. */
  readonly places: (total: number) => readonly { path: KeyPath; at: number; change: number }[];
  /** The key that the stairs lead to in the end. */
  readonly endKey?: string;
}

/** A step at which the count is another than the step before, and the count there. */
interface Change {
  readonly step: number;
  readonly count: number;
}

function nameOf(factor: number): PhaseName {
  if (factor < 1) return 'drop';
  return factor > 1 ? 'rise' : 'change';
}

/** At most `limit` of the changes inside a stretch, evenly chosen where there are more. */
function changesOf(stairs: Stairs, total: number, stretch: Stretch, limit: number): readonly Change[] {
  const { from, to } = stretch;
  const last = to - 1;
  if (last <= from || limit < 1) return [];
  // A negative overhang beyond the run turns time around, and the count falls.
  const sign = stairs.count(last, total) < stairs.count(from, total) ? -1 : 1;
  const count: Count = (step) => sign * stairs.count(step, total);
  const before = count(from, total);
  const changes = count(last, total) - before;
  const perStep = changes > last - from;
  const available = Math.min(changes, last - from);
  const wanted = Math.min(available, limit);
  const found: Change[] = [];
  for (let index = 1; index <= wanted; index += 1) {
    const ordinal = wanted === available ? index : Math.ceil((index * available) / wanted);
    // With more changes than steps a change is looked for by its step, else by its number.
    const reached = perStep ? count(from + ordinal, total) : before + ordinal;
    const guess = perStep ? from + ordinal : Math.abs(stairs.guess(reached, total));
    const step = firstStepWith(count, reached, guess, total, stretch);
    if (step === undefined || step === from || step === found.at(-1)?.step) continue;
    found.push({ step, count: count(step, total) });
  }
  return found;
}

/** Level after level: the count only ever goes one way, so where it is the same at both ends it is so between them. */
function fillLevels(stairs: Stairs, out: Float64Array, from: number, total: number): number {
  const last = out.length - 1;
  let at = 0;
  let width = 1;
  while (at <= last) {
    const level = stairs.count(from + at, total);
    const holds = (place: number) => stairs.count(from + place, total) === level;
    let end = at;
    let beyond = last + 1;
    // About as far as the level before went, then by doubling, then by halves.
    for (let probe = Math.min(last, at + width); probe > end; probe = Math.min(last, end + width)) {
      if (!holds(probe)) {
        beyond = probe;
        break;
      }
      end = probe;
      width *= 2;
    }
    while (beyond - end > 1) {
      const middle = Math.floor((end + beyond) / 2);
      if (holds(middle)) end = middle;
      else beyond = middle;
    }
    out.fill(stairs.valueAt(from + at, total), at, end + 1);
    width = Math.max(1, end - at);
    at = end + 1;
  }
  return out.length;
}

function stairShape(stairs: Stairs): Shape {
  return {
    stepwise: true,
    straight: true,
    valueAt: stairs.valueAt,
    fill: (out, from, total) => fillLevels(stairs, out, from, total),
    jumps: (total, stretch, limit) => changesOf(stairs, total, stretch, limit).map(({ step }) => step),
    corners: () => [],
    anchors(total, steps, limit) {
      const places = total > 0 ? stairs.places(total) : [];
      const positions = (places.length > limit ? [] : places).map(({ path, at, change }): Anchor => {
        const found = firstStepWith(stairs.count, change, stairs.guess(change, total), total, { from: 0, to: steps });
        return { path, role: 'position', at, step: found ?? Math.max(Math.ceil(at), steps) };
      });
      // Half-way along a level, where no edge is in the way.
      const changeAfter = (from: number) => {
        const reached = stairs.count(from, total) + 1;
        return firstStepWith(stairs.count, reached, stairs.guess(reached, total), total, { from, to: steps });
      };
      const first = changeAfter(0);
      const middle = (from: number, to: number) => from + Math.floor((to - from - 1) / 2);
      const levels = stairs.firstKeys.map((path) => levelAt(path, middle(0, first ?? steps)));
      if (first !== undefined) levels.push(levelAt(['factor'], middle(first, changeAfter(first) ?? steps)));
      if (stairs.endKey !== undefined) levels.push(levelAt([stairs.endKey], steps - 1));
      return [...levels, ...positions];
    },
    phases(total, steps, limit) {
      const changes = changesOf(stairs, total, { from: 0, to: steps }, limit);
      if (changes.length >= limit) {
        const keys = [...stairs.firstKeys, ...stairs.changeKeys(0, 1)];
        return [{ name: 'changes', from: 0, to: steps, keys }];
      }
      const name = nameOf(stairs.factor);
      const levels: readonly Change[] = [{ step: 0, count: 0 }, ...changes];
      return levels.map(({ step, count }, index): Phase => {
        const to = levels[index + 1]?.step ?? steps;
        const previous = levels[index - 1];
        if (previous === undefined) return { name: 'start', from: step, to, keys: stairs.firstKeys };
        return { name, number: index, from: step, to, keys: stairs.changeKeys(previous.count, count) };
      });
    },
  };
}

/** How many whole intervals (fractions of the run) have passed. */
function intervalCount(interval: number): Count {
  return (step, total) => truncate(roundToTenDecimals(divide(step, total) / interval));
}

/** Upstream's StepDecreasingSchedule. */
export const stepDecreasing: Kind = {
  construct: endAbovePeak,
  create(fields) {
    const factor = fields.number('factor');
    const interval = fields.number('decreases_interval');
    const passed = intervalCount(interval);
    const ramp = decreasingRamp(fields, (step, total) => 1 - power(factor, passed(step, total)));
    const first = ramp.excludeFirst ? 1 : 0;
    const longer = first + (ramp.excludeLast ? 1 : 0);
    return stairShape({
      count: (step, total) => passed(step + first, total + longer),
      valueAt: (step, total) => rampValue(ramp, step, total),
      guess: (change, total) => change * interval * (total + longer) - first,
      factor,
      firstKeys: [['max_value']],
      changeKeys: () => [['factor'], ['decreases_interval'], ['end_value']],
      places: (total) => [{ path: ['decreases_interval'], at: interval * (total + longer) - first, change: 1 }],
      endKey: 'end_value',
    });
  },
};

/** Upstream's StepIntervalSchedule. */
export const stepInterval: Kind = {
  create(fields) {
    const start = fields.number('start_value');
    const factor = fields.number('factor');
    const interval = fields.number('update_interval');
    const count = intervalCount(interval);
    return stairShape({
      count,
      valueAt: (step, total) => start * power(factor, count(step, total)),
      guess: (change, total) => change * interval * total,
      factor,
      firstKeys: [['start_value']],
      changeKeys: () => [['factor'], ['update_interval']],
      places: (total) => [{ path: ['update_interval'], at: interval * total, change: 1 }],
    });
  },
};

/** pydantic's check of `steps`, which upstream makes on the whole block. */
function stepsOutside(fields: Fields): Problem | undefined {
  const value = fields.get('steps');
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) {
    return {
      pythonError: 'ValidationError',
      keys: ['steps'],
      message: l10n.t(
        'steps is empty. Give at least one fraction of training between 0 and 1, for example [0.3, 0.6, 0.9].',
      ),
    };
  }
  const steps = fields.numbers('steps');
  const index = steps.findIndex((step) => step !== undefined && !(step > 0 && step < 1));
  if (index < 0) return undefined;
  return {
    pythonError: 'ValidationError',
    keys: ['steps'],
    at: ['steps', index],
    message: l10n.t`steps has ${show(steps[index])}, but every entry is a fraction of training between 0 and 1, both excluded. Write 0.3 for 30 % of the run.`,
  };
}

/** Upstream's StepFixedSchedule. */
export const stepFixed: Kind = {
  validate: stepsOutside,
  create(fields) {
    const start = fields.number('start_value');
    const factor = fields.number('factor');
    const written = fields.knownNumbers('steps').map((step, index) => ({ step, index }));
    written.sort((a, b) => a.step - b.step);
    const places = written.map(({ step }) => step);
    const count: Count = (step, total) => {
      const fraction = divide(step, total);
      let low = 0;
      let high = places.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((places[middle] ?? Number.NaN) <= fraction) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const keysOf = (from: number, to: number): readonly KeyPath[] => [
      ...written.slice(from, to).map(({ index }): KeyPath => ['steps', index]),
      ['factor'],
    ];
    return stairShape({
      count,
      valueAt: (step, total) => start * power(factor, count(step, total)),
      guess: (change, total) => (places[change - 1] ?? 1) * total,
      factor,
      firstKeys: [['start_value']],
      changeKeys: keysOf,
      places: (total) =>
        written.map(({ step, index }) => ({
          path: ['steps', index],
          at: step * total,
          change: places.indexOf(step) + 1,
        })),
    });
  },
};
