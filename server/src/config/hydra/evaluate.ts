import * as l10n from '@vscode/l10n';
import { type FailureDetails, type Place, Resolver } from '../resolve';
import type { MapValue, Path, ValueNode } from '../types';
import type { Reference } from './merge';
import { ResolvedTree } from './resolveTree';
import { isContainer } from './tree';

/** Environment variables by name; what is not in it is unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where an interpolation leads in one state of one tree. */
export type Followed =
  | { readonly kind: 'node' | 'made'; readonly place: Place }
  | {
      readonly kind: 'error';
      readonly pythonError: string;
      readonly message: string;
      readonly origin: FailureDetails['origin'];
      /** True where a resolver that only the application registers is asked. */
      readonly uncertain: boolean;
    };

export function resolverOf(root: MapValue, env: Environment): Resolver {
  return new Resolver({ root, environment: (name) => (Object.hasOwn(env, name) ? (env[name] ?? null) : null) });
}

/** Follows the interpolation that stands at a place. */
export function followPlace(resolver: Resolver, place: Place): Followed {
  const answer = resolver.dereference(place);
  if (!('failure' in answer)) return { kind: answer.written ? 'node' : 'made', place: answer.place };
  const { pythonError, message, origin, code, expression } = answer.failure;
  const isRegistered = code === 'interpolation-resolver';
  if (isRegistered && /^\$\{\s*hydra\s*:/.test(expression)) {
    // Hydra registers this one itself, and it fails until the application runs.
    const text = l10n.t`${expression} has a value only inside the running application.`;
    return { kind: 'error', pythonError: 'InterpolationResolutionError', message: text, origin, uncertain: true };
  }
  return { kind: 'error', pythonError, message, origin, uncertain: isRegistered };
}

/** OmegaConf over configs that are still being merged: every question is asked of the tree as it is at that moment. */
export class OmegaConf {
  constructor(private readonly env: Environment) {}

  follow(root: MapValue, path: Path): Reference {
    const resolver = resolverOf(root, this.env);
    const place = resolver.locate(path);
    if (!place) return { kind: 'error', pythonError: 'KeyError', message: l10n.t('there is no such key') };
    const followed = followPlace(resolver, place);
    if (followed.kind === 'error') return followed;
    const { node, path: at } = followed.place;
    return followed.kind === 'node' ? { kind: 'node', path: at, node } : { kind: 'made', node };
  }

  /** True where the value at a path, resolved, equals `value` in Python; undefined where it cannot be resolved. */
  equal(root: MapValue, path: Path, value: ValueNode): boolean | undefined {
    const tree = new ResolvedTree(root, this.env);
    const resolved = tree.resolve(path);
    return resolved.kind === 'value' ? pythonEqual(resolved.node, value) : undefined;
  }
}

function pythonEqual(a: ValueNode, b: ValueNode): boolean {
  if (isContainer(a) || isContainer(b)) {
    if (a.kind === 'list' && b.kind === 'list') {
      return a.items.length === b.items.length && a.items.every((item, index) => sameAt(item, b.items[index]));
    }
    if (a.kind !== 'map' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
    return [...a.entries].every(([id, entry]) => sameAt(entry.value, b.entries.get(id)?.value));
  }
  const [left, right] = [a.value, b.value];
  const isNumber = (value: typeof left): boolean => ['number', 'bigint', 'boolean'].includes(typeof value);
  if (isNumber(left) && isNumber(right)) {
    // Python takes 1, 1.0 and True for equal.
    return left === right || Number(left) === Number(right);
  }
  return left === right;
}

function sameAt(a: ValueNode, b: ValueNode | undefined): boolean {
  return b !== undefined && pythonEqual(a, b);
}
