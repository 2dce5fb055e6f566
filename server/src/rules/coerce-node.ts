import type { Origin, ResolvedNode } from '../config/types';
import { coerceFloat, coerceNode, nodeReader, outOfRange, type PydanticError } from '../schedules/coerce';
import type { KeySpec, NumberRange } from '../schedules/keys.generated';
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
  /** Where `checked` is only a part of a long list: the places that its entries have in the whole. */
  readonly places?: readonly number[];
  /** How many entries beyond those in `checked` the validator would refuse. */
  readonly unchecked?: number;
}

const rangeErrors: readonly PydanticError[] = ['less_than', 'less_than_equal', 'greater_than', 'greater_than_equal'];

/** Of longer lists the validator sees the first entries and those that it refuses, and of these not all. */
const LONG = 1000;
const MOST = 100;
const FIRST = 10;

type Numbers = readonly (number | undefined)[];

/** Lists never change, and several blocks may refer to one. */
const longLists = new WeakMap<readonly ResolvedNode[], Map<KeySpec, CoercedNode>>();

function longList(spec: KeySpec, items: readonly ResolvedNode[]): CoercedNode {
  const known = longLists.get(items) ?? new Map<KeySpec, CoercedNode>();
  longLists.set(items, known);
  let made = known.get(spec);
  if (made === undefined) {
    made = coerceLongList(spec, items);
    known.set(spec, made);
  }
  return made;
}

function coerceLongList(spec: KeySpec, items: readonly ResolvedNode[]): CoercedNode {
  const path = `/${spec.name}`;
  const arePoints = spec.type === 'list-of-points';
  const values: (number | undefined)[] = [];
  const points: (Numbers | undefined)[] = [];
  const checked: unknown[] = [];
  const places: number[] = [];
  const unknown: string[] = [];
  const missing: Origin[] = [];
  let unchecked = 0;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined) continue;
    const parts = arePoints ? (item.kind === 'list' ? item.items : undefined) : [item];
    const numbers = parts?.map(numberOf);
    if (arePoints) points.push(numbers);
    else values.push(numbers?.[0]);
    if (isOpen(item) || (arePoints && parts?.some(isOpen) === true)) {
      if (unknown.length === 0) unknown.push(path);
      for (const each of [item, ...(arePoints ? (parts ?? []) : [])]) {
        if (each.kind === 'missing' && missing.length < MOST) missing.push(each.origin);
      }
      continue;
    }
    const fits =
      numbers !== undefined &&
      (!arePoints || numbers.length === 2) &&
      numbers.every((number, place) => number !== undefined && isInside(number, spec.items?.[place]));
    if (fits && index >= FIRST) continue;
    if (places.length >= MOST) {
      if (!fits) unchecked += 1;
      continue;
    }
    places.push(index);
    checked.push(
      numbers === undefined
        ? refused
        : arePoints
          ? numbers.map((number) => number ?? refused)
          : (numbers[0] ?? refused),
    );
  }
  return { checked, value: arePoints ? points : values, unknown, missing, places, unchecked };
}

function isOpen(node: ResolvedNode): boolean {
  return node.kind === 'missing' || node.kind === 'unknown';
}

function numberOf(node: ResolvedNode): number | undefined {
  const number = isOpen(node) ? undefined : coerceFloat(nodeReader.type(node), nodeReader.value(node));
  return typeof number === 'number' ? number : undefined;
}

function isInside(number: number, range: NumberRange | undefined): boolean {
  return range === undefined || outOfRange(number, range) === undefined;
}

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
      const number =
        isOpen(item) && setAside(item, `${path}/${index}`)
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
  if (spec.type.startsWith('list') && node.kind === 'list' && node.items.length > LONG) {
    return longList(spec, node.items);
  }
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
