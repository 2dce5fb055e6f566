import type { KeyPath } from '../../schedules';
import { shortestNear } from './notation';
import { anchorAt, type BlockNumber, heightAt, type Variant } from './numbers';

/** How a number follows a pointer along one axis of the picture, in training steps or in the curve's values. */
export interface Axis {
  readonly number: BlockNumber;
  /** How far the handle may go, ends included; absent where there is no end. */
  readonly least?: number;
  readonly most?: number;
  /** The distance between two places that it can be at; 0 where it can be anywhere. */
  readonly grid: number;
  /** Where it would be with another number; nan where upstream refuses that. */
  placeOf(value: number): number;
  /** The number with the fewest digits that brings it within half of `precision` of a place, or as near as can be. */
  numberFor(place: number, precision: number): number;
}

/** Relative; what arithmetic in doubles leaves of two equal results. */
const SAME = 1e-9;

function clamp(value: number, { least, most }: { readonly least?: number; readonly most?: number }): number {
  return Math.min(Math.max(value, least ?? Number.NEGATIVE_INFINITY), most ?? Number.POSITIVE_INFINITY);
}

function isWithin(value: number, { least, most, isOpen, isWhole }: BlockNumber): boolean {
  if (isWhole && !Number.isInteger(value)) return false;
  if (least !== undefined && (isOpen ? value <= least : value < least)) return false;
  return !(most !== undefined && (isOpen ? value >= most : value > most));
}

/** Along the steps; undefined where no number moves it. */
export function stepAxis(variant: Variant, number: BlockNumber, path: KeyPath): Axis | undefined {
  const { least, most, isOpen, isWhole } = number;
  if (least === undefined || most === undefined || !(least < most)) return undefined;
  const { curve } = variant;
  const grid = curve.heldFor ?? 1;
  const anchor = (value: number) => {
    const changed = number.with(value);
    return changed && anchorAt(changed, path);
  };
  // Where it shows is a straight function of the number: two places tell all.
  const probe = (share: number) => {
    const value = least + (most - least) * share;
    return isWhole ? Math.round(value) : value;
  };
  const [low, high] = [probe(0.25), probe(0.75)];
  const [from, to] = [anchor(low)?.at, anchor(high)?.at];
  if (from === undefined || to === undefined || from === to) return undefined;
  const slope = (to - from) / (high - low);
  const at = (value: number) => from + (value - low) * slope;
  const lastStep = Math.floor((curve.total.steps - 1) / grid) * grid;
  const inside = { least: 0, most: lastStep };
  const placeOf = (value: number) => anchor(value)?.step ?? Number.NaN;
  const ends = [least, most].sort((a, b) => (a - b) * slope);
  const [first, last] = ends.map((end) => (isOpen ? Number((at(end) / grid).toFixed(6)) : placeOf(end)));
  if (first === undefined || last === undefined || Number.isNaN(first + last)) return undefined;
  const limits = {
    least: clamp(isOpen ? (Math.floor(first) + 1) * grid : first, inside),
    most: clamp(isOpen ? (Math.ceil(last) - 1) * grid : last, inside),
  };
  return {
    number,
    ...limits,
    grid,
    placeOf,
    numberFor(place, precision) {
      const wanted = clamp(place, limits);
      const reached = clamp(Math.round(wanted / grid) * grid, limits);
      const tolerance = Math.max(precision / 2, Math.abs(reached - wanted)) + SAME;
      const lands = (value: number) => isWithin(value, number) && Math.abs(placeOf(value) - wanted) <= tolerance;
      const numbers = [0, 0.5, -0.5, -grid / 2].map((offset) => {
        const value = low + (reached + offset - from) / slope;
        return shortestNear(isWhole ? Math.round(value) : value, lands);
      });
      return numbers.find(lands) ?? clamp(numbers[0] ?? number.current, number);
    },
  };
}

/** Halvings until two doubles are neighbours, and some. */
const HALVINGS = 80;

/** From here on numbers between two others are told by their ratio. */
const DECADES = 100;

/** Along the values, at a step that stays; undefined where no number moves it. */
export function valueAxis(variant: Variant, number: BlockNumber, step: number): Axis | undefined {
  const { least, most, current } = number;
  const placeOf = (value: number) => heightAt(number.with(value), step);
  const span = Math.max(Math.abs(current), Math.abs(heightAt(variant, step)), SAME);
  const low = least ?? (most === undefined ? current - span : Math.min(current, most) - span);
  const high = most ?? Math.max(current, low) + span;
  // A warm-up from exactly 0 is another than one from next to nothing, so that ends tell little of what is between.
  const between = (share: number) =>
    low > 0 && high > DECADES * low ? low * (high / low) ** share : low + (high - low) * share;
  const [a, middle, b] = [between(0.375), between(0.5), between(0.75)];
  const [fromA, fromMiddle, fromB] = [placeOf(a), placeOf(middle), placeOf(b)];
  const size = Math.max(Math.abs(fromA), Math.abs(fromB));
  if (!(Math.abs(fromB - fromA) > SAME * size)) return undefined;
  const slope = (fromB - fromA) / (b - a);
  const line = (value: number) => fromA + (value - a) * slope;
  const isStraight = Math.abs(fromMiddle - line(middle)) <= SAME * size;
  const ends = [least, most].map((end) => (end === undefined ? undefined : isStraight ? line(end) : placeOf(end)));
  const [lowest, highest] = slope > 0 ? ends : [ends[1], ends[0]];
  const limits = {
    ...(lowest !== undefined && Number.isFinite(lowest) && { least: lowest }),
    ...(highest !== undefined && Number.isFinite(highest) && { most: highest }),
  };
  const inverse = (place: number): number => {
    if (isStraight) return clamp(a + (place - fromA) / slope, number);
    const sign = Math.sign(slope);
    let [under, over] = [low, high];
    for (let width = high - low; most === undefined && sign * (placeOf(over) - place) < 0 && over < 1e30; width *= 2) {
      over += width;
    }
    for (let count = 0; count < HALVINGS; count++) {
      const half = (under + over) / 2;
      if (sign * (placeOf(half) - place) < 0) under = half;
      else over = half;
    }
    return over;
  };
  return {
    number,
    ...limits,
    grid: 0,
    placeOf,
    numberFor(place, precision) {
      const wanted = clamp(place, limits);
      const lands = (value: number) =>
        isWithin(value, number) && Math.abs(placeOf(value) - wanted) <= precision / 2 + SAME * Math.abs(wanted);
      return shortestNear(inverse(wanted), lands);
    },
  };
}
