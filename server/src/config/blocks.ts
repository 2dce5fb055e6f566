import type { RawMap, RawNode, RawScalar } from './parse';
import { flatEntries, keyId, type Placement } from './tree';
import type { Block, BlockKey, MapValue, Origin, Path, ScalarValue, ValueNode } from './types';

export const BLOCK_KEYS: readonly BlockKey[] = ['schedule_config', 'weight_decay_schedule', 'alpha_schedule'];

/** Every schedule kind starts so. */
export const KIND_PREFIX = 'noether.core.schedules.';

export function isBlockKey(key: string): key is BlockKey {
  return key === 'schedule_config' || key === 'weight_decay_schedule' || key === 'alpha_schedule';
}

/** A block within its segment; paths count from the segment's part of the outermost collection. */
export interface RawBlock {
  readonly key: RawScalar | undefined;
  readonly value: RawNode;
  /** Undefined where the block is the root itself or a list entry. */
  readonly parent: RawMap | undefined;
  readonly path: Path;
}

/** Finds the blocks written in a tree; aliases are not followed, since what they name is written elsewhere. */
export function findRawBlocks(root: RawNode | undefined): RawBlock[] {
  const blocks: RawBlock[] = [];
  if (root === undefined) {
    return blocks;
  }
  const open: { node: RawNode; path: Path; key: RawScalar | undefined; parent: RawMap | undefined }[] = [
    { node: root, path: [], key: undefined, parent: undefined },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, path, key, parent } = at;
    const holds = node.kind === 'map' && holdsBlockKey(node);
    if (!holds && (key !== undefined || (node.kind === 'map' && hasScheduleKind(node)))) {
      blocks.push({ key, value: node, parent, path });
    }
    if (node.kind === 'list') {
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i];
        if (item?.kind === 'map' || item?.kind === 'list') {
          open.push({ node: item, path: [...path, i], key: undefined, parent: undefined });
        }
      }
    } else if (node.kind === 'map') {
      for (let i = node.keys.length - 1; i >= 0; i--) {
        const entryKey = node.keys[i];
        const value = node.values[i];
        if (entryKey?.kind !== 'scalar' || entryKey.type === 'merge' || value === undefined) {
          continue;
        }
        const { type } = keyOf(entryKey);
        const named = type === 'str' && isBlockKey(String(entryKey.value)) ? entryKey : undefined;
        if (named !== undefined || value.kind === 'map' || value.kind === 'list') {
          open.push({
            node: value,
            path: [...path, keyId(keyOf(entryKey))],
            key: named,
            parent: node,
          });
        }
      }
    }
  }
  return blocks;
}

function keyOf({ type, value }: RawScalar): Pick<ScalarValue, 'type' | 'value'> {
  return { type: type === 'value' || type === 'merge' ? 'str' : type, value };
}

function holdsBlockKey(node: RawMap): boolean {
  return node.keys.some((key) => key.kind === 'scalar' && key.type === 'str' && isBlockKey(String(key.value)));
}

function hasScheduleKind(node: RawMap): boolean {
  return node.keys.some((key, index) => {
    const value = node.values[index];
    return (
      key.kind === 'scalar' &&
      key.type === 'str' &&
      key.value === 'kind' &&
      value?.kind === 'scalar' &&
      typeof value.value === 'string' &&
      value.value.startsWith(KIND_PREFIX)
    );
  });
}

interface SegmentBlocks {
  readonly blocks: readonly RawBlock[];
  readonly alone: ReadonlySet<RawBlock>;
  readonly part: RawNode | undefined;
  /** True where the segment is the whole file and its root the root. */
  readonly whole: boolean;
  readonly place: Placement;
  /** The index of the segment that is the head of the collection it belongs to; undefined in the outermost one. */
  readonly within: number | undefined;
}

/** A collection whose entries are segments, as far as these were looked at. */
interface Around {
  readonly path: Path;
  readonly view: ValueNode | undefined;
  /** The items of the segments so far. */
  items: number;
}

