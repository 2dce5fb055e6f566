import * as l10n from '@vscode/l10n';
import type { ListValue, MapEntry, MapValue, Origin, Path, ValueNode } from '../types';
import { CompositionFailure } from './failure';
import type { Steps } from './steps';
import { type ComposedEntry, isContainer, isInterpolation, isMissing, pathText } from './tree';

/** What an interpolation leads to: a node of the tree, a value made on the spot, or nothing. */
export type Reference =
  | { readonly kind: 'node'; readonly path: Path; readonly node: ValueNode }
  | { readonly kind: 'made'; readonly node: ValueNode }
  | { readonly kind: 'error'; readonly pythonError: string; readonly message: string };

/** Entries merged between two points where the work may be interrupted. */
const STRIDE = 2000;

/**
 * A config in the making. Trees that come from files are shared by all compositions and never changed: a mapping is
 * copied when something is first merged into it, and from then on belongs to this composition and is changed in place.
 */
export class MergeTarget {
  root: MapValue;
  private readonly owned = new WeakSet<MapValue | ListValue>();
  private count = 0;

  constructor(
    root: MapValue,
    /** Follows the interpolation that stands at a path of the config as merged so far. */
    private readonly dereference: (root: MapValue, path: Path) => Reference,
  ) {
    this.root = this.ownedCopy(root);
  }

  private ownedCopy(map: MapValue): MapValue {
    if (this.owned.has(map)) return map;
    const copy = new OwnedMap(map, new Map(map.entries));
    this.owned.add(copy);
    return copy;
  }

  /** A copy that later merges into `node` do not reach. What belongs to files never changes and is shared. */
  detachedCopy<T extends ValueNode>(node: T): T {
    if (!isContainer(node) || !this.owned.has(node)) return node;
    return this.copyDeep(node, false);
  }

  /**
   * A copy in which every mapping belongs to this composition. Hydra keeps one object per file: a file placed at the
   * root hands its own nodes over, so that later merges change what a second use of the same file sees.
   */
  workingCopy<T extends ValueNode>(node: T): T {
    return this.copyDeep(node, true);
  }

  private copyDeep<T extends ValueNode>(node: T, all: boolean): T {
    if (!isContainer(node) || !(all || this.owned.has(node))) return node;
    let copy: MapValue | ListValue;
    if (node.kind === 'list') {
      copy = new OwnedList(
        node,
        node.items.map((item) => this.copyDeep(item, all)),
      );
    } else {
      const entries = new Map<string, MapEntry>();
      for (const [id, entry] of node.entries) entries.set(id, withValue(entry, this.copyDeep(entry.value, all)));
      copy = new OwnedMap(node, entries);
    }
    this.owned.add(copy);
    return copy as T;
  }

  /** The mapping at `path` of the tree, changeable. Every step of the path must be a mapping or list. */
  ownedAt(path: Path): MapValue | ListValue {
    let node: MapValue | ListValue = this.root;
    for (const part of path) {
      const child: ValueNode | undefined =
        node.kind === 'map' ? node.entries.get(String(part))?.value : node.items[Number(part)];
      if (!isContainer(child)) throw new Error(`no container at ${pathText(path)}`);
      node = this.own(node, part, child);
    }
    return node;
  }

  private own(parent: MapValue | ListValue, part: string | number, child: MapValue | ListValue): MapValue | ListValue {
    if (this.owned.has(child)) return child;
    const copy: MapValue | ListValue =
      child.kind === 'map' ? this.ownedCopy(child) : new OwnedList(child, [...child.items]);
    this.owned.add(copy);
    if (parent.kind === 'list') {
      (parent.items as ValueNode[])[Number(part)] = copy;
    } else {
      const entry = parent.entries.get(String(part));
      if (entry) (parent.entries as Map<string, MapEntry>).set(String(part), withValue(entry, copy));
    }
    return copy;
  }

  set(parent: MapValue | ListValue, part: string | number, entry: MapEntry): void {
    if (parent.kind === 'list') {
      (parent.items as ValueNode[])[Number(part)] = entry.value;
      return;
    }
    const before = parent.entries.get(String(part)) as ComposedEntry | undefined;
    const next = before ? withValue(entry, entry.value, [...(before.overrode ?? []), before.value]) : entry;
    (parent.entries as Map<string, MapEntry>).set(String(part), next);
  }

