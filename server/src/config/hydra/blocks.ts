import { isBlockKey } from '../blocks';
import type { Place } from '../resolve';
import type { BlockKey, Path, ScalarValue, ValueNode } from '../types';
import { eachScalar, type PlainValue, pythonType, toPlain } from './container';
import type { ResolvedTree } from './resolveTree';
import { type ComposedEntry, isContainer, isInterpolation, isMissing, pathText, shownKey } from './tree';

/** Node interpolation that a block is seen through. */
export interface BlockLink {
  /** Composed path of the interpolation. */
  readonly at: string;
  readonly interpolation: string;
}

export type BlockLeaf =
  | { readonly value: PlainValue; readonly type: string }
  | { readonly raw: string; readonly error: string; readonly message: string }
  | { readonly missing: true };

/** A schedule block of a composed config. Members as in the reference set, in camelCase. */
export interface ComposedBlock {
  readonly key: BlockKey;
  /** Composed path, through the links on the way. */
  readonly path: string;
  /** Composed path of the node that it really is. */
  readonly definedAt: string;
  readonly via: readonly BlockLink[];
  /** The interpolation that stands where the block should, if one does, and the path of the file with that text. */
  readonly isInterpolation?: string;
  readonly linkFile?: string;
  /** Paths of the files that own a leaf, in merge order; `cli` for the command line. */
  readonly files: readonly string[];
  /** The file of each leaf's text; a list is one leaf. */
  readonly lastWriter: Readonly<Record<string, string>>;
  readonly raw: PlainValue;
  readonly ok: boolean;
  readonly resolved?: PlainValue;
  /** Python type of every scalar. */
  readonly types?: Readonly<Record<string, string>>;
  /** Where not ok: what Python raises for the first leaf that fails, and each leaf by itself. */
  readonly error?: string;
  readonly message?: string;
  readonly leaves?: Readonly<Record<string, BlockLeaf>>;
  /** The nodes behind the above, for those who want places. */
  readonly node: ValueNode;
  readonly nodePath: Path | undefined;
  readonly entry: ComposedEntry;
}

/** Links may lead to the same mapping over and over; no real config comes near this many nodes. */
const MOST_NODES = 200_000;

export function findBlocks(
  tree: ResolvedTree,
  fileOf: (uri: string) => string,
  fileOrder: readonly string[],
): ComposedBlock[] {
  const blocks: ComposedBlock[] = [];
  const order = new Map(fileOrder.map((file, index) => [file, index]));
  const open = new Set<Place>();
  let visited = 0;

  const walk = (place: Place, at: Path, via: readonly BlockLink[]): void => {
    const { node } = place;
    visited += 1;
    if (!isContainer(node) || visited > MOST_NODES || open.has(place)) return;
    open.add(place);
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) step(place, item, index, at, via);
    } else {
      for (const [id, entry] of node.entries) {
        const child = isBlockKey(id) ? place.child(id) : undefined;
        if (child) blocks.push(block(id as BlockKey, entry, child, [...at, id], via));
        step(place, entry.value, id, at, via);
      }
    }
    open.delete(place);
  };

  const step = (parent: Place, node: ValueNode, key: string | number, at: Path, via: readonly BlockLink[]): void => {
    const isLink = isInterpolation(node);
    if (!isLink && !isContainer(node)) return;
    const place = parent.child(key);
    if (!place) return;
    const path = [...at, key];
    if (!isLink) {
      walk(place, path, via);
      return;
    }
    const followed = tree.dereference(place);
    if (followed.kind !== 'node') return;
    walk(followed.place, path, [...via, { at: pathText(path), interpolation: node.value }]);
  };

  const block = (
    key: BlockKey,
    entry: ComposedEntry,
    place: Place,
    at: Path,
    via: readonly BlockLink[],
  ): ComposedBlock => {
    const own = entry.value;
    if (!isInterpolation(own)) return describe(key, entry, at, { place, written: true, via });
    const followed = tree.dereference(place);
    const link = { text: own.value, file: fileOf(own.origin.uri) };
    if (followed.kind === 'error') return describe(key, entry, at, { place, written: true, via, link });
    const links = [...via, { at: pathText(at), interpolation: own.value }];
    return describe(key, entry, at, { place: followed.place, written: followed.kind === 'node', via: links, link });
  };

  const describe = (
    key: BlockKey,
    entry: ComposedEntry,
    at: Path,
    seen: { place: Place; written: boolean; via: readonly BlockLink[]; link?: { text: string; file: string } },
  ): ComposedBlock => {
    const { place, written, via, link } = seen;
    const { node } = place;
    const lastWriter: Record<string, string> = Object.create(null);
    if (written && isContainer(node)) writersOf(node, '', lastWriter, fileOf);
    else lastWriter[''] = fileOf(written ? node.origin.uri : entry.value.origin.uri);
    const files = [...new Set(Object.values(lastWriter))].sort(
      (a, b) => (order.get(a) ?? Number.POSITIVE_INFINITY) - (order.get(b) ?? Number.POSITIVE_INFINITY),
    );
    const nodePath = written ? place.path : undefined;
    return {
      key,
      path: pathText(at),
      definedAt: pathText(nodePath ?? at),
      via,
      ...(link ? { isInterpolation: link.text, linkFile: link.file } : {}),
      files,
      lastWriter,
      raw: toPlain(node),
      ...outcome(place, tree),
      node,
      nodePath,
      entry,
    };
  };

  walk(tree.place([]), [], []);
  return blocks;
}

