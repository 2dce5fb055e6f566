/** Ways through a document: to a path, to what stands at an offset, to plain objects. */

import type { ConfigDocument } from './read';
import { type Span, Spans } from './spans';
import type {
  Block,
  MapEntry,
  MapValue,
  Origin,
  Path,
  PlainScalar,
  ResolvedNode,
  ScalarType,
  ValueNode,
} from './types';

export { keyId } from './tree';

/** What stands at an offset of a document. */
export interface NodeAt {
  /** The path of the node: of the value for a key, too. */
  readonly path: Path;
  readonly node: ValueNode;
  /** `key` where the offset is in the key of `entry`. */
  readonly part: 'key' | 'value';
  /** The mapping entry that the offset is in, where the innermost collection is a mapping. */
  readonly entry: MapEntry | undefined;
  /** The index in the innermost list that the offset is in. */
  readonly index: number | undefined;
  /** From the root to the node itself. */
  readonly ancestors: readonly ValueNode[];
  /** The innermost block that the offset is in, its key included. */
  readonly block: Block | undefined;
}

function covers(origin: Origin, offset: number): boolean {
  return offset >= origin.start && offset <= origin.end;
}

/**
 * The innermost key or value at an offset, ends included; undefined outside of the root. Aliases are not entered:
 * at an alias the node is the value it stands for, with `alias` set.
 */
export function nodeAt(document: ConfigDocument, offset: number): NodeAt | undefined {
  let node = document.root;
  if (node === undefined || !covers(node.origin, offset)) {
    return undefined;
  }
  const path: (string | number)[] = [];
  const ancestors: ValueNode[] = [node];
  let entry: MapEntry | undefined;
  let index: number | undefined;
  let part: 'key' | 'value' = 'value';
  for (;;) {
    let next: ValueNode | undefined;
    if (node.kind === 'map') {
      for (const [id, each] of entriesAt(node, offset)) {
        if (covers(each.key.origin, offset)) {
          path.push(id);
          next = each.value;
          entry = each;
          index = undefined;
          part = 'key';
          break;
        }
        if (covers(placeOf(each.value), offset)) {
          path.push(id);
          next = each.value;
          entry = each;
          index = undefined;
          // A later key may start where an empty value ends, so the search goes on for it.
          if (placeOf(each.value).end > placeOf(each.value).start) {
            break;
          }
        }
      }
    } else if (node.kind === 'list') {
      const found = indexAt(node.items, offset);
      if (found !== undefined) {
        path.push(found);
        next = node.items[found];
        entry = undefined;
        index = found;
      }
    }
    if (next === undefined) {
      break;
    }
    ancestors.push(next);
    node = next;
    if (part === 'key' || next.alias !== undefined) {
      break;
    }
  }
  return { path, node, part, entry, index, ancestors, block: blockAt(document, offset) };
}

type Entry = readonly [id: string, entry: MapEntry];

const inOrder = new WeakMap<MapValue, readonly Entry[]>();

/** The entries written in a mapping that may cover an offset: the last that begins up to it, and the one that may end there. */
function entriesAt(map: MapValue, offset: number): readonly Entry[] {
  let entries = inOrder.get(map);
  if (entries === undefined) {
    entries = [...map.entries]
      .filter(([, { merged }]) => !merged)
      .sort(([, a], [, b]) => a.key.origin.start - b.key.origin.start);
    inOrder.set(map, entries);
  }
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.[1].key.origin.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return entries.slice(Math.max(0, low - 2), low);
}

/** Where a value stands in its parent: its alias, or its own text. */
function placeOf(node: ValueNode): Origin {
  return node.alias ?? node.origin;
}

/** The items of a list stand in order, so that the one at an offset is found by halving. */
function indexAt(items: readonly ValueNode[], offset: number): number | undefined {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item === undefined) {
      return undefined;
    }
    const place = placeOf(item);
    if (offset < place.start) {
      high = middle - 1;
    } else if (offset > place.end) {
      low = middle + 1;
    } else {
      return middle;
    }
  }
  return undefined;
}

const spans = new WeakMap<ConfigDocument, Spans<Span & { readonly block: Block }>>();

/** The innermost block at an offset, its key included. */
export function blockAt(document: ConfigDocument, offset: number): Block | undefined {
  let known = spans.get(document);
  if (known === undefined) {
    known = new Spans(
      document.blocks.map((block) => {
        const place = block.value.alias ?? block.value.origin;
        return { first: block.keyOrigin?.start ?? place.start, last: place.end, block };
      }),
    );
    spans.set(document, known);
  }
  for (const { block } of known.over({ first: offset, last: offset })) return block;
  return undefined;
}

/** The node at a path of keys (by `keyId`) and indices, interpolations not followed. */
export function lookup(root: ValueNode | undefined, path: Path): ValueNode | undefined {
  let node = root;
  for (const key of path) {
    if (node?.kind === 'map') {
      node = node.entries.get(String(key))?.value;
    } else if (node?.kind === 'list' && typeof key === 'number') {
      node = node.items[key];
    } else {
      return undefined;
    }
  }
  return node;
}

/** Where the text stands that a value comes from: for a resolved value where it is written. */
export function originOf(node: ValueNode | ResolvedNode): Origin {
  return 'source' in node && node.source !== undefined ? node.source : node.origin;
}

export type Plain = PlainScalar | Plain[] | { [key: string]: Plain };

/**
 * A tree as plain prototype-less objects and arrays. Keys that are no strings are written `<int>3`, `<bool>True`;
 * unknown values as the interpolation itself, missing ones as `???`.
 */
export function plainOf(node: ValueNode | ResolvedNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'unknown':
      return node.expression;
    case 'missing':
      return '???';
    case 'list':
      return node.items.map(plainOf);
    case 'map': {
      const plain: { [key: string]: Plain } = Object.create(null);
      for (const [id, entry] of node.entries) {
        plain[id.startsWith('\0') ? id.slice(1) : id] = plainOf(entry.value);
      }
      return plain;
    }
  }
}

/** The Python type name of a scalar. */
export function pythonTypeName(type: ScalarType): string {
  return type === 'null' ? 'NoneType' : type;
}
