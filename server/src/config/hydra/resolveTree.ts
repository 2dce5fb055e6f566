import * as l10n from '@vscode/l10n';
import { Place, type Resolver } from '../resolve';
import type { ListValue, MapEntry, MapValue, Origin, Path, ScalarValue, ValueNode } from '../types';
import { type Environment, type Followed, followPlace, resolverOf } from './evaluate';
import { isOwned } from './merge';
import { isKnownPlain, markPlain } from './plain';
import type { Steps } from './steps';
import { isInterpolation, mapOf, type Placed, pathText } from './tree';

export interface ResolutionError {
  readonly kind: 'error';
  readonly pythonError: string;
  readonly message: string;
  readonly origin: Origin;
  /** Path of the value that cannot be resolved. */
  readonly path: Path;
  /** True where a resolver that only the application registers is asked. */
  readonly uncertain: boolean;
}

export type Resolved = { readonly kind: 'value'; readonly node: ValueNode } | ResolutionError;

/** Values looked at between two points where the work may be interrupted. */
const STRIDE = 500;

class ResolutionFailure extends Error {
  constructor(readonly result: ResolutionError) {
    super(result.message);
  }
}

/** `OmegaConf.to_container(resolve=True)` over a composed config that no longer changes, or over a part of it. */
export class ResolvedTree {
  readonly resolver: Resolver;
  private readonly followed = new Map<Place, Followed>();
  /** A mapping that several links lead to is resolved once. */
  private readonly done = new Map<Place, ValueNode>();
  private readonly open = new Set<Place>();
  private count = 0;
  /** False while only failures are looked for. */
  private keeps = true;
  /** How many interpolations were met. */
  private links = 0;

  constructor(
    readonly root: MapValue,
    env: Environment,
  ) {
    this.resolver = resolverOf(root, env);
  }

  place(path: Path): Place {
    const place = this.resolver.locate(path);
    if (!place) throw new Error(`nothing at ${pathText(path)}`);
    return place;
  }

  /** What the interpolation at a place leads to. */
  dereference(place: Place): Followed {
    let followed = this.followed.get(place);
    if (!followed) {
      followed = followPlace(this.resolver, place);
      this.followed.set(place, followed);
    }
    return followed;
  }

  /** The value at a path with everything in it resolved, or the first failure in its order. */
  resolve(path: Path): Resolved {
    return this.resolvePlace(this.place(path));
  }

  resolvePlace(place: Place): Resolved {
    const steps = this.resolveSteps(place);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The first failure of the whole tree, without keeping what it resolves to. */
  *check(): Steps<ResolutionError | undefined> {
    this.keeps = false;
    const result = yield* this.resolveSteps(this.place([]));
    this.keeps = true;
    this.done.clear();
    return result.kind === 'error' ? result : undefined;
  }

  *resolveSteps(place: Place): Steps<Resolved> {
    this.open.clear();
    try {
      return { kind: 'value', node: yield* this.visit(place) };
    } catch (failure) {
      if (failure instanceof ResolutionFailure) return failure.result;
      throw failure;
    }
  }

  private *visit(place: Place): Steps<ValueNode> {
    this.count += 1;
    if (this.count % STRIDE === 0) yield undefined;
    const { node } = place;
    if (node.kind === 'scalar') {
      const leaf = isInterpolation(node) ? this.leaf(place) : node;
      return leaf instanceof Place ? yield* this.visit(leaf) : leaf;
    }
    const known = this.done.get(place);
    if (known) {
      // Whether it holds links is not known any more.
      this.links += 1;
      return known;
    }
    if (!isOwned(node) && isKnownPlain(node)) return node;
    if (this.open.has(place)) {
      const message = l10n.t`The links of '${pathText(place.path)}' go round, so that it never ends.`;
      throw failure('RecursionError', message, place);
    }
    this.open.add(place);
    const result = node.kind === 'list' ? yield* this.visitList(place, node.items) : yield* this.visitMap(place, node);
    this.open.delete(place);
    this.done.set(place, result);
    return result;
  }

  private *visitList(place: Place, before: readonly ValueNode[]): Steps<ValueNode> {
    let items: ValueNode[] | undefined;
    for (const [index, item] of before.entries()) {
      const child = isPlain(item) ? undefined : place.child(index);
      const value = child ? yield* this.visit(child) : item;
      if (value !== item && this.keeps) items ??= before.slice(0, index);
      items?.push(value);
    }
    return items ? new ResolvedList(items, place.node) : place.node;
  }

  private *visitMap(place: Place, node: MapValue): Steps<ValueNode> {
    let entries: Map<string, MapEntry> | undefined;
    const { links } = this;
    for (const [id, entry] of node.entries) {
      if ((entry as MaybePlain).isPlain === true) continue;
      const before = entry.value;
      const child = isPlain(before) ? undefined : place.child(id);
      if (!child) continue;
      const leaf = before.kind === 'scalar' ? this.leaf(child) : child;
      const value = leaf instanceof Place ? yield* this.visit(leaf) : leaf;
      if (value === before || !this.keeps) continue;
      entries ??= new Map(node.entries);
      entries.set(id, { key: entry.key, value, merged: entry.merged });
    }
    if (this.links === links && !isOwned(node)) markPlain(node);
    return entries ? mapOf(entries, node) : node;
  }

  /** The scalar that an interpolation comes to, or the place of the mapping or list that it leads to. */
  private leaf(place: Place): ScalarValue | Place {
    this.links += 1;
    const followed = this.keeps ? this.dereference(place) : followPlace(this.resolver, place);
    if (followed.kind === 'error') throw failure(followed.pythonError, followed.message, place, followed);
    const { node } = followed.place;
    return node.kind === 'scalar' ? node : followed.place;
  }
}

/** What entries of files can tell without looking at their value. */
interface MaybePlain {
  readonly isPlain?: boolean;
}

/** What entries of files can tell without looking at their value. */
interface MaybePlain {
  readonly isPlain?: boolean;
}

class ResolvedList implements ListValue {
  readonly kind = 'list';
  readonly flow = false;

  constructor(
    readonly items: readonly ValueNode[],
    private readonly place: Placed,
  ) {}

  get origin(): Origin {
    return this.place.origin;
  }
}

/** Nearly every value; it needs no place of its own. */
function isPlain(node: ValueNode): boolean {
  return node.kind === 'scalar' && !isInterpolation(node);
}

function failure(
  pythonError: string,
  message: string,
  place: Place,
  followed?: { readonly origin: Origin; readonly uncertain: boolean },
): ResolutionFailure {
  const origin = followed?.origin ?? place.node.origin;
  const uncertain = followed?.uncertain ?? false;
  return new ResolutionFailure({ kind: 'error', pythonError, message, origin, path: place.path, uncertain });
}