  remove(parent: MapValue, part: string): void {
    (parent.entries as Map<string, MapEntry>).delete(part);
  }

  /**
   * Merges `source` into the mapping at `path` as OmegaConf does: mappings deeply, lists as a whole, `???` over a value
   * keeps the value, and a link that leads to a mapping or list is first replaced by a copy of what it leads to.
   * @throws CompositionFailure where a mapping meets a list, or where `structural` and a key is new.
   */
  *merge(target: MapValue, source: MapValue, path: (string | number)[], onNewKey?: (id: string) => void): Steps<void> {
    if (target === source) return;
    for (const [id, entry] of source.entries) {
      this.count += 1;
      if (this.count % STRIDE === 0) yield undefined;
      const before = target.entries.get(id);
      if (!before) {
        onNewKey?.(id);
        this.set(target, id, entry);
        continue;
      }
      path.push(id);
      yield* this.mergeEntry(target, id, before, entry, path, onNewKey);
      path.pop();
    }
  }

  private *mergeEntry(
    target: MapValue,
    id: string,
    before: MapEntry,
    entry: MapEntry,
    path: (string | number)[],
    onNewKey: ((id: string) => void) | undefined,
  ): Steps<void> {
    let old = before.value;
    if (isInterpolation(old)) {
      const reference = this.dereference(this.root, path);
      if (reference.kind !== 'error' && isContainer(reference.node)) {
        if (reference.kind === 'made' && entry.value.kind === 'map' && entry.value.entries.size > 0) {
          throw new CompositionFailure(
            'ConfigCompositionException',
            l10n.t`'${pathText(path)}' is made by ${old.value}, and nothing can be merged onto what a resolver makes. Write the mapping itself there.`,
            {
              origin: entry.value.origin,
              related: [{ message: l10n.t('The resolver stands here'), origin: old.origin }],
            },
          );
        }
        this.set(target, id, withValue(before, this.detachedCopy(reference.node)));
        old = target.entries.get(id)?.value ?? old;
      }
    }
    const value = entry.value;
    if (isContainer(old) && isContainer(value)) {
      if (old.kind !== value.kind) throw new KindClash(old, value, path);
      if (old === value) return;
      if (old.kind === 'map' && value.kind === 'map') {
        const child = this.own(target, id, old);
        if (child.kind === 'map') yield* this.merge(child, value, path, onNewKey);
        return;
      }
      this.set(target, id, withValue(entry, this.detachedCopy(value)));
    } else if (!isMissing(value)) {
      this.set(target, id, entry);
    }
  }
}

// The place of a mapping or list costs a look at its text, so that copies ask the original for it only when asked.
class OwnedMap implements MapValue {
  readonly kind = 'map';

  constructor(
    private readonly original: MapValue,
    readonly entries: Map<string, MapEntry>,
  ) {}

  get flow(): boolean {
    return this.original.flow;
  }

  get origin(): Origin {
    return this.original.origin;
  }
}

class OwnedList implements ListValue {
  readonly kind = 'list';

  constructor(
    private readonly original: ListValue,
    readonly items: ValueNode[],
  ) {}

  get flow(): boolean {
    return this.original.flow;
  }

  get origin(): Origin {
    return this.original.origin;
  }
}

/** True for a mapping or list that belongs to one composition, which may still change it. */
export function isOwned(node: ValueNode): boolean {
  return node instanceof OwnedMap || node instanceof OwnedList;
}

function withValue(entry: MapEntry, value: ValueNode, overrode?: readonly ValueNode[]): ComposedEntry {
  const before = overrode ?? (entry as ComposedEntry).overrode;
  return { key: entry.key, value, merged: entry.merged, ...(before ? { overrode: before } : {}) };
}

/** A mapping merged onto a list or a list onto a mapping; OmegaConf raises ConfigTypeError. */
export class KindClash extends CompositionFailure {
  constructor(old: ValueNode, value: ValueNode, path: Path) {
    const [is, was] = value.kind === 'map' ? ['mapping', 'list'] : ['list', 'mapping'];
    const at = path.length === 0 ? l10n.t('the root of the config') : `'${pathText(path)}'`;
    super(
      'ConfigCompositionException',
      l10n.t`A ${is} is merged onto a ${was} at ${at}. Make both the same, or set it to null in a file between.`,
      { origin: value.origin, related: [{ message: l10n.t`The ${was} stands here`, origin: old.origin }] },
    );
  }
}
