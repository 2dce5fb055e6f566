import type { ScalarValue, ValueNode } from '../types';
import { shownKey } from './tree';

/** A value outside the house: prototype-less objects, arrays, and scalars, with a bigint for an int above 2^53. */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PlainValue[]
  | { [key: string]: PlainValue };

/**
 * A tree as plain values. Keys that are no strings are written as their type and value (`<int>3`). A node that stands at
 * several places becomes one object that stands at several places.
 */
export function toPlain(node: ValueNode): PlainValue {
  const done = new Map<ValueNode, PlainValue>();
  const convert = (value: ValueNode): PlainValue => {
    if (value.kind === 'scalar') return value.value;
    const known = done.get(value);
    if (known !== undefined) return known;
    if (value.kind === 'list') {
      const list = value.items.map(convert);
      done.set(value, list);
      return list;
    }
    const map: { [key: string]: PlainValue } = Object.create(null);
    for (const [id, entry] of value.entries) map[shownKey(id)] = convert(entry.value);
    done.set(value, map);
    return map;
  };
  return convert(node);
}

/** The name of the Python type of a scalar: `str`, `int`, `float`, `bool`, `NoneType`, `bytes`. */
export function pythonType(scalar: ScalarValue): string {
  return scalar.type === 'null' ? 'NoneType' : scalar.type;
}

/** Calls back for every scalar with its path as text, `a.b[0]`, counted from `node`; in the order of the tree. */
export function eachScalar(node: ValueNode, visit: (path: string, scalar: ScalarValue) => void, path = ''): void {
  if (node.kind === 'scalar') {
    visit(path, node);
  } else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) eachScalar(item, visit, `${path}[${index}]`);
  } else {
    for (const [id, entry] of node.entries) {
      eachScalar(entry.value, visit, path === '' ? shownKey(id) : `${path}.${shownKey(id)}`);
    }
  }
}
