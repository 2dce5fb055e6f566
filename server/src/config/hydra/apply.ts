import * as l10n from '@vscode/l10n';
import { parseInterpolation } from '../interpolation';
import { splitKey } from '../resolve';
import { keyId } from '../tree';
import type { ListValue, MapEntry, MapValue, Origin, Path, ScalarValue, ValueNode } from '../types';
import { eachScalar } from './container';
import { CompositionFailure } from './failure';
import { HYDRA_KEYS } from './library';
import type { MergeTarget, Reference } from './merge';
import { commandLineOrigin, type Override, overrideKey, overrideTree } from './overrides';
import type { Steps } from './steps';
import { nearest } from './suggest';
import {
  type Container,
  childOf,
  isContainer,
  isInterpolation,
  isMissing,
  mapOf,
  nodeAt,
  pathText,
  textKey,
} from './tree';

/** What the values of overrides need of OmegaConf. */
export interface Evaluation {
  /** Follows the interpolation that stands at a path of a tree. */
  dereference(root: MapValue, path: Path): Reference;
  /** True where two values are equal to Python once resolved; undefined where one cannot be resolved. */
  equal(root: MapValue, path: Path, value: ValueNode): boolean | undefined;
}

/** Where a path of the command line leads in the composed config, through interpolations on the way. */
interface Selection {
  readonly parent: Path | undefined;
  /** The node itself, or what an interpolation there leads to. Undefined where there is none. */
  readonly value: ValueNode | undefined;
  /** Where the node stands. */
  readonly path: Path | undefined;
}

/** Applies the value overrides of the command line, in their order, to the merged config in struct mode. */
export class OverrideApplication {
  /** Nulls that an earlier override put in place of a mapping or list; OmegaConf keeps an empty container there. */
  private readonly emptied = new WeakSet<ValueNode>();

  constructor(
    private readonly target: MergeTarget,
    private readonly evaluation: Evaluation,
  ) {}

  /** @throws CompositionFailure where Hydra refuses one. */
  *apply(overrides: readonly Override[]): Steps<void> {
    for (const override of overrides) yield* this.applyOne(override);
  }

  private fail(
    override: Override,
    message: string,
    origin?: Origin,
    pythonError = 'ConfigCompositionException',
  ): never {
    throw new CompositionFailure(pythonError, message, { origin: origin ?? keyOrigin(override) });
  }

  private *applyOne(override: Override): Steps<void> {
    if (override.package !== undefined) {
      this.fail(
        override,
        l10n.t`'${overrideKey(override)}' names a config group with a package, but there is no group '${override.key}'.`,
      );
    }
    if (override.key === 'hydra' || override.key.startsWith('hydra.')) {
      this.checkHydraKey(override);
      return;
    }
    const element = override.value;
    if (element?.kind === 'sweep') return;
    const value = element && overrideTree(override, element, keyId);
    if (value) this.checkValue(override, value);
    switch (override.type) {
      case 'delete':
        this.remove(override, value);
        return;
      case 'add': {
        const { value: before } = this.select(override, override.key);
        const isNothing =
          before === undefined || isMissing(before) || (before.kind === 'scalar' && before.value === null);
        if (!isNothing && !(value && isContainer(value))) {
          const text = override.text.slice(1);
          this.fail(
            override,
            l10n.t`'${override.key}' is there already, so '+' refuses it. Write ${text} to change it, or ++${text} for either case.`,
          );
        }
        yield* this.update(override, value, true);
        return;
      }
      case 'forceAdd':
        yield* this.update(override, value, true);
        return;
      case 'change':
        yield* this.update(override, value, false);
        return;
    }
  }

  private checkValue(override: Override, value: ValueNode): void {
    if (value.kind === 'map') {
      for (const { key, value: item } of value.entries.values()) {
        if (key.value === null)
          this.fail(override, l10n.t('OmegaConf refuses null as a key: put it in quotes in a file.'), key.origin);
        this.checkValue(override, item);
      }
    }
    eachScalar(value, (_, scalar) => {
      const error = isInterpolation(scalar) ? parseInterpolation(scalar.value).error : undefined;
      if (error) this.fail(override, l10n.t`'${String(scalar.value)}' does not parse: ${error.message}`, scalar.origin);
    });
  }

  private checkHydraKey(override: Override): void {
    const [, first] = override.key.split('.');
    if (first === undefined || HYDRA_KEYS.has(first) || override.type === 'add' || override.type === 'forceAdd') return;
    const meant = nearest(first, [...HYDRA_KEYS]);
    this.fail(
      override,
      l10n.t`Hydra's config has no key '${first}'.${meant ? l10n.t` Did you mean 'hydra.${meant}'?` : ''}`,
    );
  }

