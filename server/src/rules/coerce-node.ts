import type { Origin, ResolvedNode } from '../config/types';
import { coerceFloat, coerceNode, nodeReader, type PydanticError } from '../schedules/coerce';
import type { KeySpec } from '../schedules/keys.generated';
import type { CoercedValue } from './facts';

/** Stands in for a value that coercion refused: no key of any kind accepts a mapping. */
const refused: Readonly<Record<string, never>> = Object.freeze({});

export interface CoercedNode {
  /** For the schema validator: what coercion refuses, or cannot know, is a mapping there. */
  readonly checked: unknown;
  /** For the rules; meaningless where the validator finds something. */
  readonly value: CoercedValue;
  /** JSON pointers, from the key on, of what is unknown or still to be filled in. */
  readonly unknown: readonly string[];
  /** The places of `???`. */
  readonly missing: readonly Origin[];
}

const rangeErrors: readonly PydanticError[] = ['less_than', 'less_than_equal', 'greater_than', 'greater_than_equal'];

/** One key's value, coerced as pydantic's lax mode does, in the shape that the schema describes. */
export function coerceForSchema(spec: KeySpec, node: ResolvedNode): CoercedNode {
  const unknown: string[] = [];
  const missing: Origin[] = [];

  const setAside = (at: ResolvedNode, path: string): boolean => {
    if (at.kind === 'missing') missing.push(at.origin);
    if (at.kind !== 'missing' && at.kind !== 'unknown') return false;
    unknown.push(path);
    return true;
  };
  const numbers = (items: readonly ResolvedNode[], path: string): [unknown[], (number | undefined)[]] => {
    const checked: unknown[] = [];
    const values: (number | undefined)[] = [];
    for (const [index, item] of items.entries()) {
      const number = setAside(item, `${path}/${index}`)
        ? undefined
        : coerceFloat(nodeReader.type(item), nodeReader.value(item));
      const known = typeof number === 'number' ? number : undefined;
      checked.push(known ?? refused);
      values.push(known);
    }
    return [checked, values];
  };

  const path = `/${spec.name}`;
  if (setAside(node, path)) return { checked: refused, value: null, unknown, missing };
  if (spec.type === 'list-of-float' && node.kind === 'list') {
    const [checked, value] = numbers(node.items, path);
    return { checked, value, unknown, missing };
  }
  if (spec.type === 'list-of-points' && node.kind === 'list') {
    const checked: unknown[] = [];
    const value: (readonly (number | undefined)[] | undefined)[] = [];
    for (const [index, item] of node.items.entries()) {
      if (setAside(item, `${path}/${index}`) || item.kind !== 'list') {
        checked.push(refused);
        value.push(undefined);
        continue;
      }
      const [pairChecked, pair] = numbers(item.items, `${path}/${index}`);
      checked.push(pairChecked);
      value.push(pair);
    }
    return { checked, value, unknown, missing };
  }
  const coerced = coerceNode(spec, node);
  if (coerced.errors.some((error) => !rangeErrors.includes(error.type))) {
    return { checked: refused, value: null, unknown, missing };
  }
  const value = typeof coerced.value === 'bigint' ? Number(coerced.value) : coerced.value;
  const plain = typeof value === 'symbol' || Array.isArray(value) ? null : (value as CoercedValue);
  return { checked: plain, value: plain, unknown, missing };
}
