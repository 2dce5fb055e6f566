import * as l10n from '@vscode/l10n';
import { show } from './errors';
import type { Fields } from './fields';
import type { Anchor, Kind, Phase, Problem } from './kind';
import { thinned } from './thin';

interface Point {
  readonly fraction: number;
  readonly value: number;
}

function invalid(message: string, index?: number): Problem {
  return {
    pythonError: 'ValidationError',
    keys: ['control_points'],
    ...(index === undefined ? {} : { at: ['control_points', index] }),
    message,
  };
}

/** pydantic's check of `control_points`, which upstream makes on the whole block. */
function misplaced(fields: Fields): Problem | undefined {
  const points = fields.points('control_points');
  if (!Array.isArray(fields.get('control_points'))) return undefined;
  if (points.length < 2) {
    return invalid(
      l10n.t`control_points has ${points.length === 1 ? l10n.t('one point') : l10n.t('no point')}, but a line needs at least two: the first at fraction 0.0, the last at 1.0.`,
    );
  }
  const fractions = points.map(([fraction]) => fraction);
  const first = fractions[0];
  const last = fractions.at(-1);
  if (first !== undefined && first !== 0) {
    return invalid(l10n.t`The first control point is at fraction ${show(first)}. The curve must start at 0.0.`, 0);
  }
  if (last !== undefined && last !== 1) {
    return invalid(
      l10n.t`The last control point is at fraction ${show(last)}. The curve must end at 1.0.`,
      fractions.length - 1,
    );
  }
  for (const [index, fraction] of fractions.entries()) {
    const before = index === 0 ? undefined : fractions[index - 1];
    if (fraction === undefined) continue;
    if (before !== undefined && fraction < before) {
      return invalid(
        l10n.t`A control point at fraction ${show(fraction)} comes after one at ${show(before)}. Sort the points by their fraction.`,
        index,
      );
    }
    if (!(fraction >= 0 && fraction <= 1)) {
      return invalid(
        l10n.t`A control point is at fraction ${show(fraction)}, but fractions run from 0.0 to 1.0.`,
        index,
      );
    }
  }
  return undefined;
}

/** Upstream's PiecewiseLinearSchedule. */
export const piecewiseLinear: Kind = {
  validate: misplaced,
  create(fields) {
    const points: readonly Point[] = fields
      .points('control_points')
      .map(([fraction, value]) => ({ fraction: fraction ?? Number.NaN, value: value ?? Number.NaN }));
    const firstValue = points[0]?.value ?? Number.NaN;
    const lastValue = points.at(-1)?.value ?? Number.NaN;
    /** The index of the first point whose fraction is above this one. */
    const above = (fraction: number): number => {
      let low = 0;
      let high = points.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((points[middle]?.fraction ?? Number.NaN) <= fraction) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return {
      stepwise: false,
      straight: true,
      valueAt(step, total) {
        if (total <= 0) return firstValue;
        const fraction = step / total;
        if (fraction <= 0) return firstValue;
        if (fraction >= 1) return lastValue;
        const index = above(fraction);
        const right = points[index];
        const left = points[index - 1];
        if (right === undefined || left === undefined) return lastValue;
        const share = (fraction - left.fraction) / (right.fraction - left.fraction);
        return left.value + share * (right.value - left.value);
      },
      fill(out, from, total) {
        if (total <= 0) return 0;
        const count = Math.min(out.length, Math.max(0, Math.ceil(total) - from));
        let at = 0;
        // The values of one stretch after the other: the place in the list only ever moves on.
        while (at < count) {
          const begin = (from + at) / total;
          const index = above(begin);
          const right = points[index];
          const left = points[index - 1];
          if (begin <= 0 || right === undefined || left === undefined) {
            out[at] = this.valueAt(from + at, total);
            at += 1;
            continue;
          }
          const width = right.fraction - left.fraction;
          const rise = right.value - left.value;
          const end = right.fraction;
          for (; at < count; at += 1) {
            const fraction = (from + at) / total;
            if (fraction >= end) break;
            out[at] = left.value + ((fraction - left.fraction) / width) * rise;
          }
        }
        return count;
      },
      jumps(total, { from, to }, limit) {
        const found: number[] = [];
        for (const [index, point] of points.entries()) {
          const before = points[index - 1];
          if (before === undefined || before.fraction !== point.fraction || before.value === point.value) continue;
          const near = Math.ceil(point.fraction * total);
          const step =
            (near - 1) / total >= point.fraction ? near - 1 : near / total >= point.fraction ? near : near + 1;
          // Step 0 still has the first value, so a jump at fraction 0.0 shows at step 1.
          const shown = Math.max(1, step);
          if (shown > from && shown < to && shown !== found.at(-1)) found.push(shown);
        }
        return thinned(found, limit);
      },
      corners(total, { from, to }, limit) {
        const places = points
          .map(({ fraction }) => fraction * total)
          .filter((place) => place > from - 1 && place < to + 1);
        return thinned(places, Math.max(1, Math.floor(limit / 2))).flatMap((place) => [
          Math.floor(place),
          Math.ceil(place),
        ]);
      },
      anchors(total, _steps, limit) {
        if (points.length > limit) return [];
        return points.map((point, index): Anchor => {
          const at = point.fraction * total;
          const jumpsTo = points[index - 1]?.fraction === point.fraction;
          const jumpsFrom = points[index + 1]?.fraction === point.fraction;
          // The value before a jump shows last at the step before it.
          const step = jumpsTo ? Math.max(1, Math.ceil(at)) : jumpsFrom ? Math.ceil(at) - 1 : Math.round(at);
          return { path: ['control_points', index], role: 'point', at, step: Math.max(0, step) };
        });
      },
      phases(total, steps, limit) {
        const phases: Phase[] = [];
        for (const [index, point] of points.entries()) {
          const before = points[index - 1];
          if (before === undefined || before.fraction === point.fraction) continue;
          if (phases.length === limit) {
            return [{ name: 'changes', from: 0, to: steps, keys: [['control_points']] }];
          }
          phases.push({
            name: 'segment',
            number: phases.length + 1,
            from: Math.ceil(before.fraction * total),
            to: index === points.length - 1 ? steps : Math.ceil(point.fraction * total),
            keys: [
              ['control_points', index - 1],
              ['control_points', index],
            ],
          });
        }
        return phases;
      },
    };
  },
};
