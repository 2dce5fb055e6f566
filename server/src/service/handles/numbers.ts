import type { ResolvedNode } from '../../config';
import {
  type Anchor,
  anchorsOf,
  checkBlock,
  createSchedule,
  type FieldValue,
  type KeyPath,
  type KeySpec,
  type NumberRange,
  type Schedule,
  ScheduleError,
} from '../../schedules';
import type { BlockView } from '../block-view';
import { layoutSteps, type ScheduleCurve } from '../curve';
import { type Written, writtenAt } from './written';

/** More numbers of one list than this are no handles any more. */
export const MOST_ENTRIES = 100;

/** The block as it is, or as it would be with some numbers changed. */
export interface Variant {
  readonly view: BlockView;
  readonly curve: ScheduleCurve;
  /** What `createSchedule` takes. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly schedule: Schedule;
}

/** A number of a block, and what the block would be with another in its place. */
export interface BlockNumber {
  readonly path: KeyPath;
  readonly current: number;
  /** Whether only whole numbers are accepted. */
  readonly isWhole: boolean;
  readonly written: Written;
  /** The smallest and largest number that upstream accepts as things are; absent where there is no such bound. */
  readonly least?: number;
  readonly most?: number;
  /** Whether these bounds are themselves excluded. */
  readonly isOpen: boolean;
  /** The block with another number in the same text, wherever it reads that; undefined where upstream refuses it. */
  with(value: number): Variant | undefined;
}

export function pathId(path: KeyPath): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** The number at a path; undefined where the block has none there. */
export function numberAt(variant: Variant, path: KeyPath): BlockNumber | undefined {
  const { view, schedule, config } = variant;
  const [key, ...indices] = path;
  const spec = typeof key === 'string' ? schedule.spec.keys.get(key) : undefined;
  if (spec === undefined) return undefined;
  let field: FieldValue | undefined = schedule.fields.get(spec.name);
  for (const index of indices) field = isItems(field) && typeof index === 'number' ? field[index] : undefined;
  if (typeof field !== 'number' || !Number.isFinite(field)) return undefined;
  const written = writtenAt(view, path);
  const read = written.state === 'written' ? pathsOf(view.resolved, schedule, originKey(written.origin)) : [];
  const paths = read.length === 0 ? [path] : read;
  const changed = (value: number) => paths.reduce((block, each) => withNumber(block, each, value), config);
  const own = { path, current: field, isWhole: spec.type === 'int', written };
  const range =
    indices.length === 0 ? spec : (spec.items?.[spec.type === 'list-of-points' ? Number(indices[1]) : 0] ?? {});
  const bounds =
    indices.length === 0
      ? boundsOf(own, range, variant, (value) => checkBlock(changed(value)).problems.length === 0)
      : entryBounds(path, range, schedule);
  return {
    ...own,
    ...bounds,
    isOpen: range.exclusiveMinimum !== undefined || range.exclusiveMaximum !== undefined,
    with(value) {
      const next = changed(value);
      const made = scheduleOrNothing(next);
      return made && { ...variant, config: next, schedule: made };
    },
  };
}

/** Where a number shows on the curve. */
export function anchorAt(variant: Variant, path: KeyPath): Anchor | undefined {
  const id = pathId(path);
  return anchorsIn(variant).find((anchor) => pathId(anchor.path) === id);
}

export function anchorsIn({ curve, schedule }: Variant): readonly Anchor[] {
  return anchorsOf(schedule, curve.total.steps, {
    limit: MOST_ENTRIES,
    ...(curve.heldFor !== undefined && { updatesPerEpoch: curve.heldFor }),
  });
}

/** The value at a training step; nan where there is none. */
export function heightAt(variant: Variant | undefined, step: number): number {
  if (variant === undefined) return Number.NaN;
  try {
    return variant.curve.evaluate(variant.schedule, step);
  } catch (error) {
    if (error instanceof ScheduleError) return Number.NaN;
    throw error;
  }
}

function scheduleOrNothing(config: unknown): Schedule | undefined {
  try {
    return createSchedule(config);
  } catch (error) {
    if (error instanceof ScheduleError) return undefined;
    throw error;
  }
}

function isItems(value: FieldValue | undefined): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function originKey({ uri, start }: { readonly uri: string; readonly start: number }): string {
  return `${start} ${uri}`;
}

/** Every place of the block that reads the number of one text. */
function pathsOf(block: ResolvedNode, { spec }: Schedule, key: string): readonly KeyPath[] {
  const found: KeyPath[] = [];
  const visit = (node: ResolvedNode, path: KeyPath) => {
    if (node.kind === 'scalar' && originKey(node.source ?? node.origin) === key) found.push(path);
    if (node.kind === 'list' && node.items.length <= MOST_ENTRIES && path.length < 3) {
      for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    }
  };
  if (block.kind !== 'map') return found;
  for (const [name, { value }] of block.entries) if (spec.keys.has(name)) visit(value, [name]);
  return found;
}

function withNumber(
  config: Readonly<Record<string, unknown>>,
  [key, ...indices]: KeyPath,
  value: number,
): Readonly<Record<string, unknown>> {
  if (typeof key !== 'string') return config;
  const put = (item: unknown, [index, ...rest]: KeyPath): unknown => {
    if (index === undefined) return value;
    return Array.isArray(item) ? item.map((each, at) => (at === index ? put(each, rest) : each)) : item;
  };
  return { ...config, [key]: put(config[key], indices) };
}

/** An entry of a list stays in the range of the schema; a point also between those beside it. */
function entryBounds([key, index, part]: KeyPath, range: NumberRange, { fields }: Schedule): Bounds {
  let least = range.minimum ?? range.exclusiveMinimum;
  let most = range.maximum ?? range.exclusiveMaximum;
  if (part === 0 && typeof index === 'number') {
    const points = fields.points(String(key));
    least = points[index - 1]?.[0] ?? 0;
    most = points[index + 1]?.[0] ?? 1;
    // The first point is at the start and the last at the end.
    if (index === 0) most = least;
    if (index === points.length - 1) least = most;
  }
  return { ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
}

type Bounds = Pick<BlockNumber, 'least' | 'most'>;

/** Beyond these a curve bent by a power is all in its first or its last step. */
const LEAST_POWER = 0.01;
const MOST_POWER = 100;

/** No number of a block comes near this. */
const FAR = 1e30;

/**
 * Up to where the number can go before upstream refuses the block. The checks across keys compare it with other numbers
 * of the block, so that one of these is where it ends.
 */
function boundsOf(
  { path, current, isWhole }: Pick<BlockNumber, 'path' | 'current' | 'isWhole'>,
  range: NumberRange & Pick<Partial<KeySpec>, 'unit'>,
  variant: Variant,
  accepts: (value: number) => boolean,
): Bounds {
  if (range.unit === 'exponent') return { least: Math.min(LEAST_POWER, current), most: Math.max(MOST_POWER, current) };
  const others = [0, 1];
  for (const [name, value] of variant.schedule.fields.entries()) {
    if (name !== path[0] && typeof value === 'number') others.push(value, 1 - value);
  }
  const lower = [range.minimum, ...others].filter((one): one is number => one !== undefined && one <= current);
  const upper = [range.maximum, ...others].filter((one): one is number => one !== undefined && one >= current);
  const least = range.exclusiveMinimum ?? (accepts(-FAR) ? undefined : lower.sort((a, b) => a - b).find(accepts));
  let most = range.exclusiveMaximum ?? (accepts(FAR) ? undefined : upper.sort((a, b) => b - a).find(accepts));
  if (isWhole) {
    const rest = anchorsIn(variant)
      .filter(({ role, path: [name] }) => role === 'length' && name !== path[0])
      .reduce((sum, { path: [name] }) => sum + (variant.schedule.fields.optionalNumber(String(name)) ?? 0), 0);
    const room = Math.max(0, layoutSteps(variant.curve) - rest);
    most = Math.min(most ?? room, room);
  }
  return { ...(least !== undefined && { least }), ...(most !== undefined && { most }) };
}