  /** OmegaConf.select: undefined for a key that is not there; interpolations on the way and at the end are followed. */
  private select(override: Override, key: string): Selection {
    let path: Path = [];
    let node: ValueNode = this.target.root;
    const parts = splitKey(key);
    for (const [index, part] of parts.entries()) {
      if (this.emptied.has(node)) return { parent: undefined, value: undefined, path: undefined };
      if (!isContainer(node)) {
        const at = parts.slice(0, index).join('.');
        this.fail(override, l10n.t`'${key}' leads through '${at}', which is no mapping or list but ${shown(node)}.`);
      }
      const step = this.step(override, node, part);
      const child = step === undefined ? undefined : childOf(node, step);
      if (step === undefined || child === undefined) {
        return { parent: index === parts.length - 1 ? path : undefined, value: undefined, path: undefined };
      }
      const at: Path = [...path, step];
      if (index === parts.length - 1) {
        const value = this.follow(override, at, child);
        return { parent: path, value: value.node, path: at };
      }
      const next = this.follow(override, at, child);
      path = next.path ?? at;
      node = next.node;
    }
    return { parent: path, value: node, path };
  }

  private follow(override: Override, path: Path, node: ValueNode): { node: ValueNode; path: Path | undefined } {
    if (!isInterpolation(node)) return { node, path };
    const reference = this.evaluation.dereference(this.target.root, path);
    if (reference.kind === 'error') {
      this.fail(
        override,
        l10n.t`'${override.key}' leads through ${node.value}, which cannot be resolved: ${reference.message}`,
      );
    }
    return { node: reference.node, path: reference.kind === 'node' ? reference.path : undefined };
  }

  private step(override: Override, node: Container, part: string): string | number | undefined {
    if (node.kind === 'map') return part;
    if (!/^[+-]?\d+$/.test(part)) {
      this.fail(
        override,
        l10n.t`'${override.key}' names '${part}' in a list, where only the index of an item can stand.`,
      );
    }
    const index = Number(part);
    return index >= 0 && index < node.items.length ? index : undefined;
  }

  private remove(override: Override, value: ValueNode | undefined): void {
    const found = this.select(override, override.key);
    const { value: before } = found;
    if (before === undefined || isMissing(before) || (before.kind === 'scalar' && before.value === null)) {
      this.fail(
        override,
        l10n.t`'${override.key}' is not in the config, so there is nothing to delete.${this.hint(override)}`,
      );
    }
    const isGuarded = value !== undefined && !(value.kind === 'scalar' && value.value === null);
    if (isGuarded && found.path && this.evaluation.equal(this.target.root, found.path, value) !== true) {
      this.fail(
        override,
        l10n.t`'${override.key}' is ${shown(before)} and not ${override.text.slice(override.keyEnd + 1)}, so it is not deleted.`,
      );
    }
    const dot = override.key.lastIndexOf('.');
    const name = override.key.slice(dot + 1);
    const parentPath = dot === -1 ? [] : this.containerPath(override, override.key.slice(0, dot));
    const parent = this.target.ownedAt(parentPath);
    if (parent.kind === 'list') {
      this.fail(
        override,
        l10n.t('Hydra cannot delete an item of a list; give the whole list instead.'),
        undefined,
        'TypeError',
      );
    }
    this.target.remove(parent, name);
  }

  private containerPath(override: Override, key: string): Path {
    const found = this.select(override, key);
    const reference = found.path && nodeAt(this.target.root, found.path);
    if (!found.path || !reference) this.fail(override, l10n.t`'${key}' is not in the config.`);
    if (!isInterpolation(reference)) return found.path;
    const target = this.evaluation.dereference(this.target.root, found.path);
    if (target.kind !== 'node')
      this.fail(override, l10n.t`'${key}' is made by a resolver, so nothing in it can be deleted.`);
    return target.path;
  }

  /** OmegaConf.update with merge; `add` lifts struct mode along the path. */
  private *update(override: Override, value: ValueNode | undefined, add: boolean): Steps<void> {
    const parts = splitKey(override.key);
    const last = parts.pop() ?? '';
    const path: (string | number)[] = [];
    const origin = keyOrigin(override);
    for (const part of parts) {
      const container = this.target.ownedAt(path);
      const step = this.updateStep(override, container, part);
      const child = childOf(container, step);
      if (child && this.emptied.has(child)) this.refuseEmptied(override, [...path, step], 'AssertionError');
      if (!isContainer(child)) {
        // Neither a scalar nor a link can hold a key: either is replaced, the link with all that it led to.
        this.put(override, container, step, mapOf(new Map(), { origin }), add);
      }
      path.push(step);
    }
    const container = this.target.ownedAt(path);
    const step = container.kind === 'list' ? this.lastIndex(override, container, last) : last;
    const node = value ?? textKey('', { origin });
    const before = childOf(container, step);
    if (isContainer(node) && before && this.emptied.has(before))
      this.refuseEmptied(override, [...path, step], 'AttributeError');
    if (isContainer(before) && node.kind === 'scalar' && node.value === null) this.emptied.add(node);
    if (isContainer(node) && isContainer(before)) {
      yield* this.mergeInto([...path, step], before, node, override, add);
      return;
    }
    if (isContainer(node) && before === undefined && container.kind === 'map' && !add)
      this.refuseNewKey(override, container, last);
    this.put(override, container, step, node, add);
  }

