import type { PythonError } from './errors';
import type { Fields } from './fields';

/** A place inside a block: a key, then the index of a list entry. */
export type KeyPath = readonly (string | number)[];

export interface Problem {
  readonly pythonError: PythonError;
  /** The keys involved, the one to look at first in front. Only keys that stand in the block. */
  readonly keys: readonly string[];
  /** The list entry at fault, where there is one. */
  readonly at?: KeyPath;
  readonly message: string;
}

/**
 * What a part of training does. Drops and rises are the levels between two jumps, named by the jump that leads to them.
 */
export type PhaseName =
  | 'constant'
  | 'list'
  | 'warm-up'
  | 'plateau'
  | 'decay'
  | 'increase'
  | 'cool-down'
  | 'start'
  | 'drop'
  | 'rise'
  | 'change'
  | 'changes'
  | 'segment';

/** A named part of training, from step `from` up to (not including) step `to`. */
export interface Phase {
  readonly name: PhaseName;
  /** Counts drops, rises, changes and segments from 1. */
  readonly number?: number;
  readonly from: number;
  readonly to: number;
  /** What makes this part: keys, and entries of lists by their index as written. */
  readonly keys: readonly KeyPath[];
}

/** Training steps from `from` up to (not including) `to`, whole numbers. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A number of the block and the place on the curve at which it shows, so that it can be pointed at. */
export interface Anchor {
  /** The key; of a list the entry, by its index as written. */
  readonly path: KeyPath;
  /**
   * `position`: when something happens. `length`: how long something lasts, shown at its end inside the run. Both are
   * numbers of the time axis. `level`: a number that moves the value at the step and not the step. `point`: an entry
   * with a fraction of the run in front and a value behind it.
   */
  readonly role: 'position' | 'length' | 'level' | 'point';
  /** The step as a straight function of the number, where the number is one of the time axis: not whole, not rounded. */
  readonly at: number;
  /** The whole step at which it shows; possibly outside the run. */
  readonly step: number;
}

/** The anchor of a number that moves the value at a step. */
export function levelAt(path: KeyPath, step: number): Anchor {
  return { path, role: 'level', at: step, step };
}

/**
 * A schedule after construction, as a function of the step and of the total with the overhang added. Everything here
 * may throw ScheduleError where the value at some step would.
 */
export interface Shape {
  valueAt(step: number, total: number): number;
  /**
   * The values from step `from` on, one for each place of `out`: the same numbers as `valueAt` gives, in one go. Returns
   * how many places it filled, all or fewer; for the rest `valueAt` has to be asked.
   */
  fill?(out: Float64Array, from: number, total: number): number;
  /** Whether the value changes by jumps alone. */
  readonly stepwise: boolean;
  /** Whether the curve is a straight line (or constant) from one corner or jump to the next. */
  readonly straight: boolean;
  /**
   * Steps above `from` and below `to`, ascending and at most `limit`, where the curve jumps: its value there differs in
   * kind from that of the step before. Where there are more jumps than the limit, some evenly chosen.
   */
  jumps(total: number, stretch: Stretch, limit: number): readonly number[];
  /**
   * Steps where the curve bends, fails for one step alone, or has its extremes; in any order, also outside the run, and
   * outside of the stretch as well. About `limit` at most, evenly chosen over the stretch where there are more.
   */
  corners(total: number, stretch: Stretch, limit: number): readonly number[];
  /** Phases in order, `from` and `to` possibly outside the run: the caller cuts them. At most `limit` of them. */
  phases(total: number, steps: number, limit: number): readonly Phase[];
  /** The numbers that show on the curve, at most `limit`: none of a list that is longer. */
  anchors(total: number, steps: number, limit: number): readonly Anchor[];
  /** A list with one value per step, where that is what the schedule is. */
  readonly list?: readonly number[];
}

/** How one kind is checked beyond its single keys, and made. */
export interface Kind {
  /**
   * pydantic's check across the kind's own keys, once every single key is valid. Says nothing about what depends on
   * unknown keys.
   */
  validate?(fields: Fields): Problem | undefined;
  /** What upstream's constructor raises. Says nothing about what depends on unknown keys. */
  construct?(fields: Fields): Problem | undefined;
  /** Only with fields that are wholly known and that both checks let through. */
  create(fields: Fields): Shape;
}