/** What the block becomes with everything resolved, or what each of its leaves comes to. */
function outcome(
  place: Place,
  tree: ResolvedTree,
): Pick<ComposedBlock, 'ok' | 'resolved' | 'types' | 'error' | 'message' | 'leaves'> {
  const resolved = tree.resolvePlace(place);
  if (resolved.kind === 'value') {
    if (!isContainer(resolved.node)) return { ok: true, resolved: toPlain(resolved.node) };
    const types: Record<string, string> = Object.create(null);
    eachScalar(resolved.node, (at, scalar) => {
      types[at] = pythonType(scalar);
    });
    return { ok: true, resolved: toPlain(resolved.node), types };
  }
  const leaves: Record<string, BlockLeaf> = Object.create(null);
  collectLeaves(place, '', tree, leaves);
  return { ok: false, error: resolved.pythonError, message: resolved.message, leaves };
}

function collectLeaves(place: Place, at: string, tree: ResolvedTree, leaves: Record<string, BlockLeaf>): void {
  const { node } = place;
  if (node.kind === 'list') {
    for (const index of node.items.keys()) collectChild(place, index, `${at}[${index}]`, tree, leaves);
  } else if (node.kind === 'map') {
    for (const id of node.entries.keys()) {
      collectChild(place, id, at === '' ? shownKey(id) : `${at}.${shownKey(id)}`, tree, leaves);
    }
  } else if (!isInterpolation(node)) {
    leaves[at] = isMissing(node) ? { missing: true } : leafValue(node);
  } else {
    const resolved = tree.resolvePlace(place);
    if (resolved.kind === 'error') {
      leaves[at] = { raw: node.value, error: resolved.pythonError, message: resolved.message };
      return;
    }
    const visit = (leaf: string, scalar: ScalarValue): void => {
      leaves[leaf] = leafValue(scalar);
    };
    eachScalar(resolved.node, visit, at);
  }
}

function collectChild(
  parent: Place,
  key: string | number,
  at: string,
  tree: ResolvedTree,
  leaves: Record<string, BlockLeaf>,
): void {
  const place = parent.child(key);
  if (place) collectLeaves(place, at, tree, leaves);
}

function leafValue(scalar: ScalarValue): BlockLeaf {
  return { value: scalar.value, type: pythonType(scalar) };
}

const COMMAND_LINE_FILE = 'cli';

function writersOf(
  node: ValueNode,
  at: string,
  writers: Record<string, string>,
  fileOf: (uri: string) => string,
): void {
  if (node.kind === 'map') {
    for (const [id, entry] of node.entries) {
      writersOf(entry.value, at === '' ? shownKey(id) : `${at}.${shownKey(id)}`, writers, fileOf);
    }
    return;
  }
  let file = fileOf(node.origin.uri);
  if (node.kind === 'list') {
    // An item given on the command line makes the list the command line's.
    eachScalar(node, (_, scalar) => {
      if (fileOf(scalar.origin.uri) === COMMAND_LINE_FILE) file = COMMAND_LINE_FILE;
    });
  }
  writers[at] = file;
}
