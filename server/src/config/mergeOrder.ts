/**
 * Duplicate keys that exist only because of the order in which PyYAML constructs a document.
 *
 * OmegaConf looks for duplicate keys when a mapping is constructed, level by level from the root. A mapping that was
 * merged into another one before its own turn has had its own merge keys replaced by their contents by then, so a key
 * that overrides a merged one looks like a duplicate, and the file does not load.
 */
import type { RawMap, RawNode } from './parse';
import { mergeSources, type Part, type Placement } from './tree';

interface Entry {
  /** The key's text; undefined for keys that are no strings, which are not checked. */
  readonly text: string | undefined;
  readonly key: RawNode;
  readonly value: RawNode;
  readonly place: Placement;
  /** Its own key of the mapping, plain or through an alias, or one that came in by a merge. */
  readonly from: 'own' | 'alias' | 'merge';
}

export interface MergeDuplicate {
  readonly text: string;
  readonly key: RawNode;
  readonly place: Placement;
  readonly aliased: boolean;
}

/** Finds the duplicates in the order of construction. `parts` are those of the root mapping, or `root` any other root. */
export function mergeDuplicates(
  parts: readonly Part<RawMap>[],
  root: readonly { node: RawNode; place: Placement }[],
): MergeDuplicate[] {
  const found: MergeDuplicate[] = [];
  const flat = new Map<RawMap, readonly Entry[]>();
  const seen = new Set<RawNode>();
  const queue: { node: RawNode; place: Placement }[] = [];

  const flatten = (node: RawMap, place: Placement, depth: number): readonly Entry[] => {
    const known = flat.get(node);
    if (known !== undefined) {
      return known;
    }
    // A mapping merged into itself is a problem of its own; here it only must end.
    flat.set(node, []);
    const entries = flattened(place.partsOf(node), depth);
    flat.set(node, entries);
    return entries;
  };
  const flattened = (all: readonly Part<RawMap>[], depth: number): readonly Entry[] => {
    const merged: Entry[] = [];
    const own: Entry[] = [];
    for (const { node, place } of all) {
      for (const [index, key] of node.keys.entries()) {
        const value = node.values[index];
        if (value === undefined) {
          continue;
        }
        if (key.kind !== 'scalar' || key.type !== 'merge') {
          own.push(entryOf(key, value, place));
        } else if (depth < 64) {
          for (const source of mergeSources(value, place)) {
            for (const entry of flatten(source.node, source.place, depth + 1)) {
              merged.push({ ...entry, from: 'merge' });
            }
          }
        }
      }
    }
    return merged.length === 0 ? own : [...merged, ...own];
  };
  const construct = (entries: readonly Entry[], early: boolean): void => {
    const texts = new Set<string>();
    for (const { text, key, place, from } of entries) {
      if (text === undefined) {
        continue;
      }
      // Duplicates among the keys that are written in one mapping are found where it is parsed.
      if (texts.has(text) && (early || from === 'alias') && from !== 'merge') {
        found.push({ text, key, place, aliased: from === 'alias' });
      }
      texts.add(text);
    }
  };
  const follow = (entries: readonly Entry[]): void => {
    for (const { value, place } of entries) {
      enqueue(value, place);
    }
  };
  const enqueue = (node: RawNode, place: Placement): void => {
    const target = node.kind === 'alias' ? place.target(node) : { node, place };
    if (target !== undefined && target.node.kind !== 'scalar' && !seen.has(target.node)) {
      seen.add(target.node);
      queue.push(target);
    }
  };

  if (parts.length > 0) {
    construct(ownEntries(parts), false);
    follow(flattened(parts, 0));
  } else {
    for (const { node, place } of root) {
      enqueue(node, place);
    }
  }
  for (let next = 0; next < queue.length; next++) {
    const item = queue[next];
    if (item?.node.kind === 'list') {
      for (const { node, place } of item.place.partsOf(item.node)) {
        for (const each of node.items) {
          enqueue(each, place);
        }
      }
    } else if (item?.node.kind === 'map') {
      const early = flat.get(item.node);
      construct(early ?? ownEntries(item.place.partsOf(item.node)), early !== undefined);
      follow(flatten(item.node, item.place, 0));
    }
  }
  return found;
}

function ownEntries(parts: readonly Part<RawMap>[]): Entry[] {
  const entries: Entry[] = [];
  for (const { node, place } of parts) {
    for (const [index, key] of node.keys.entries()) {
      const value = node.values[index];
      if (value !== undefined && (key.kind !== 'scalar' || key.type !== 'merge')) {
        entries.push(entryOf(key, value, place));
      }
    }
  }
  return entries;
}

function entryOf(key: RawNode, value: RawNode, place: Placement): Entry {
  const target = key.kind === 'alias' ? place.target(key)?.node : key;
  const text = target?.kind === 'scalar' && target.type === 'str' ? String(target.value) : undefined;
  return { text, key, value, place, from: key.kind === 'alias' ? 'alias' : 'own' };
}
