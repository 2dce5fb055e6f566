import { isCommandLine } from '../config/hydra';
import type { ResolvedNode } from '../config/types';
import type { ChangedBlock } from '../protocol';
import type { FieldValue } from '../schedules/fields';
import type { Analysis } from './analysis';
import { type BlockView, blockView, drawableCurve, keyOf } from './block-view';
import { viewSummary } from './explain';
import { type Listed, listBlocks } from './preview';

/**
 * The blocks of an analysis whose schedules are others than in an earlier one of the same document, each as its chosen
 * primary config composes it; blocks that were not there count. How a text is written does not: what counts is what
 * noether would make of it.
 */
export function changedBlocks(now: Analysis, earlier: Analysis): ChangedBlock[] {
  const before = new Map(listBlocks(earlier).map((one) => [one.entry.id, one]));
  return listBlocks(now).flatMap((listed): ChangedBlock[] => {
    const view = blockView(now, listed.analyzed);
    const known = before.get(listed.entry.id);
    const old = known && blockView(earlier, known.analyzed, view.from.perspective?.id);
    if (old !== undefined && isSameSchedule(view, old)) return [];
    const [after, was] = [viewSummary(view), old && viewSummary(old)];
    return [
      {
        blockId: listed.entry.id,
        range: placeOf(listed),
        ...(was !== undefined && { before: was }),
        ...(after !== undefined && { after }),
      },
    ];
  });
}

function placeOf({ analyzed, entry }: Listed): ChangedBlock['range'] {
  const key = keyOf(analyzed);
  return key === undefined || isCommandLine(key.uri) ? entry.range : key.range;
}

/** Whether two blocks come to the same value at every step of the same training, or fail to in the same way. */
function isSameSchedule(now: BlockView, before: BlockView): boolean {
  const [a, b] = [now.curve, before.curve];
  if (a.status !== 'curve' || b.status !== 'curve') {
    return a.status === b.status && isSameNode(now.resolved, before.resolved);
  }
  // A rule may refuse what would make a curve by itself, such as a key that there is not.
  if ((drawableCurve(now) === undefined) !== (drawableCurve(before) === undefined)) return false;
  const [one, other] = [a.curve, b.curve];
  if (
    one.spec.kind !== other.spec.kind ||
    one.unit !== other.unit ||
    one.total.steps !== other.total.steps ||
    one.total.source !== other.total.source ||
    one.heldFor !== other.heldFor ||
    one.startStep !== other.startStep ||
    one.unknown.length !== other.unknown.length ||
    one.unknown.some(({ name, expression }, index) => {
      const match = other.unknown[index];
      return name !== match?.name || expression !== match.expression;
    })
  ) {
    return false;
  }
  const fields = new Map(other.schedule.fields.entries());
  for (const [name, value] of one.schedule.fields.entries()) {
    if (!isSameField(ordered(name, value), ordered(name, fields.get(name)))) return false;
  }
  return true;
}

/** The places of changes count in their order in time, however they are written. */
function ordered<T extends FieldValue | undefined>(name: string, value: T): T | readonly FieldValue[] {
  return name === 'steps' && Array.isArray(value) ? [...value].sort((a, b) => Number(a) - Number(b)) : value;
}

function isSameField(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((item, index) => isSameField(item, b[index]));
}

/** Whether two values that make no curve are the same to a reader; the order of keys does not count. */
function isSameNode(a: ResolvedNode | undefined, b: ResolvedNode | undefined): boolean {
  if (a === undefined || b === undefined || a.kind !== b.kind) return a === b;
  switch (a.kind) {
    case 'scalar':
      return b.kind === 'scalar' && a.type === b.type && isSameScalar(a.value, b.value);
    case 'list':
      return (
        b.kind === 'list' &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => isSameNode(item, b.items[index]))
      );
    case 'map':
      return (
        b.kind === 'map' &&
        a.entries.size === b.entries.size &&
        [...a.entries].every(([key, { value }]) => isSameNode(value, b.entries.get(key)?.value))
      );
    case 'unknown':
      return b.kind === 'unknown' && a.expression === b.expression;
    case 'missing':
      return true;
  }
}

function isSameScalar(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return String(a) === String(b);
  return Object.is(a, b);
}