  private refuseEmptied(override: Override, path: Path, pythonError: string): never {
    const message = l10n.t`An earlier override sets '${pathText(path)}' to null, and Hydra then cannot put anything into it. Delete it (~${pathText(path)}) and add it with '+' instead.`;
    this.fail(override, message, undefined, pythonError);
  }

  private updateStep(override: Override, container: Container, part: string): string | number {
    if (container.kind === 'map') return part;
    if (!/^[+-]?\d+$/.test(part)) {
      this.fail(
        override,
        l10n.t`'${override.key}' names '${part}' in a list, where only the index of an item can stand.`,
        undefined,
        'TypeError',
      );
    }
    return this.checkedIndex(override, container, Number(part));
  }

  private lastIndex(override: Override, list: ListValue, part: string): number {
    if (!/^[+-]?\d+$/.test(part)) {
      this.fail(
        override,
        l10n.t`'${override.key}' names '${part}' in a list, where only the index of an item can stand.`,
        undefined,
        'ValueError',
      );
    }
    return this.checkedIndex(override, list, Number(part));
  }

  private checkedIndex(override: Override, list: ListValue, index: number): number {
    if (index >= list.items.length) {
      const size = list.items.length;
      this.fail(
        override,
        l10n.t`'${override.key}' names item ${index} of a list of ${size}: ${size === 0 ? l10n.t('it is empty') : l10n.t`0 to ${size - 1} exist`}. Give the whole list to make it longer.`,
      );
    }
    return index;
  }

  private put(override: Override, container: Container, step: string | number, value: ValueNode, add: boolean): void {
    if (container.kind === 'map' && typeof step === 'string' && !add && !container.entries.has(step)) {
      this.refuseNewKey(override, container, step);
    }
    const key: ScalarValue = textKey(String(step), { origin: keyOrigin(override) });
    this.target.set(container, step, { key, value, merged: false });
  }

  private refuseNewKey(override: Override, container: MapValue, name: string): never {
    const meant = nearest(name, [...container.entries.keys()]);
    const hint = meant ? l10n.t` Did you mean '${meant}'?` : '';
    this.fail(override, l10n.t`'${override.key}' is not in the config.${hint} To add it write +${override.text}.`);
  }

  private *mergeInto(path: Path, before: Container, value: Container, override: Override, add: boolean): Steps<void> {
    if (before.kind !== value.kind) {
      const [is, was] = value.kind === 'map' ? ['mapping', 'list'] : ['list', 'mapping'];
      this.fail(override, l10n.t`'${override.key}' is a ${was}, and a ${is} cannot be merged onto it.`, value.origin);
    }
    const owned = this.target.ownedAt(path);
    if (owned.kind === 'map' && value.kind === 'map') {
      const refuse = add
        ? undefined
        : (id: string): void => {
            this.fail(
              override,
              l10n.t`'${override.key}' has no key '${id}' yet, and a mapping given without '+' changes existing keys only. To add it write +${override.text}.`,
              value.entries.get(id)?.key.origin,
            );
          };
      yield* this.target.merge(owned, value, [...path], refuse);
      return;
    }
    const parent = this.target.ownedAt(path.slice(0, -1));
    const step = path.at(-1) ?? 0;
    const entry: MapEntry = { key: textKey(String(step), { origin: keyOrigin(override) }), value, merged: false };
    this.target.set(parent, step, entry);
  }

  private hint(override: Override): string {
    const parts = splitKey(override.key);
    const last = parts.pop() ?? '';
    let node: ValueNode | undefined = this.target.root;
    for (const part of parts) node = childOf(node, node?.kind === 'list' ? Number(part) : part);
    const meant = node?.kind === 'map' ? nearest(last, [...node.entries.keys()]) : undefined;
    return meant ? l10n.t` Did you mean '${[...parts, meant].join('.')}'?` : '';
  }
}

function keyOrigin(override: Override): Origin {
  return commandLineOrigin(override.text, override.index, override.keyStart, override.keyEnd);
}

function shown(node: ValueNode): string {
  if (node.kind === 'map') return l10n.t('a mapping');
  if (node.kind === 'list') return l10n.t('a list');
  const text = node.value === null ? 'null' : String(node.value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