/** The blocks of a document from those of its segments. */
export function placeBlocks(segments: readonly SegmentBlocks[], root: ValueNode | undefined): readonly Block[] {
  const blocks: Block[] = [];
  const outermost: Around = { path: [], view: root, items: 0 };
  const arounds = new Map<number, Around>();
  if (root?.kind === 'map' && segments.some(({ whole }) => !whole)) {
    const parts = segments.filter(({ within }) => within === undefined);
    if (isBlock(parts, true)) {
      blocks.push({ key: undefined, keyOrigin: undefined, path: [], value: root, parent: undefined });
    }
  }
  for (const [index, { blocks: found, alone, part, whole, place, within }] of segments.entries()) {
    const around = (within === undefined ? undefined : arounds.get(within)) ?? outermost;
    const holder = around.view?.kind === 'map' ? around.view : undefined;
    const pathOf = ([first, ...rest]: Path): Path =>
      first === undefined
        ? around.path
        : [...around.path, typeof first === 'number' ? first + around.items : first, ...rest];
    for (const block of found) {
      if (!whole && block.path.length === 0) {
        continue;
      }
      const parent =
        block.parent === undefined
          ? undefined
          : block.parent === part && !whole
            ? holder
            : (place.view(block.parent) as MapValue);
      const path = whole ? block.path : pathOf(block.path);
      // Two keys that are no strings may be one to Python, and then the path leads to the later.
      const isAlone = alone.has(block) && !path.some((step) => String(step).startsWith('\0'));
      blocks.push(new PlacedBlock(block, place, path, parent, isAlone ? block : undefined));
    }
    const { opened } = place;
    if (opened !== undefined) {
      const key = part?.kind === 'map' ? part.keys[0] : undefined;
      const path = pathOf([key?.kind === 'scalar' ? keyId(keyOf(key)) : 0]);
      const view = place.view(opened);
      arounds.set(index, { path, view, items: 0 });
      if (
        opened.kind === 'map' &&
        isBlock(
          place.partsOf(opened).map(({ node }) => ({ part: node, place })),
          false,
        )
      ) {
        blocks.push({ key: undefined, keyOrigin: undefined, path, value: view, parent: key && holder });
      }
    }
    if (part?.kind === 'list' && !whole) {
      around.items += part.items.length;
    }
  }
  return blocks;
}

class PlacedBlock implements Block {
  readonly key: Block['key'];
  readonly value: ValueNode;
  private known: Origin | undefined;

  constructor(
    private readonly raw: RawBlock,
    private readonly place: Placement,
    readonly path: Path,
    readonly parent: MapValue | undefined,
    readonly alone: object | undefined,
  ) {
    this.key = raw.key === undefined ? undefined : (String(raw.key.value) as Block['key']);
    this.value = place.view(raw.value);
  }

  get keyOrigin(): Origin | undefined {
    if (this.raw.key !== undefined) this.known ??= this.place.origin(this.raw.key);
    return this.known;
  }
}

function isBlock(
  parts: readonly { readonly part: RawNode | undefined; readonly place: Placement }[],
  mayMerge: boolean,
): boolean {
  let kind = false;
  for (const { part, place } of parts) {
    if (part?.kind !== 'map') {
      continue;
    }
    if (holdsBlockKey(part)) {
      return false;
    }
    kind ||= hasScheduleKind(part) || (mayMerge && mergesKind(part, place));
  }
  return kind;
}

function mergesKind(part: RawMap, place: Placement): boolean {
  return (
    part.keys.some((key) => key.kind === 'scalar' && key.type === 'merge') &&
    flatEntries([{ node: part, place }]).some(
      ({ key, value }) =>
        key.kind === 'scalar' &&
        key.value === 'kind' &&
        value.kind === 'scalar' &&
        typeof value.value === 'string' &&
        value.value.startsWith(KIND_PREFIX),
    )
  );
}
