import { isCommandLine } from '../config/hydra';
import type { Origin, ResolvedNode } from '../config/types';
import type { PreviewPlace } from '../protocol';
import type { KeyPath } from '../schedules';
import type { BlockView } from './block-view';
import { layoutSteps, type ScheduleCurve } from './curve';

/** What stands on a command line is shown at the block. */
export function placeOf(origin: Origin, { block }: BlockView): PreviewPlace {
  const { uri, range } = isCommandLine(origin.uri) ? (block.value.alias ?? block.value.origin) : origin;
  return { uri, range };
}

/** As many as the curve's phases and in their order: the keys that make each, where some file has them. */
export function phasePlaces(curve: ScheduleCurve, view: BlockView): PreviewPlace[][] {
  return curve.phases.map(({ keys }) => placesOf(keys, view));
}

/** The key or list entry that makes the value at a training step. */
export function placeAt(curve: ScheduleCurve, step: number, view: BlockView): PreviewPlace | undefined {
  return placesOf(keysAt(curve, step), view)[0];
}

/** What makes the value at a training step, the part to look at first in front. */
function keysAt(curve: ScheduleCurve, step: number): readonly KeyPath[] {
  const { fields } = curve.schedule;
  const held = curve.heldFor === undefined ? step : Math.floor(step / curve.heldFor) * curve.heldFor;
  const fraction = held / layoutSteps(curve);
  const phase = curve.phases.find(({ from, to }) => from <= step && step < to) ?? curve.phases.at(-1);
  const others = phase?.keys ?? [];
  if (curve.spec.keys.has('values')) return [['values', held], ...others];
  if (curve.spec.keys.has('control_points')) {
    const index = nearestPoint(
      fields.points('control_points').map(([at]) => at),
      fraction,
    );
    return index === undefined ? others : [['control_points', index], ...others];
  }
  if (curve.spec.keys.has('steps')) {
    const index = lastReached(fields.numbers('steps'), fraction);
    return index === undefined ? [['start_value'], ...others] : [['steps', index], ...others];
  }
  return others;
}

/** Index of the entry that is nearest to a fraction; of two at one place the later one, which holds from there on. */
function nearestPoint(fractions: readonly (number | undefined)[], fraction: number): number | undefined {
  let nearest: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, at] of fractions.entries()) {
    const away = Math.abs((at ?? Number.NaN) - fraction);
    if (away <= distance) [nearest, distance] = [index, away];
  }
  return nearest;
}

/** Index of the entry that was reached last at a fraction, whatever their order. */
function lastReached(fractions: readonly (number | undefined)[], fraction: number): number | undefined {
  let last: number | undefined;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [index, at] of fractions.entries()) {
    if (at !== undefined && at <= fraction && at >= reached) [last, reached] = [index, at];
  }
  return last;
}

/** The texts of some keys; where all of them have their defaults, that of the kind, which is what makes the rest. */
function placesOf(keys: readonly KeyPath[], view: BlockView): PreviewPlace[] {
  const found = keys.flatMap((key) => placeOfKey(key, view) ?? []);
  return found.length > 0 ? distinct(found) : distinct([placeOfKey(['kind'], view) ?? placeOf(whole(view), view)]);
}

function whole({ block }: BlockView): Origin {
  return block.value.alias ?? block.value.origin;
}

/** Key and value where they stand together, else the value; of a list entry the entry. Undefined where no text has it. */
function placeOfKey([name, ...indices]: KeyPath, view: BlockView): PreviewPlace | undefined {
  const { resolved } = view;
  const entry = resolved.kind === 'map' && typeof name === 'string' ? resolved.entries.get(name) : undefined;
  if (entry === undefined) return undefined;
  let node: ResolvedNode = entry.value;
  for (const index of indices) {
    const item: ResolvedNode | undefined = node.kind === 'list' ? node.items[Number(index)] : undefined;
    if (item === undefined) break;
    node = item;
  }
  const { origin } = node;
  if (isCommandLine(origin.uri)) return placeOf(origin, view);
  const key = entry.key.origin;
  const isTogether = node === entry.value && key.uri === origin.uri && key.end <= origin.start;
  return { uri: origin.uri, range: isTogether ? { start: key.range.start, end: origin.range.end } : origin.range };
}

function distinct(places: readonly PreviewPlace[]): PreviewPlace[] {
  return [...new Map(places.map((place) => [JSON.stringify([place.uri, place.range]), place])).values()];
}
